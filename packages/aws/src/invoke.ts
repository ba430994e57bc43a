// Lambda, called by a person's command: a function by its name, and what it returns.
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ownClientOf } from "./clients.ts";
import { translate } from "./errors.ts";

/** Invokes a function and waits for its answer. Throws its error, under its name. */
export async function invoke<Answer>(name: string, input: object): Promise<Answer> {
  const { Payload, FunctionError } = await ownClientOf(LambdaClient, "lambda")
    .send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(input) }))
    .catch(translate);
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || "null");
  if (!FunctionError) return answer as Answer;
  const { errorType, errorMessage } = answer as { errorType?: string; errorMessage?: string };
  throw Object.assign(new Error(`${name}: ${errorMessage ?? FunctionError}`), {
    name: errorType ?? FunctionError,
  });
}
