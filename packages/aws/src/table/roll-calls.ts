// Roll calls: the row of each, and one row that says how the last one ended. Both are written together with the
// event that tells of it.
import { ConflictError } from "@rollcall/core/error";
import type { Envelope } from "@rollcall/core/event";
import { Transition } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { isLoss, type Status, type Unread } from "@rollcall/core/roll-call";
import { get, getMany, isNew, isStill, type Key, pagesOf, putTogether } from "../dynamodb.ts";
import { itemOfEvent } from "./events.ts";

/** A roll call that has closed. Times are ISO; numbers only: its report lies in `runs/<roll call>/closed.json`. */
export interface RollCallRow {
  rollCall: string;
  status: Status;
  startedAt: string;
  closedAt: string;
  execution: string;
  counts: Record<string, number>;
  losses: number;
  unread: Unread[];
  unknown: number;
  missing: number;
  /** Key of the day's snapshot; absent when it failed. */
  snapshot?: string | undefined;
  failure?: { error: string; cause: string } | undefined;
}

/** What the next roll call has to know of those before it. */
export interface LastRollCall {
  rollCall: string;
  status: Status;
  unread: string[];
  /** Roll calls with losses that had not all healed, the newest first. */
  open: string[];
  /** The last that came to its end; which losses it told stands in `runs/<roll call>/told.json`. */
  teller?: string | undefined;
  /** Key of the last snapshot that there is. */
  snapshot?: string | undefined;
  version: number;
}

/** Keys that are read together. */
const PAGE = 200;

const keyOf = (rollCall: string): Key => ({ pk: `ROLLCALL#${rollCall}`, sk: "ROLLCALL" });
const lastKey: Key = { pk: "ROLLCALL#last", sk: "ROLLCALL" };

/** A roll call, if it has closed. */
export const findRollCall = (rollCall: string): Promise<RollCallRow | undefined> =>
  get<RollCallRow>(keyOf(rollCall));

/** How the last one ended; undefined before the first. */
export const lastRollCall = (): Promise<LastRollCall | undefined> => get<LastRollCall>(lastKey);

/** Closes a roll call and tells it, once: a repeated attempt changes nothing. */
export async function writeRollCall(
  row: RollCallRow,
  event: Envelope<string, unknown>,
  last: Omit<LastRollCall, "version">,
  seen: number | undefined,
): Promise<void> {
  try {
    await putTogether([
      { item: { ...keyOf(row.rollCall), kind: "roll-call", ...row }, condition: isNew },
      { item: itemOfEvent(`roll-call/${row.rollCall}`, event), condition: isNew },
      {
        item: { ...lastKey, kind: "last-roll-call", ...last, version: (seen ?? 0) + 1 },
        condition: isStill(seen),
      },
    ]);
  } catch (error) {
    if (!(error instanceof ConflictError) || !(await findRollCall(row.rollCall))) throw error;
  }
}

/** The losses that an execution recorded in these Regions, from an index that may be a moment behind. */
export async function lossesOf(run: string, regions: Region[]): Promise<Transition[]> {
  const ranges = regions.flatMap((region) => [
    keysOf(`${run}#${region}`, "toAccount < :bound", "Enabled#"),
    // `$` follows `#`: behind all that went to Enabled.
    keysOf(`${run}#${region}`, "toAccount >= :bound", "Enabled$"),
  ]);
  const items = await getMany((await Promise.all(ranges)).flat());
  return items.map((item) => Transition.parse(item)).filter(isLoss);
}

/**
 * Transitions whose new state, with the account, lies in a range: the first roll call of a large estate has recorded
 * thousands that went to Enabled, and those are not read.
 */
async function keysOf(runRegion: string, range: string, bound: string): Promise<Key[]> {
  const keys: Key[] = [];
  const pages = pagesOf<Key>({
    index: "byRun",
    key: {
      text: `runRegion = :region and ${range}`,
      values: { ":region": runRegion, ":bound": bound },
    },
    most: PAGE,
  });
  // A first version is a first sight.
  for await (const page of pages)
    for (const { pk, sk } of page) if (!/#0*1$/.test(sk)) keys.push({ pk, sk });
  return keys;
}
