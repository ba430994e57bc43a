// The records of all table streams: written by DynamoDB in the same turn as the change that they report,
// read by the streams service and by event source mappings. One shard to a stream: order is total.
import type { World } from "../../wire/service.ts";
import type { TableRecord } from "../dynamodb/schema.ts";
import type { Change } from "../dynamodb/table.ts";
import { equalItems, type Item, sizeOf } from "../dynamodb/value.ts";

/** A record as a Lambda function gets it; binary values are base64. */
export type StreamRecord = {
  eventID: string;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  eventVersion: "1.1";
  eventSource: "aws:dynamodb";
  awsRegion: string;
  dynamodb: {
    /** Seconds. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
  eventSourceARN: string;
};

/** How an event source mapping reads streams. Checkpoints are its own. */
export interface StreamAccess {
  /** Calls `wake` after new records exist; the function that it returns ends that. */
  onRecords(streamArn: string, wake: () => void): () => void;
  /** Up to `limit` records after a sequence number, or from the oldest that is kept. */
  read(streamArn: string, afterSequence: string | undefined, limit: number): StreamRecord[];
}

/** A stream as the store keeps it. */
export interface Stream {
  arn: string;
  label: string;
  account: string;
  region: string;
  table: string;
  view: string;
  keySchema: TableRecord["KeySchema"];
  createdAt: number;
  enabled: boolean;
}

interface Kept {
  name: StreamRecord["eventName"];
  at: number;
  keys: Item;
  new?: Item;
  old?: Item;
}

/** Records are there for 24 hours. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const RETENTION = 24 * 3_600_000;

/** Sequence numbers have 21 digits, so that they sort as text. */
const sequence = (number: number) => `1${String(number).padStart(20, "0")}`;
const numberOf = (text: string) => Number(text.slice(1));

/** Every stream of every table. */
export class StreamLog implements StreamAccess {
  readonly #world: World;
  readonly #wakers = new Map<string, Set<() => void>>();
  readonly #due = new Set<string>();
  /** Numbers of the oldest record that is kept and of the newest; none is kept when newest < oldest. */
  readonly #bounds = new Map<string, { oldest: number; newest: number }>();

  constructor(world: World) {
    this.#world = world;
    for (const { arn } of this.#streams.values()) {
      const numbers = [...this.#records(arn).keys()].map(Number);
      const bounds = { oldest: numbers[0] ?? 1, newest: numbers.at(-1) ?? 0 };
      this.#bounds.set(arn, bounds);
    }
  }

  get #streams() {
    return this.#world.store.collection<Stream>("streams/streams");
  }

  #records(arn: string) {
    return this.#world.store.collection<Kept>(`streams/records/${arn}`);
  }

  get(arn: string): Stream | undefined {
    return this.#streams.get(arn);
  }

  list(): Stream[] {
    return [...this.#streams.values()];
  }

  /**
   * Restored records and items are copies of each other, where they were one object before. Makes them one
   * again, for half the memory; `current` finds the item of a key.
   */
  share(arn: string, current: (key: Item) => Item | undefined): void {
    for (const kept of this.#records(arn).values()) {
      const item = kept.new && current(kept.keys);
      if (item && equalItems(item, kept.new!)) kept.new = item;
    }
  }

  /** Starts the stream that the record of a table names. */
  enable(record: TableRecord): void {
    const { LatestStreamArn: arn, LatestStreamLabel: label, StreamSpecification: how } = record;
    if (!arn || label === undefined || !how?.StreamViewType) return;
    const there = this.#streams.get(arn);
    if (there?.enabled && there.view === how.StreamViewType) return;
    if (!this.#bounds.has(arn)) this.#bounds.set(arn, { oldest: 1, newest: 0 });
    this.#streams.set(arn, {
      arn,
      label,
      account: record.account,
      region: record.region,
      table: record.TableName,
      view: how.StreamViewType,
      keySchema: record.KeySchema,
      createdAt: there?.createdAt ?? this.#world.clock.now(),
      enabled: true,
    });
  }

  disable(arn: string): void {
    const stream = this.#streams.get(arn);
    if (stream) this.#streams.set(arn, { ...stream, enabled: false });
  }

  /** Writes the record of a change, when its table has a stream. */
  append(table: TableRecord, { old, new: item }: Change, now: number): void {
    const arn = table.LatestStreamArn;
    if (!arn || !table.StreamSpecification?.StreamEnabled) return;
    const whole = (item ?? old)!;
    const names = table.KeySchema.map(({ AttributeName }) => AttributeName);
    const view = table.StreamSpecification.StreamViewType ?? "KEYS_ONLY";
    const record: Kept = {
      name: !old ? "INSERT" : item ? "MODIFY" : "REMOVE",
      at: now,
      keys: Object.fromEntries(names.map((name) => [name, whole[name]!])),
      ...(item && view.startsWith("NEW") && { new: item }),
      ...(old && view.includes("OLD") && { old }),
    };
    const bounds = this.#bounds.get(arn)!;
    bounds.newest++;
    this.#records(arn).set(String(bounds.newest), record);
    this.#trim(arn, now);
    this.#wake(arn);
  }

  onRecords(streamArn: string, wake: () => void): () => void {
    const wakers = this.#wakers.get(streamArn) ?? new Set();
    this.#wakers.set(streamArn, wakers.add(wake));
    return () => wakers.delete(wake);
  }

  read(streamArn: string, afterSequence: string | undefined, limit: number): StreamRecord[] {
    const stream = this.#streams.get(streamArn);
    const bounds = this.#bounds.get(streamArn);
    if (!stream || !bounds) return [];
    const now = this.#world.clock.now();
    this.#trim(streamArn, now);
    const records = this.#records(streamArn);
    const found: StreamRecord[] = [];
    const after = afterSequence === undefined ? 0 : numberOf(afterSequence);
    for (let at = Math.max(after + 1, bounds.oldest); at <= bounds.newest; at++) {
      if (found.length >= limit) break;
      const kept = records.get(String(at))!;
      if (kept.at + RETENTION > now) found.push(written(stream, at, kept));
    }
    return found;
  }

  /** Sequence number of the newest record, or of the one before the first. */
  newest(streamArn: string): string {
    return sequence(this.#bounds.get(streamArn)?.newest ?? 0);
  }

  /** Sequence number of the oldest record that is kept. */
  oldest(streamArn: string): string {
    return sequence(this.#bounds.get(streamArn)?.oldest ?? 1);
  }

  /** The newest record stays whatever its age: numbers go on from it after a restart. */
  #trim(arn: string, now: number): void {
    const bounds = this.#bounds.get(arn)!;
    const records = this.#records(arn);
    while (bounds.oldest < bounds.newest) {
      const kept = records.get(String(bounds.oldest));
      if (kept && kept.at + RETENTION > now) return;
      records.delete(String(bounds.oldest));
      bounds.oldest++;
    }
  }

  /** Once for all the records of a turn. */
  #wake(arn: string): void {
    if (this.#due.has(arn)) return;
    this.#due.add(arn);
    queueMicrotask(() => {
      this.#due.delete(arn);
      for (const wake of this.#wakers.get(arn) ?? []) wake();
    });
  }
}

function written(stream: Stream, number: number, kept: Kept): StreamRecord {
  const images = {
    ...(kept.new && { NewImage: kept.new }),
    ...(kept.old && { OldImage: kept.old }),
  };
  const size = (item: Item | undefined) => (item ? sizeOf(item) : 0);
  return {
    eventID: `${stream.label.replace(/\D/g, "")}${sequence(number)}`,
    eventName: kept.name,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: stream.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(kept.at / 1000),
      Keys: kept.keys,
      ...images,
      SequenceNumber: sequence(number),
      SizeBytes: size(kept.keys) + size(kept.new) + size(kept.old),
      StreamViewType: stream.view,
    },
    eventSourceARN: stream.arn,
  };
}
