// `states:startExecution`, alone, `.sync` and `.sync:2`.
import type { Json, JsonObject, TaskCall } from "@rollcall/asl";
import { randomUuid } from "../../../random.ts";
import { described } from "../execution-api.ts";
import type { Executions } from "../executions.ts";
import { asJson, type Caller, callService, contextOf, envelope, keys, upperFirst } from "./call.ts";

const STATES = { id: "states", service: "StepFunctions" };
/** What the answer of `.sync` holds (recorded). */
const SHOWN =
  /^(executionArn|stateMachineArn|name|status|startDate|stopDate|input|inputDetails|output|outputDetails|error|cause)$/;

/** Starts another machine's execution and, with a pattern, waits until it has ended. */
export async function startExecution(
  caller: Caller & { executions: Executions },
  call: TaskCall,
): Promise<Json> {
  const { executions, world } = caller;
  const context = contextOf(caller, call);
  const { StateMachineArn, Input = {}, Name } = call.arguments as JsonObject;
  const started = await callService(
    caller,
    { ...STATES, operation: "StartExecution" },
    {
      stateMachineArn: StateMachineArn,
      input: typeof Input === "string" ? Input : JSON.stringify(Input),
      ...(Name !== undefined && { name: Name }),
      // Not part of the API: an attempt that a new process resumes finds the execution it began.
      startedBy: `${call.executionArn}#${call.id}`,
    },
    context,
  );
  const output = {
    ExecutionArn: started.executionArn as string,
    ...envelope(randomUuid(world.random)),
    StartDate: asJson(started.startDate),
  };
  if (call.pattern === "") return output;
  if (String(started.executionArn).split(":")[5] === "express")
    // assumed, code and text only. Nobody can ask for the end of an express execution.
    throw {
      error: "StepFunctions.StateMachineTypeNotSupportedException",
      cause: "This operation is not supported by this type of state machine",
    };
  call.submitted(output);
  const arn = started.executionArn as string;
  call.signal.addEventListener(
    "abort",
    () => {
      // The parent was stopped or is out of time: Step Functions stops the nested execution with it.
      if (executions.get(arn)?.status === "RUNNING")
        callService(
          caller,
          { ...STATES, operation: "StopExecution" },
          { executionArn: arn },
          context,
        ).catch(() => {});
    },
    { once: true },
  );
  const ended = await executions.ended(arn, call.signal);
  const shown = Object.entries(described(ended)).filter(([key]) => SHOWN.test(key));
  const answer = keys(asJson(Object.fromEntries(shown)), upperFirst) as JsonObject;
  if (ended.status !== "SUCCEEDED")
    throw { error: "States.TaskFailed", cause: JSON.stringify(answer) };
  if (call.pattern === "sync") return answer;
  // `.sync:2` gives input and output as JSON, not as text (developer guide).
  return {
    ...answer,
    Input: JSON.parse(ended.input),
    ...(ended.output !== undefined && { Output: JSON.parse(ended.output) }),
  };
}
