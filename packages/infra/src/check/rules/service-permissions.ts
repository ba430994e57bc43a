import type { App, AppStateMachine } from "../../synth/app.ts";
import { functionOf, lacking, ofType, type Rule, roleOf, type Synthesized } from "../rule.ts";
import { type ServiceNeed, serviceNeeds } from "../service-needs.ts";
import { allStates, integrationOf, isDistributed } from "../states.ts";

/** What a service needs, on one resource, in one role. */
export interface RoleNeed {
  /** ARN of the role. */
  role: string;
  need: ServiceNeed;
  resource: string;
}

/** AWS's managed policy by which functions write their logs: all log groups. */
const LOGGING = /:policy\/service-role\/AWSLambdaBasicExecutionRole$/;

const executionsOf = (machine: string) => machine.replace(":stateMachine:", ":execution:");

function machineNeeds(given: Synthesized, machine: AppStateMachine): RoleNeed[] {
  const { app } = given;
  const raw = ofType(given, "aws:sfn/stateMachine:StateMachine").find(
    (one) => one.inputs.name === machine.name,
  )?.inputs;
  const states = allStates(machine.definition).map(({ state }) => state);
  const logged = (raw?.loggingConfiguration?.level ?? "OFF") !== "OFF";
  const nested = states
    .filter((state) => integrationOf(state) === "states:startExecution.sync:2")
    .map((state): string => state.Arguments.StateMachineArn);
  const [, partition] = machine.arn.split(":");
  const rule = `arn:${partition}:events:${app.region}:${app.account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
  const on = (need: ServiceNeed, resource: string): RoleNeed => ({
    role: machine.roleArn,
    need,
    resource,
  });
  return [
    ...(logged ? [on(serviceNeeds.logDelivery, "*")] : []),
    ...(raw?.tracingConfiguration?.enabled ? [on(serviceNeeds.tracing, "*")] : []),
    ...nested.flatMap((child) => [
      on(serviceNeeds.nested, `${executionsOf(child)}:name`),
      on(serviceNeeds.nestedEvents, rule),
    ]),
    ...states
      .filter(isDistributed)
      .flatMap((state) => [
        ...(String(state.ItemReader?.Resource).endsWith(":s3:getObject")
          ? [
              on(
                serviceNeeds.mapItems,
                `arn:${partition}:s3:::${state.ItemReader.Arguments.Bucket}/runs/file`,
              ),
            ]
          : []),
        on(serviceNeeds.mapRun, machine.arn),
        on(serviceNeeds.mapRunChildren, `${executionsOf(machine.arn)}:name`),
        on(serviceNeeds.mapRunChildren, `${executionsOf(machine.arn)}/label:id`),
      ]),
  ];
}

function mappingNeeds(app: App): RoleNeed[] {
  return app.eventSourceMappings.flatMap(({ functionArn, sourceArn, onFailureArn }) => {
    const role = functionOf(app, functionArn)?.roleArn ?? "";
    const stream = sourceArn.includes("/stream/");
    return [
      { role, need: stream ? serviceNeeds.stream : serviceNeeds.queue, resource: sourceArn },
      ...(onFailureArn?.includes(":s3:::")
        ? [
            { role, need: serviceNeeds.discarded, resource: `${onFailureArn}/key` },
            { role, need: serviceNeeds.discardedBucket, resource: onFailureArn },
          ]
        : []),
    ];
  });
}

/** Everything that services need in the roles of the app. */
export const needsOf = (given: Synthesized): RoleNeed[] => [
  ...given.app.stateMachines.flatMap((machine) => machineNeeds(given, machine)),
  ...mappingNeeds(given.app),
  ...given.app.functions.flatMap(({ roleArn: role, onFailureArn }) =>
    onFailureArn ? [{ role, need: serviceNeeds.failed, resource: onFailureArn }] : [],
  ),
  ...given.app.schedules.flatMap(({ roleArn: role, deadLetterArn }) =>
    deadLetterArn ? [{ role, need: serviceNeeds.unscheduled, resource: deadLetterArn }] : [],
  ),
];

/** The permissions that AWS services require, present in the roles that they use. */
export const servicePermissions: Rule = {
  name: "service permissions",
  holds:
    "roles have what AWS needs for nested executions, Map Runs, logs, traces, event sources and what fails",
  problems: (given) => [
    ...needsOf(given).flatMap(({ role, need, resource }) => {
      const missing = lacking(roleOf(given.app, role), need.actions, resource);
      return missing.length > 0
        ? [
            `${role.split("/").at(-1)} lacks ${missing.join(", ")} on ${resource}: ${need.why} (${need.source})`,
          ]
        : [];
    }),
    ...given.app.functions
      .filter(({ roleArn }) => {
        const attached = roleOf(given.app, roleArn)?.managedPolicyArns ?? [];
        return !attached.some((arn) => LOGGING.test(arn));
      })
      .map(({ id }) => `${id} cannot log: ${serviceNeeds.functionLog.why}`),
  ],
};
