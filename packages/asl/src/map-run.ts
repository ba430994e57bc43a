// A distributed Map: read, select, batch, run child executions, write.
import { inBatches } from "./batches.ts";
import { runChildren } from "./children.ts";
import { Failure } from "./failure.ts";
import type { Json } from "./json.ts";
import { bounded, select } from "./map.ts";
import { MapRunBook } from "./map-run-book.ts";
import { readItems } from "./reader.ts";
import { writeResults } from "./result-writer.ts";
import type { Step, Visit } from "./visit.ts";

/** Child executions at once (quota). */
const MOST_AT_ONCE = 10_000;

/** Runs a Map Run. */
export async function runDistributed(
  visit: Visit,
  given: Json[] | undefined,
  concurrency: number,
): Promise<Step> {
  const { scope } = visit;
  const count = await bounded(visit, "ToleratedFailureCount");
  const percentage = await bounded(visit, "ToleratedFailurePercentage");
  const book = new MapRunBook(visit, { concurrency, count, percentage });
  const { mapRunArn } = book;
  const started = visit.emit("MapRunStarted", { mapRunStartedEventDetails: { mapRunArn } });
  const ended = () => book.end("ABORTED");
  scope.onAbort(ended);
  try {
    const items = given ?? (await readItems(visit));
    const batches = await inBatches(visit, await select(visit, items));
    book.begin(batches);
    const most = Math.min(concurrency || MOST_AT_ONCE, MOST_AT_ONCE);
    const children = await runChildren(visit, book, batches, items, most);
    const result = await writeResults(visit, book, children);
    const succeeded = visit.aside("MapRunSucceeded", started);
    book.end("SUCCEEDED");
    visit.aside("MapStateSucceeded", succeeded);
    // Recorded since November 2024: the Exited event follows MapRunStarted.
    return { ...(await visit.finish(result, { result })), follows: started };
  } catch (thrown) {
    if (thrown instanceof Failure && !scope.aborted && book.running) {
      book.end("FAILED");
      if (!thrown.evaluation) {
        visit.emit("MapRunFailed", { mapRunFailedEventDetails: { ...thrown.fields() } });
      }
    }
    throw thrown;
  } finally {
    scope.offAbort(ended);
  }
}
