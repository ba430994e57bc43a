import type { App, AppStateMachine } from "../../synth/app.ts";
import { functionOf, lacking, ofType, type Rule, roleOf, type Synthesized } from "../rule.ts";
import { allStates, integrationOf, isDistributed } from "../states.ts";

// What AWS's services need in a role that they use for us (packages/infra/src/service-permissions.ts says
// where AWS asks for each). No call of ours shows that one of these is missing.
const DELIVERY = [
  "CreateLogDelivery",
  "GetLogDelivery",
  "UpdateLogDelivery",
  "DeleteLogDelivery",
  "ListLogDeliveries",
  "PutResourcePolicy",
  "DescribeResourcePolicies",
  "DescribeLogGroups",
].map((name) => `logs:${name}`);
const TRACING = [
  "PutTraceSegments",
  "PutTelemetryRecords",
  "GetSamplingRules",
  "GetSamplingTargets",
].map((name) => `xray:${name}`);
const STREAM = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
  (name) => `dynamodb:${name}`,
);
const QUEUE = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map(
  (name) => `sqs:${name}`,
);

/** Actions on one resource that a role has to allow. */
interface Need {
  actions: string[];
  resource: string;
}

const executionsOf = (machine: string) => machine.replace(":stateMachine:", ":execution:");

function machineNeeds(given: Synthesized, machine: AppStateMachine): Need[] {
  const { app } = given;
  const raw = ofType(given, "aws:sfn/stateMachine:StateMachine").find(
    (one) => one.inputs.name === machine.name,
  )?.inputs;
  const states = allStates(machine.definition).map(({ state }) => state);
  const logged = (raw?.loggingConfiguration?.level ?? "OFF") !== "OFF";
  const nested = states.filter((state) => integrationOf(state) === "states:startExecution.sync:2");
  const [, partition] = machine.arn.split(":");
  return [
    ...(logged ? [{ actions: DELIVERY, resource: "*" }] : []),
    ...(raw?.tracingConfiguration?.enabled ? [{ actions: TRACING, resource: "*" }] : []),
    ...nested.flatMap((state): Need[] => [
      { actions: ["states:StartExecution"], resource: state.Arguments.StateMachineArn },
      {
        actions: ["states:DescribeExecution", "states:StopExecution"],
        resource: `${executionsOf(state.Arguments.StateMachineArn)}:name`,
      },
      {
        actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
        resource: `arn:${partition}:events:${app.region}:${app.account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      },
    ]),
    ...states.filter(isDistributed).flatMap((state): Need[] => [
      { actions: ["states:StartExecution"], resource: machine.arn },
      {
        actions: ["states:DescribeExecution", "states:StopExecution"],
        resource: `${executionsOf(machine.arn)}/label:id`,
      },
      ...(String(state.ItemReader?.Resource).endsWith(":s3:getObject")
        ? [
            {
              actions: ["s3:GetObject"],
              resource: `arn:${partition}:s3:::${state.ItemReader.Arguments.Bucket}/runs/file`,
            },
          ]
        : []),
    ]),
  ];
}

function mappingNeeds(app: App): { role: string; need: Need }[] {
  return app.eventSourceMappings.flatMap((mapping) => {
    const role = functionOf(app, mapping.functionArn)?.roleArn ?? "";
    const stream = mapping.sourceArn.includes("/stream/");
    const needs: Need[] = [
      { actions: stream ? STREAM : QUEUE, resource: mapping.sourceArn },
      ...(mapping.onFailureArn?.includes(":s3:::")
        ? [
            { actions: ["s3:PutObject"], resource: `${mapping.onFailureArn}/key` },
            { actions: ["s3:ListBucket"], resource: mapping.onFailureArn },
          ]
        : []),
    ];
    return needs.map((need) => ({ role, need }));
  });
}

/** The permissions that AWS services require, present in the roles that they use. */
export const servicePermissions: Rule = {
  name: "service permissions",
  holds:
    "roles have what AWS needs for nested executions, Map Runs, logs, traces and event sources",
  problems(given) {
    const { app } = given;
    const wanted = [
      ...app.stateMachines.flatMap((machine) =>
        machineNeeds(given, machine).map((need) => ({ role: machine.roleArn, need })),
      ),
      ...mappingNeeds(app),
      ...app.functions.flatMap((one) =>
        one.onFailureArn
          ? [
              {
                role: one.roleArn,
                need: { actions: ["sqs:SendMessage"], resource: one.onFailureArn },
              },
            ]
          : [],
      ),
    ];
    return wanted.flatMap(({ role, need }) => {
      const missing = lacking(roleOf(app, role), need.actions, need.resource);
      return missing.length > 0
        ? [`${role.split("/").at(-1)} lacks ${missing.join(", ")} on ${need.resource}`]
        : [];
    });
  },
};
