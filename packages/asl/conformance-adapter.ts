// Drives the interpreter for any harness that holds it against executions recorded on AWS.
import type { HistoryEvent, Host, Json, Names, Result } from "./src/index.ts";
import { checkDefinition, Execution, VirtualClock } from "./src/index.ts";

interface RunOptions {
  mocks: Pick<Host, "task" | "read">;
  clock: { start: number };
  names: Names;
}

interface Engine {
  run(input: Json, options: RunOptions): Promise<Result & { history: readonly HistoryEvent[] }>;
}

/** Throws InvalidDefinition when the definition is refused. Time is virtual. */
export function createEngine(definition: Json): Engine {
  checkDefinition(definition);
  return {
    async run(input, { mocks, clock, names }) {
      const host: Host = {
        clock: new VirtualClock(clock.start),
        task: (call) => mocks.task(call),
        read: (call) => mocks.read(call),
      };
      const execution = new Execution(definition, host, names);
      const result = await execution.run(input);
      return { ...result, history: execution.events };
    },
  };
}
