// Lambda and Step Functions (Service Authorization Reference, "AWS Lambda" and "AWS Step Functions").
import { anything, each, type Place, passRole, type Row, type Rows } from "../need.ts";

/** A function by name, partial ARN or ARN, with its qualifier: a version's ARN is a resource of its own. */
export function functionArn(
  named: unknown,
  qualifier: unknown,
  { account, region }: Place,
): string {
  const parts = String(named).split(":");
  const at = parts.indexOf("function");
  const name = at < 0 ? parts[0] : parts[at + 1];
  const own = at < 0 ? parts[1] : parts[at + 2];
  const owner = at > 0 ? parts[at - 1] : account;
  const place = at > 1 ? parts[at - 2] : region;
  const version = own ?? qualifier;
  return `arn:aws:lambda:${place}:${owner}:function:${name}${version ? `:${version}` : ""}`;
}

const onFunction =
  (action: string): Row =>
  ({ FunctionName, Qualifier }, at) => ({
    action: `lambda:${action}`,
    resource: functionArn(FunctionName, Qualifier, at),
  });

export const lambda: Rows = {
  Invoke: onFunction("InvokeFunction"),
  GetFunction: onFunction("GetFunction"),
  GetFunctionConfiguration: onFunction("GetFunctionConfiguration"),
  GetFunctionUrlConfig: onFunction("GetFunctionUrlConfig"),
  CreateEventSourceMapping: ({ FunctionName }, at) => ({
    action: "lambda:CreateEventSourceMapping",
    resource: "*",
    keys: () => ({ "lambda:functionarn": functionArn(FunctionName, undefined, at) }),
  }),
  ...each(
    "lambda",
    ["DeleteEventSourceMapping", "GetEventSourceMapping", "UpdateEventSourceMapping"],
    ({ UUID }, { account, region }) =>
      `arn:aws:lambda:${region}:${account}:event-source-mapping:${UUID}`,
  ),
  ...each("lambda", ["ListEventSourceMappings", "ListFunctions"], anything),
};

/** The machine itself: a version or alias is named by a condition key. */
const machineArn = (arn: unknown): string => String(arn).split(":").slice(0, 7).join(":");

/** The machine of an execution; children of a Map Run have a label in their machine's name. */
const machineOf = (execution: string): string => {
  const [, , , region, account, , machine = ""] = execution.split(":");
  return `arn:aws:states:${region}:${account}:stateMachine:${machine.split("/")[0]}`;
};

/** Who reports back is asked for the machine that waits (assumed, no opposite: CDK's grantTaskResponse names no other). */
const report =
  (action: string): Row =>
  ({ taskToken }, { facts }) => {
    const execution = facts.executionOf(String(taskToken));
    return {
      action: `states:${action}`,
      resource: execution === undefined ? "*" : machineOf(execution),
    };
  };

const STATES = "states.amazonaws.com";

export const states: Rows = {
  CreateStateMachine: ({ name, roleArn }, { account, region }) => [
    {
      action: "states:CreateStateMachine",
      resource: `arn:aws:states:${region}:${account}:stateMachine:${name}`,
    },
    ...passRole(roleArn, STATES),
  ],
  UpdateStateMachine: ({ stateMachineArn, roleArn }) => [
    { action: "states:UpdateStateMachine", resource: machineArn(stateMachineArn) },
    ...passRole(roleArn, STATES),
  ],
  ...each(
    "states",
    [
      ...["DeleteStateMachine", "DescribeStateMachine", "StartExecution", "StartSyncExecution"],
      ...["PublishStateMachineVersion", "ListStateMachineVersions", "ListStateMachineAliases"],
    ],
    ({ stateMachineArn }) => machineArn(stateMachineArn),
  ),
  TestState: ({ roleArn }) => [
    { action: "states:TestState", resource: "*" },
    ...passRole(roleArn, STATES),
  ],
  CreateStateMachineAlias: ({ routingConfiguration: [route] = [] }) => ({
    action: "states:CreateStateMachineAlias",
    resource: machineArn(route?.stateMachineVersionArn),
  }),
  ...each(
    "states",
    ["DescribeStateMachineAlias", "UpdateStateMachineAlias", "DeleteStateMachineAlias"],
    ({ stateMachineAliasArn }) => machineArn(stateMachineAliasArn),
  ),
  ...each("states", ["DeleteStateMachineVersion"], ({ stateMachineVersionArn }) =>
    machineArn(stateMachineVersionArn),
  ),
  ...each("states", ["TagResource", "UntagResource", "ListTagsForResource"], ({ resourceArn }) =>
    machineArn(resourceArn),
  ),
  ...each(
    "states",
    [
      "DescribeExecution",
      "DescribeStateMachineForExecution",
      "GetExecutionHistory",
      "ListMapRuns",
      "StopExecution",
    ],
    ({ executionArn }) => String(executionArn),
  ),
  ...each("states", ["ListExecutions"], ({ stateMachineArn, mapRunArn }) =>
    mapRunArn === undefined ? machineArn(stateMachineArn) : String(mapRunArn),
  ),
  ...each("states", ["DescribeMapRun"], ({ mapRunArn }) => String(mapRunArn)),
  SendTaskSuccess: report("SendTaskSuccess"),
  SendTaskFailure: report("SendTaskFailure"),
  SendTaskHeartbeat: report("SendTaskHeartbeat"),
  ...each("states", ["ListStateMachines", "ValidateStateMachineDefinition"], anything),
};
