// PutEvents: up to ten entries, each with its own outcome in a 200, and the events they become.
import { randomUuid } from "../../random.ts";
import { AwsError, type Context, type World } from "../../wire/service.ts";
import { mislong, refuseAll } from "../constraints.ts";
import type { Json } from "./pattern-shape.ts";

/** One entry as PutEvents takes it. */
export interface Entry {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
  Time?: Date;
  Resources?: string[];
  TraceHeader?: string;
}

/** An event as rules and targets see it. */
export interface BusEvent {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  /** Without milliseconds. */
  time: string;
  region: string;
  resources: string[];
  detail: Json;
}

/** Bytes of all entries of a call (1 MB since January 2026; before that 256 KB). */
const LARGEST = 1_048_576;

/** Checks the call, hands each good entry to `publish`, and answers with a line for each entry. */
export function putEvents(
  world: World,
  entries: Entry[],
  { account, region, connection }: Context,
  publish: (bus: string | undefined, event: BusEvent) => void,
) {
  refuseAll(mislong("entries", entries, 1, 10), "ValidationException");
  let size = 0;
  for (const { Time, Source = "", DetailType = "", Detail = "", Resources = [] } of entries)
    size += (Time ? 14 : 0) + Buffer.byteLength(Source + DetailType + Detail + Resources.join(""));
  if (size > LARGEST)
    throw new AwsError(
      "ValidationException",
      "Total size of the entries in the request is over the limit.",
      { status: 400 },
    );
  let FailedEntryCount = 0;
  const Entries = entries.map((entry) => {
    const fails = connection !== undefined && world.faults.failsEntry("events:PutEvents", entry);
    const problem = fails ? FAILED : problemOf(entry);
    if (problem) {
      FailedEntryCount++;
      return { ErrorCode: problem[0], ErrorMessage: problem[1] };
    }
    const id = randomUuid(world.random);
    publish(entry.EventBusName, {
      version: "0",
      id,
      "detail-type": entry.DetailType!,
      source: entry.Source!,
      account,
      time: `${(entry.Time ?? new Date(world.clock.now())).toISOString().slice(0, 19)}Z`,
      region,
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail!),
    });
    return { EventId: id };
  });
  return { FailedEntryCount, Entries };
}

/** What an entry is answered that failed on AWS's side (API reference of PutEventsResultEntry). */
const FAILED: [string, string] = ["InternalFailure", "Unexpected internal error."];

function problemOf({ Source, DetailType, Detail }: Entry): [string, string] | undefined {
  const absent = (name: string): [string, string] => [
    "InvalidArgument",
    `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  ];
  if (!Source) return absent("Source");
  if (Source.startsWith("aws."))
    return ["NotAuthorizedForSourceException", "Not authorized for the source."];
  if (!DetailType) return absent("DetailType");
  if (DetailType.length > 128)
    return [
      "InvalidArgument",
      "Parameter DetailType is not valid. Reason: DetailType must be at most 128 characters.",
    ];
  if (!Detail) return absent("Detail");
  try {
    const detail = JSON.parse(Detail);
    if (typeof detail === "object" && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // Said below.
  }
  return ["MalformedDetail", "Detail is malformed."];
}
