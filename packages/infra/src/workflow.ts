/// <reference path="../../../.sst/platform/config.d.ts" />
// Turns a pure workflow module into a state machine with a log group and a role of its own.
import { account, arn } from "./account.ts";
import { observing } from "./service-permissions.ts";

type Fn = InstanceType<typeof sst.aws.Function>;
type Refs = Record<string, $util.Input<string>>;
type Statement = aws.types.input.iam.GetPolicyDocumentStatementArgs;

interface WorkflowArgs<R extends Refs> {
  /** What the definition names: resolved to plain text before `definition` sees it. */
  refs: R;
  definition: (refs: { [K in keyof R]: string }) => object;
  /** Functions that the definition calls. */
  invokes: Fn[];
  /** What else it does. */
  statements: Statement[];
}

/** The full name of a state machine: SST names only what its own components make. */
export const machineName = (name: string) => `${$app.name}-${$app.stage}-${name}`;

/** Makes the state machine `name`; its link name and logical name are in pascal case. */
export function workflow<R extends Refs>(name: string, args: WorkflowArgs<R>) {
  const logicalName = name.replace(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase());
  const fullName = machineName(name);
  const logs = new aws.cloudwatch.LogGroup(`${logicalName}Logs`, {
    // This prefix keeps the account's log resource policy from growing past its limit (Step Functions guide).
    name: `/aws/vendedlogs/states/${fullName}`,
    retentionInDays: 365,
  });
  const policy = aws.iam.getPolicyDocumentOutput({
    statements: [
      { actions: ["lambda:InvokeFunction"], resources: args.invokes.map((fn) => fn.arn) },
      ...args.statements,
      ...observing,
    ],
  });
  const role = new aws.iam.Role(`${logicalName}Role`, {
    assumeRolePolicy: trust.json,
    inlinePolicies: [{ name: "inline", policy: policy.json }],
  });
  return new aws.sfn.StateMachine(logicalName, {
    name: fullName,
    type: "STANDARD",
    roleArn: role.arn,
    definition: $resolve(args.refs).apply((refs) =>
      JSON.stringify(args.definition(refs as { [K in keyof R]: string })),
    ),
    loggingConfiguration: {
      level: "ALL",
      includeExecutionData: true,
      logDestination: $interpolate`${logs.arn}:*`,
    },
    tracingConfiguration: { enabled: true },
  });
}

// The conditions keep other accounts' machines from using the role through the service.
const trust = aws.iam.getPolicyDocumentOutput({
  statements: [
    {
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["states.amazonaws.com"] }],
      conditions: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: [account] },
        { test: "ArnLike", variable: "aws:SourceArn", values: [arn("states", "stateMachine:*")] },
      ],
    },
  ],
});
