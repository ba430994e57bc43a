// Executions recorded on AWS, and how closely an execution of ours comes to one.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createEngine } from "../../packages/asl/conformance-adapter.ts";
import type { HistoryEvent, Json, Names, TaskCall } from "../../packages/asl/src/index.ts";

interface RecordedEvent {
  id: number | number[];
  previousEventId: number | number[];
  type: string;
}

/** One recorded execution. */
export interface Recording {
  id: string;
  definition: Json;
  input: Json;
  objects: Record<string, string>;
  names: Names;
  events: RecordedEvent[];
}

/** Each level includes the ones before it. */
export const levels = ["accepted", "status", "outcome", "cause", "trace", "history"] as const;

/** How far an execution agrees with its recording; undefined when not even the definition is taken. */
export type Level = (typeof levels)[number] | undefined;

/** The recordings of a file beside the project, or undefined where there are none. */
export function recordings(file: string): Recording[] | undefined {
  const path = resolve(import.meta.dirname, "../../../shared/conformance", file);
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, "utf8")) as { cases: Recording[] }).cases;
}

function detailsOf(event: object): Record<string, Json> {
  const found = Object.entries(event).find(([key]) => key.endsWith("EventDetails"));
  return found ? found[1] : {};
}

/** Texts that hold an object or a list count as what they hold, and numbers by value. */
function normal(value: unknown): unknown {
  if (typeof value === "string") {
    if (/^[{[]/.test(value)) {
      try {
        return normal(JSON.parse(value));
      } catch {
        return value;
      }
    }
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  }
  if (Array.isArray(value)) return value.map(normal);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
}

const placeholder = /<(?:[^<>]|<[^<>]+>)+>/;

/** `<name>` in a recorded text stands for any text. */
function same(recorded: unknown, ours: unknown): boolean {
  if (typeof recorded === "string" && typeof ours === "string") {
    if (recorded === ours) return true;
    if (!placeholder.test(recorded)) return false;
    const parts = recorded
      .split(placeholder)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join("[\\s\\S]*")}$`).test(ours);
  }
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    return recorded.length === ours.length && recorded.every((item, i) => same(item, ours[i]));
  }
  if (recorded && ours && typeof recorded === "object" && typeof ours === "object") {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(ours)]);
    const at = (value: object, key: string) => (value as Record<string, unknown>)[key];
    return [...keys].every(
      (key) => key === "RedriveCount" || same(at(recorded, key), at(ours, key)),
    );
  }
  if (typeof recorded === "string" && recorded.replace(placeholder, "") === "")
    return ours !== undefined;
  return isDeepStrictEqual(recorded, ours);
}

const agree = (recorded: unknown, ours: unknown) => same(normal(recorded), normal(ours));

type Attempt = { state: string; arguments: Json; after: RecordedEvent[]; used: boolean };

/** What Lambda, SQS … answered is in the history. */
function attemptsOf(events: RecordedEvent[]): Attempt[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const attempts: Attempt[] = [];
  const owner = new Map<number, Attempt>();
  for (const event of events) {
    const id = event.id as number;
    const previous = owner.get(event.previousEventId as number);
    if (/^(Task|LambdaFunction)Scheduled$/.test(event.type)) {
      let up: RecordedEvent | undefined = event;
      while (up && !up.type.endsWith("StateEntered")) up = byId.get(up.previousEventId);
      const details = detailsOf(event);
      const state = String(up ? detailsOf(up).name : "");
      const attempt = {
        state,
        arguments: details.parameters ?? details.input ?? null,
        after: [],
        used: false,
      };
      attempts.push(attempt);
      owner.set(id, attempt);
    } else if (previous && /^(Task|LambdaFunction)/.test(event.type) && !/State/.test(event.type)) {
      previous.after.push(event);
      owner.set(id, previous);
    }
  }
  return attempts;
}

const parsed = (value: Json | undefined): Json => {
  if (typeof value !== "string") return value ?? null;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
};

function answer(attempts: Attempt[], call: TaskCall): Promise<Json> {
  const open = attempts.filter((one) => !one.used && one.state === call.state);
  const attempt = open.find((one) => agree(one.arguments, call.arguments)) ?? open[0];
  if (!attempt) return new Promise(() => {});
  attempt.used = true;
  for (const event of attempt.after) {
    const details = detailsOf(event);
    if (event.type.endsWith("Submitted")) call.submitted(parsed(details.output));
    if (event.type.endsWith("Succeeded")) return Promise.resolve(parsed(details.output));
    if (event.type.endsWith("Failed")) {
      const text = (value: Json | undefined) =>
        value === undefined || typeof value === "string" ? value : JSON.stringify(value);
      return Promise.reject({ error: text(details.error), cause: text(details.cause) });
    }
  }
  return new Promise(() => {});
}

function read({ objects }: Recording, resource: string, given: Json): string | Json[] {
  const { Bucket, Key, Prefix = "" } = given as Record<string, string>;
  if (!resource.endsWith("listObjectsV2")) {
    const found = objects[`${Bucket}/${Key}`];
    if (found === undefined) throw { error: "S3.NoSuchKeyException", cause: "no such key" };
    return found;
  }
  const start = `${Bucket}/${Prefix}`;
  return Object.entries(objects)
    .filter(([path]) => path.startsWith(start))
    .map(([path, text]) => ({
      Etag: '"etag"',
      Key: path.slice(`${Bucket}/`.length),
      LastModified: 1767225600,
      Size: Buffer.byteLength(text),
      StorageClass: "STANDARD",
    }));
}

const statuses: Record<string, string> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

/** The states entered and left, with input and output; sorted where their order may vary. */
function trace(events: { type: string }[], anyOrder: boolean): unknown[] {
  const rows = events
    .filter(({ type }) => /State(Entered|Exited)$/.test(type))
    .map((event) => {
      const { name, input, output } = detailsOf(event);
      return normal({ type: event.type, name, value: input ?? output });
    });
  if (!anyOrder) return rows;
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function sameHistory(recorded: RecordedEvent[], ours: readonly HistoryEvent[]): boolean {
  const loose = recorded.filter(({ id }) => Array.isArray(id));
  const left = ours.filter(
    ({ id, type }) =>
      !recorded.some((event) => event.id === id) &&
      !(loose.length > 0 && type === "ParallelStateSucceeded"),
  );
  if (left.length !== loose.length) return false;
  const fixed = recorded.filter(({ id }) => !Array.isArray(id));
  const matches = (a: RecordedEvent, b: HistoryEvent | undefined) =>
    b !== undefined && a.type === b.type && agree(detailsOf(a), detailsOf(b));
  const inPlace = fixed.every((event) => {
    const own = ours[(event.id as number) - 1];
    const chain =
      Array.isArray(event.previousEventId) || event.previousEventId === own?.previousEventId;
    return matches(event, own) && chain;
  });
  return (
    inPlace &&
    loose.every((event) => {
      const index = left.findIndex((one) => matches(event, one));
      if (index >= 0) left.splice(index, 1);
      return index >= 0;
    })
  );
}

/** Replays a recording with the answers of its own history, and says how far both agree. */
export async function levelOf(recording: Recording): Promise<Level> {
  const { definition, input, names, events } = recording;
  let engine: ReturnType<typeof createEngine>;
  try {
    engine = createEngine(definition);
  } catch {
    return undefined;
  }
  const attempts = attemptsOf(events);
  const ours = await engine.run(input, {
    mocks: {
      task: (call) => answer(attempts, call),
      read: async (call) => read(recording, call.resource, call.arguments),
    },
    clock: { start: Date.UTC(2026, 0, 1) },
    names,
  });
  const last = events.at(-1)!;
  const details = detailsOf(last);
  const anyOrder = /"Type":"(Map|Parallel)"/.test(JSON.stringify(definition));
  const failed: { error?: string; cause?: string } =
    ours.status === "FAILED" || ours.status === "ABORTED" ? ours : {};
  const checks: [Level, () => boolean][] = [
    ["status", () => ours.status === statuses[last.type]],
    [
      "outcome",
      () =>
        ours.status === "SUCCEEDED"
          ? agree(details.output, JSON.stringify(ours.output))
          : ours.status === "TIMED_OUT" || agree(details.error, failed.error),
    ],
    ["cause", () => agree(details.cause, failed.cause)],
    ["trace", () => same(trace(events, anyOrder), trace([...ours.history], anyOrder))],
    ["history", () => sameHistory(events, ours.history)],
  ];
  let level: Level = "accepted";
  for (const [next, holds] of checks) {
    if (!holds()) break;
    level = next;
  }
  return level;
}
