// An account that joins by itself: how long it is waited for, when its owner is reminded, and how it ends.
import * as z from "zod";
import { AccountId } from "./account.ts";
import { define } from "./event.ts";
import type { State } from "./membership.ts";
import { Region } from "./region.ts";

/**
 * `waiting` for the owner; `verified`: the hub has it as a member in every Region wanted; `expired`: nobody did
 * anything for too long; `withdrawn`: the ledger does not want it any more.
 */
export const Status = z.enum(["waiting", "verified", "expired", "withdrawn"]);
export type Status = z.infer<typeof Status>;

/** Something about a joiner has changed: its message is to be written again. */
export const Changed = define(
  "joiner.changed",
  z.object({
    accountId: AccountId,
    /** The how manieth time that this account is asked, from 1. */
    number: z.int().positive(),
    status: Status,
    /** Regions in which the hub has it as a member, and Regions wanted. */
    enabled: z.array(Region),
    wanted: z.array(Region),
    /** The day of the newest reminder; 0: none yet. */
    reminded: z.int().nonnegative(),
  }),
);

/** Names the execution, its files and its events. Execution names have at most 80 characters. */
export const nameOf = (accountId: AccountId, number: number): string =>
  `joiner-${accountId}-${number}`;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The longest wait that a setting may ask for: the history of an execution ends at 25,000 events. */
export const LONGEST_DAYS = 180;

const since = (from: string, now: string): number => (Date.parse(now) - Date.parse(from)) / 1000;

/**
 * Seconds until the next look: an owner who has just been asked is about to act, later one look an hour is soon
 * enough, and after a week one in three hours. Never beyond the end.
 */
export function pauseAfter(askedAt: string, expiresAt: string, now: string): number {
  const waited = since(askedAt, now);
  const pause = waited < HOUR ? 5 * MINUTE : waited < 7 * DAY ? HOUR : 3 * HOUR;
  return Math.max(1, Math.min(pause, Math.ceil(since(now, expiresAt))));
}

/** The newest reminder that is due, by its day: 3, 7, then every seventh; 0: none yet. */
export function reminderDue(askedAt: string, now: string): number {
  const days = Math.floor(since(askedAt, now) / DAY);
  if (days < 3) return 0;
  return days < 7 ? 3 : Math.floor(days / 7) * 7;
}

/** What a look at the hub, and at the ledger, means for a joiner. */
export function statusOf(seen: {
  /** False: the ledger has the account as absent, or not at all. */
  isWanted: boolean;
  /** The hub's word for each Region wanted; undefined: it could not be read. */
  states: readonly (State | undefined)[];
  expiresAt: string;
  now: string;
}): Status {
  if (!seen.isWanted || seen.states.length === 0) return "withdrawn";
  if (seen.states.every((state) => state === "Enabled")) return "verified";
  return since(seen.now, seen.expiresAt) <= 0 ? "expired" : "waiting";
}
