// Which integration runs a task: its Resource decides.
import type { Json, TaskCall } from "@rollcall/asl";
import type { Executions, Integrations } from "../executions.ts";
import type { Tokens } from "../tokens.ts";
import type { Caller } from "./call.ts";
import { invokeFunction } from "./invoke-function.ts";
import { readItems, writeResults } from "./objects.ts";
import { optimizedCall } from "./optimized.ts";
import { sdkCall } from "./sdk.ts";
import { startExecution } from "./start-execution.ts";

/** All that integrations work with. */
export type Outside = Caller & { executions: Executions; tokens: Tokens };

/** The world that executions reach: every task is a call that the journal of calls shows. */
export function integrations(outside: Outside): Integrations {
  const request = (call: TaskCall): Promise<Json> => {
    if (call.service.startsWith("aws-sdk:")) return sdkCall(outside, call);
    if (call.service === "lambda") return invokeFunction(outside, call);
    if (call.service === "states" && call.action === "startExecution")
      return startExecution(outside, call);
    return optimizedCall(outside, call);
  };
  return {
    task: (call) =>
      call.pattern === "waitForTaskToken" && call.token !== undefined
        ? withToken(outside, { ...call, token: call.token }, request)
        : request(call),
    read: (call) => readItems(outside, call),
    write: (call) => writeResults(outside, call),
  };
}

/** Hands the token over, unless an earlier process did, and waits for who reports back with it. */
async function withToken(
  { tokens }: Outside,
  call: TaskCall & { token: string },
  request: (call: TaskCall) => Promise<Json>,
): Promise<Json> {
  // Whoever gets the token may answer before the request itself has returned.
  const answer = tokens.wait(call);
  answer.catch(() => {});
  if (call.submittedOutput !== undefined) return answer;
  const submitted = request({ ...call, pattern: "" }).then((output) => {
    call.submitted(output);
    return answer;
  });
  return Promise.race([answer, submitted]);
}
