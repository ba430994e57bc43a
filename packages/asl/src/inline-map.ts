// An inline Map: iterations in the history of this very execution.
import { fanOut, type Job } from "./fan-out.ts";
import type { Json } from "./json.ts";
import { bounded, itemContext, select } from "./map.ts";
import type { Step, Visit } from "./visit.ts";

/** Iterations at once, when the definition sets no lower number (documentation). */
const MOST_AT_ONCE = 40;

/** Runs the iterations; the result is the array of their outputs, in the order of the items. */
export async function runInline(visit: Visit, items: Json[], concurrency: number): Promise<Step> {
  const { scope, name } = visit;
  // Accepted and evaluated (recorded). assumed: no failure is tolerated all the same.
  await bounded(visit, "ToleratedFailureCount");
  await bounded(visit, "ToleratedFailurePercentage");
  const selected = await select(visit, items);
  const jobs = selected.map((input, index): Job => {
    const context = { ...scope.context, ...itemContext(index, items[index]!) };
    return { machine: visit.processor, input, context };
  });
  let last = scope.previous;
  const mark = (what: string, index: number, previous: number): number =>
    visit.aside(`MapIteration${what}`, previous, {
      [`mapIteration${what}EventDetails`]: { index, name },
    });
  const result = await fanOut(visit, jobs, concurrency || MOST_AT_ONCE, {
    begin: (index, previous) => mark("Started", index, previous),
    end: (index, previous) => {
      last = mark("Succeeded", index, previous);
    },
    failed: (index, previous) => void mark("Failed", index, previous),
    aborted: (index, previous) => void mark("Aborted", index, previous),
  });
  scope.previous = last;
  visit.aside("MapStateSucceeded", last);
  return { ...(await visit.finish(result, { result })), follows: last };
}
