// Reads a table's stream in order, invokes the function batch by batch, and remembers how far it came.
// The checkpoint moves only after a batch was handled, so a kill in between delivers it again.
import { createHash } from "node:crypto";
import type { World } from "../../wire/service.ts";
import { failureKey, tellFailure } from "./destination.ts";
import type { Fleet } from "./fleet.ts";
import type { FunctionDefinition } from "./function.ts";
import { filterOf, type Mapping, type Poller, reportedFailures } from "./mapping.ts";

/** A record of a stream as Lambda hands it over. */
export interface StreamRecord {
  eventID?: string;
  eventName?: string;
  dynamodb: {
    SequenceNumber: string;
    ApproximateCreationDateTime?: number;
    [part: string]: unknown;
  };
  [part: string]: unknown;
}

/** Streams, as this poller needs them. */
export interface StreamSource {
  /** Calls `wake` when there are new records; returns how to stop that. */
  onRecords(streamArn: string, wake: () => void): () => void;
  /** The records after a sequence number, or from the oldest, in order. */
  read(streamArn: string, afterSequence: string | undefined, limit: number): StreamRecord[];
}

/** Records that are looked at in one go, before filters. */
const LOOK = 1000;
/** The shortest and longest pause before a failed batch is tried again. assumed: both. */
const PAUSES = [1_000, 30_000] as const;
/** Records leave a stream after this; retries without end end then. */
const STREAM_DAY = 24 * 60 * 60_000;

/** Polls until stopped. */
export function pollStream(
  world: World,
  mapping: Mapping,
  definition: FunctionDefinition,
  { fleet, streams }: { fleet: Fleet; streams: StreamSource },
): Poller {
  const { clock } = world;
  const checkpoints = world.store.collection<string>("lambda/checkpoints");
  const passes = filterOf(mapping);
  const partial = mapping.functionResponseTypes.includes("ReportBatchItemFailures");
  const stop = new AbortController();
  let arrived = () => {};
  const stopListening = streams.onRecords(mapping.sourceArn, () => arrived());

  const advance = (to: StreamRecord | undefined) => {
    if (to && !stop.signal.aborted) checkpoints.set(mapping.id, to.dynamodb.SequenceNumber);
  };

  const poll = async () => {
    while (!stop.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const { batch, last, full } = look();
      if (!last) {
        await woken;
        continue;
      }
      if (!full && batch.length > 0 && mapping.windowSeconds > 0) await fill();
      const now = mapping.windowSeconds > 0 ? look() : { batch, last };
      if (now.batch.length > 0) await handle(now.batch);
      advance(now.last);
    }
  };

  /** The next matching records, and the last record that was looked at for them. */
  const look = () => {
    const batch: StreamRecord[] = [];
    let last: StreamRecord | undefined;
    const after = checkpoints.get(mapping.id);
    const limit = mapping.filters.length > 0 ? LOOK : mapping.batchSize;
    for (const record of streams.read(mapping.sourceArn, after, limit)) {
      last = record;
      if (passes(record)) batch.push(record);
      if (batch.length === mapping.batchSize) return { batch, last, full: true };
    }
    return { batch, last, full: false };
  };

  /** Waits until a batch is full or the window is over. */
  const fill = async () => {
    const over = new AbortController();
    const window = clock.sleep(mapping.windowSeconds * 1000, over.signal).then(
      () => true,
      () => true,
    );
    for (;;) {
      const woken = new Promise<boolean>((resolve) => {
        arrived = () => resolve(false);
      });
      if ((await Promise.race([window, woken])) || look().full) break;
    }
    over.abort();
  };

  /** Handles records in order until each has succeeded or was given up. */
  const handle = async (records: StreamRecord[]): Promise<void> => {
    let rest = records;
    let again = world.faults.strikes("stream-duplicates", mapping.id);
    for (let attempt = 1; rest.length > 0; attempt++) {
      const outcome = await fleet.invoke(definition, JSON.stringify({ Records: rest }));
      if (stop.signal.aborted) return;
      const failed = outcome.error ? undefined : partial ? reportedFailures(outcome.payload) : [];
      if (failed?.length === 0) {
        if (!again) return advance(rest.at(-1));
        // The checkpoint was not kept: the same records come once more, in the same order.
        again = false;
        attempt = 0;
        continue;
      }
      // Everything before the first reported failure is done.
      const first = failed
        ? rest.findIndex((one) => failed.includes(one.dynamodb.SequenceNumber))
        : 0;
      if (first > 0) {
        advance(rest[first - 1]);
        rest = rest.slice(first);
        attempt = 0;
      }
      if (mapping.bisect && rest.length > 1) {
        // Splitting does not count as a retry (developer guide, "BisectBatchOnFunctionError").
        const middle = Math.ceil(rest.length / 2);
        await handle(rest.slice(0, middle));
        return handle(rest.slice(middle));
      }
      if (givenUp(attempt, rest)) {
        await tell(rest, outcome.requestId, attempt);
        return advance(rest.at(-1));
      }
      await clock.sleep(Math.min(PAUSES[1], PAUSES[0] * 2 ** (attempt - 1)), stop.signal);
    }
  };

  const givenUp = (attempt: number, rest: StreamRecord[]): boolean => {
    if (mapping.maximumRetryAttempts >= 0) return attempt > mapping.maximumRetryAttempts;
    const created = (rest[0]!.dynamodb.ApproximateCreationDateTime ?? clock.now() / 1000) * 1000;
    return clock.now() - created > STREAM_DAY;
  };

  const tell = async (records: StreamRecord[], requestId: string, attempts: number) => {
    const { onFailureArn, sourceArn, id } = mapping;
    if (!onFailureArn)
      return world.log(`${definition.name}: gave up ${records.length} stream records`);
    const shard = `shardId-${createHash("md5").update(sourceArn).digest("hex").slice(0, 20)}`;
    const time = (record: StreamRecord) =>
      new Date((record.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
    await tellFailure(
      world,
      definition,
      onFailureArn,
      {
        requestContext: {
          requestId,
          functionArn: definition.arn,
          condition: "RetryAttemptsExhausted",
          approximateInvokeCount: attempts,
        },
        responseContext: {
          statusCode: 200,
          executedVersion: "$LATEST",
          functionError: "Unhandled",
        },
        DDBStreamBatchInfo: {
          shardId: shard,
          startSequenceNumber: records[0]!.dynamodb.SequenceNumber,
          endSequenceNumber: records.at(-1)!.dynamodb.SequenceNumber,
          approximateArrivalOfFirstRecord: time(records[0]!),
          approximateArrivalOfLastRecord: time(records.at(-1)!),
          batchSize: records.length,
          streamArn: sourceArn,
        },
        // Only buckets get the records themselves; queues get this description (developer guide).
        ...(onFailureArn.startsWith("arn:aws:s3:") && {
          payload: JSON.stringify({ Records: records }),
        }),
      },
      () => failureKey(world, id, shard),
    );
  };

  poll().catch((error) => {
    if (!stop.signal.aborted) world.log(`${definition.name} stopped reading its stream: ${error}`);
  });
  return {
    stop() {
      stop.abort();
      stopListening();
      arrived();
    },
  };
}
