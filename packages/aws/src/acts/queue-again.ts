// What is wanted and not shown cannot stay so for lack of a place in the queue: a place is lost when the queue has
// kept it for as long as it may, or when a function died between writing the outbox and sending.
import { log } from "../log.ts";
import { queueDelivery } from "../sqs.ts";
import { amend, entriesOf, isDue } from "../table/outbox.ts";

/** Milliseconds for which what was queued is left to the queue. A message that is queued twice is shown once. */
const PATIENCE = 60 * 60_000;
/** Entries that one round takes up; rounds come with every roll call. */
const MOST = 100;

/** Queues again what has been due for an hour, the longest first. Returns how many. */
export async function queueAgain(): Promise<number> {
  const before = new Date(Date.now() - PATIENCE).toISOString();
  let queued = 0;
  for (const { key, channel } of await entriesOf("due", { before, most: MOST })) {
    const entry = await amend(key, (now) =>
      now && isDue(now) && (now.queuedAt ?? "") < before
        ? { ...now, queuedAt: new Date().toISOString() }
        : undefined,
    );
    if (!entry) continue;
    await queueDelivery({ key, revision: entry.revision, channel });
    queued++;
  }
  if (queued > 0) log.warn({ queued }, "messages were due for an hour; queued again");
  return queued;
}
