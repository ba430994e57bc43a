// The optimized integrations of queues, buses and tables.
import type { Json, JsonObject, TaskCall } from "@rollcall/asl";
import { randomUuid } from "../../../random.ts";
import { asJson, type Caller, callService, contextOf, envelope, upperFirst } from "./call.ts";

const OPTIMIZED: Record<string, [id: string, service: string]> = {
  dynamodb: ["dynamodb", "DynamoDB"],
  events: ["events", "EventBridge"],
  sqs: ["sqs", "SQS"],
};
const OPERATIONS = new Set([
  "dynamodb:getItem",
  "dynamodb:putItem",
  "dynamodb:updateItem",
  "dynamodb:deleteItem",
  "events:putEvents",
  "sqs:sendMessage",
]);

/** `sqs:sendMessage`, `events:putEvents`, `dynamodb:getItem` and the like. */
export async function optimizedCall(caller: Caller, call: TaskCall): Promise<Json> {
  const known = OPTIMIZED[call.service];
  if (!known || !OPERATIONS.has(`${call.service}:${call.action}`))
    throw { error: "States.Runtime", cause: `The sandbox does not emulate ${call.resource}.` };
  const [id, service] = known;
  const input = prepared(call.service, call.arguments as JsonObject);
  const target = { id, operation: upperFirst(call.action), service };
  const output = await callService(caller, target, input, contextOf(caller, call));
  const json = { ...(asJson(output) as JsonObject), ...envelope(randomUuid(caller.world.random)) };
  if (Number(output.FailedEntryCount) > 0)
    throw { error: "EventBridge.FailedEntry", cause: JSON.stringify(json) };
  return json;
}

/** Bodies and details may be given as JSON; the services take text. */
function prepared(service: string, given: JsonObject): JsonObject {
  const text = (value: Json | undefined): Json =>
    typeof value === "string" ? value : JSON.stringify(value ?? null);
  if (service === "sqs") return { ...given, MessageBody: text(given.MessageBody) };
  if (service !== "events") return given;
  const entries = (given.Entries ?? []) as JsonObject[];
  return { ...given, Entries: entries.map((entry) => ({ ...entry, Detail: text(entry.Detail) })) };
}
