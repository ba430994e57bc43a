// `lambda:invoke`, and a function's ARN as the Resource itself.
import type { Json, JsonObject, TaskCall } from "@rollcall/asl";
import { randomUuid } from "../../../random.ts";
import { type Caller, callService, contextOf, envelope } from "./call.ts";

const LAMBDA = { id: "lambda", operation: "Invoke", service: "Lambda" };

/** The function's answer itself for an ARN, else within Invoke's. */
export async function invokeFunction(caller: Caller, call: TaskCall): Promise<Json> {
  const plain = call.action.startsWith("arn:");
  const given = (
    plain ? { FunctionName: call.action, Payload: call.arguments } : call.arguments
  ) as JsonObject;
  const { Payload = {}, ...rest } = given;
  const input = { ...rest, Payload: Buffer.from(JSON.stringify(Payload)) };
  const answer = await callService(caller, LAMBDA, input, contextOf(caller, call));
  const text = Buffer.from(answer.Payload as Uint8Array).toString();
  const result = text === "" ? {} : (JSON.parse(text) as Json);
  // The error is the exception's type; the cause is all that the function's runtime reported.
  if (answer.FunctionError)
    throw { error: (result as { errorType?: string }).errorType ?? "Lambda.Unknown", cause: text };
  if (plain) return result;
  return {
    ...(answer.ExecutedVersion !== undefined && {
      ExecutedVersion: String(answer.ExecutedVersion),
    }),
    Payload: result,
    ...envelope(randomUuid(caller.world.random)),
    StatusCode: answer.StatusCode as number,
  };
}
