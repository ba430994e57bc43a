// Runs a definition on a virtual clock, with tasks answered by plain functions.
import {
  type Child,
  checkDefinition,
  Execution,
  type HistoryEvent,
  type Host,
  type Journal,
  type Json,
  type JsonObject,
  type MapRun,
  type Result,
  type TaskCall,
  VirtualClock,
  type WriteCall,
} from "@rollcall/asl";

export const start = Date.UTC(2026, 0, 1);

export const names = {
  executionArn: "arn:aws:states:us-east-1:123456789012:execution:machine:one",
  stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:machine",
  roleArn: "arn:aws:iam::123456789012:role/states",
};

/** What a test may set. Time is virtual and begins at `start`. */
export interface Given {
  input?: Json;
  task?: (call: TaskCall) => Promise<Json> | Json;
  read?: Host["read"];
  write?: (call: WriteCall) => void;
  child?: Host["child"];
  random?: () => number;
  journal?: Journal;
  during?: (execution: Execution, clock: VirtualClock) => void;
}

/** What came of it. */
export interface Outcome {
  result: Result;
  events: readonly HistoryEvent[];
  /** Event types, shortened by nothing. */
  types: string[];
  calls: TaskCall[];
  children: (Child & { events: HistoryEvent[]; result?: Result })[];
  mapRuns: MapRun[];
  /** Milliseconds from the start to the end. */
  took: number;
}

/** A machine of these states; the first one starts. All are JSONata. */
export function machine(states: Record<string, JsonObject>, more: JsonObject = {}): JsonObject {
  return { QueryLanguage: "JSONata", StartAt: Object.keys(states)[0]!, States: states, ...more };
}

/** A branch or a processor. */
export function inner(states: Record<string, JsonObject>, more: JsonObject = {}): JsonObject {
  return { StartAt: Object.keys(states)[0]!, States: states, ...more };
}

/** A processor of child executions. */
export function distributed(states: Record<string, JsonObject>): JsonObject {
  return inner(states, { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } });
}

/** A Task on a function. */
export function task(more: JsonObject = {}): JsonObject {
  const end = "Next" in more ? {} : { End: true };
  return { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ...end, ...more };
}

/** What a host's task function rejects with. */
export function fault(error?: string, cause?: string): Promise<never> {
  return Promise.reject({ ...(error && { error }), ...(cause && { cause }) });
}

/** A promise that settles never. */
export const silence = () => new Promise<never>(() => {});

/** Some turns of the event loop: whatever can happen without an answer has happened. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Checks and runs a definition. */
export async function run(definition: Json, given: Given = {}): Promise<Outcome> {
  checkDefinition(definition);
  const clock = new VirtualClock(start);
  const calls: TaskCall[] = [];
  const children: Outcome["children"] = [];
  const mapRuns: MapRun[] = [];
  const host: Host = {
    clock,
    async task(call) {
      calls.push(call);
      return given.task ? given.task(call) : call.arguments;
    },
    read: given.read ?? (async () => []),
    ...(given.write && {
      write: async (call) => {
        given.write?.(call);
      },
    }),
    child(child) {
      const record: Outcome["children"][number] = { ...child, events: [] };
      children.push(record);
      return {
        onEvent: (event) => record.events.push(event),
        ended: (result) => {
          record.result = result;
        },
      };
    },
    mapRun: (state) => mapRuns.push(state),
    random: given.random ?? (() => 0.5),
  };
  const execution = new Execution(definition, host, names, { journal: given.journal });
  const promise = execution.run(given.input ?? {});
  given.during?.(execution, clock);
  const result = await promise;
  const { events } = execution;
  const types = events.map(({ type }) => type);
  return { result, events, types, calls, children, mapRuns, took: clock.now() - start };
}

/** The output, or a plain complaint. */
export async function outputOf(definition: Json, given: Given = {}): Promise<Json> {
  const { result } = await run(definition, given);
  if (result.status !== "SUCCEEDED") throw new Error(JSON.stringify(result));
  return result.output;
}

/** A machine of one Pass that gives the value of an expression. */
export function evaluating(expression: string): JsonObject {
  return machine({ Main: { Type: "Pass", Output: `{% ${expression} %}`, End: true } });
}
