// Parallel: every branch gets the same input.
import { fanOut, type Job } from "./fan-out.ts";
import type { Step, Visit } from "./visit.ts";

/** Runs all branches; the result is the array of their outputs, in order. */
export async function runParallel(visit: Visit): Promise<Step> {
  const { state, scope } = visit;
  const input =
    state.Arguments === undefined
      ? visit.input
      : await visit.fields.template(state.Arguments, "Arguments");
  const started = visit.emit("ParallelStateStarted");
  const jobs = state.Branches!.map((machine): Job => ({ machine, input, context: scope.context }));
  const result = await fanOut(visit, jobs, jobs.length, {
    begin: () => started,
    end: () => {},
    failed: () => {},
    aborted: () => {},
  });
  const follows = scope.previous;
  visit.aside("ParallelStateSucceeded", follows);
  return { ...(await visit.finish(result, { result })), follows };
}
