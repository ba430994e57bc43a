// Queues, functions, what feeds them, and the state machines.
import { createHash } from "node:crypto";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { ownClientOf } from "../clients.ts";
import type { Finding, Look } from "./finding.ts";
import { unless } from "./storage.ts";

const counted = (count: number) => [{ code: "counted" as const, count }];

/** Every queue exists, and nothing waits where messages go that nobody could handle. */
export const lookAtQueues: Look = async ({ queues, deadLetters }) => {
  const found = await Promise.all([
    ...queues.map((queue) => lookAtQueue(queue, false)),
    ...deadLetters.map((queue) => lookAtQueue(queue, true)),
  ]);
  return { problems: found.flat(), notes: counted(found.length) };
};

async function lookAtQueue(queue: string, empty: boolean): Promise<Finding[]> {
  const client = ownClientOf(SQSClient, "sqs");
  const there = await client
    .send(new GetQueueUrlCommand({ QueueName: queue }))
    .catch(unless("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"));
  if (!there) return [{ code: "queue-missing", queue }];
  if (!empty) return [];
  const url = there.QueueUrl!;
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  const count = Object.values(Attributes).reduce((sum, one) => sum + Number(one), 0);
  if (count === 0) return [];
  const sources = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url }));
  const redrivable = (sources.queueUrls ?? []).length > 0;
  return [{ code: "dead-letters", queue, url, count, redrivable }];
}

/** Every function can be invoked, and its last update went through. */
export const lookAtFunctions: Look = async ({ functions }) => {
  const found = await Promise.all(functions.map(lookAtFunction));
  return { problems: found.flat(), notes: counted(functions.length) };
};

async function lookAtFunction(name: string): Promise<Finding[]> {
  const seen = await ownClientOf(LambdaClient, "lambda")
    .send(new GetFunctionConfigurationCommand({ FunctionName: name }))
    .catch(unless("ResourceNotFoundException"));
  if (!seen) return [{ code: "function-missing", function: name }];
  const { State: state = "Active", LastUpdateStatus: status = "Successful" } = seen;
  // An idle function is called Inactive, and wakes when it is invoked (Lambda guide, "Function states").
  if (!["Active", "Inactive"].includes(state))
    return [{ code: "function-inactive", function: name, state, reason: seen.StateReason ?? "" }];
  if (status === "Successful") return [];
  const reason = seen.LastUpdateStatusReason ?? "";
  return [{ code: "update-failed", function: name, status, reason }];
}

/** Everything that feeds a function does so. */
export const lookAtMappings: Look = async ({ mappings }) => {
  const found = await Promise.all(mappings.map(lookAtMapping));
  return { problems: found.flat(), notes: counted(mappings.length) };
};

async function lookAtMapping(wanted: { source: string; function: string }): Promise<Finding[]> {
  const listed = await ownClientOf(LambdaClient, "lambda")
    .send(
      new ListEventSourceMappingsCommand({
        EventSourceArn: wanted.source,
        FunctionName: wanted.function,
      }),
    )
    .catch(unless("ResourceNotFoundException"));
  const mapping = listed?.EventSourceMappings?.[0];
  if (!mapping) return [{ code: "mapping-missing", ...wanted }];
  const { UUID: uuid = "", State: state = "" } = mapping;
  // While it is being created or updated it is on its way to Enabled.
  if (["Enabled", "Enabling", "Creating", "Updating"].includes(state)) return [];
  return [{ code: "mapping-off", ...wanted, uuid, state }];
}

/** The machines are active, and run what was deployed. */
export const lookAtMachines: Look = async ({ machines }) => {
  const all = Object.values(machines);
  const found = await Promise.all(all.map(lookAtMachine));
  return { problems: found.flat(), notes: counted(all.length) };
};

async function lookAtMachine(wanted: {
  arn: string;
  definitionSha256: string;
}): Promise<Finding[]> {
  const seen = await ownClientOf(SFNClient, "states")
    .send(new DescribeStateMachineCommand({ stateMachineArn: wanted.arn }))
    .catch(unless("StateMachineDoesNotExist"));
  if (!seen) return [{ code: "machine-missing", machine: wanted.arn }];
  if (seen.status !== "ACTIVE")
    return [{ code: "machine-inactive", machine: wanted.arn, status: seen.status ?? "" }];
  const hash = createHash("sha256").update(seen.definition!).digest("hex");
  return hash === wanted.definitionSha256 ? [] : [{ code: "machine-changed", machine: wanted.arn }];
}
