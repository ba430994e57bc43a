// The state of everything on one day, for people and their scripts: account × Region × state, and the grouping
// that the older daily check had (state → account ids).
import { isRead, type Tally } from "./tally.ts";

/** `snapshots/<day>.json`. A Region that is listed as unread has no states here. */
export interface Snapshot {
  formatVersion: 1;
  day: string;
  timezone: string;
  rollCall: string;
  at: string;
  counts: Record<string, number>;
  unread: string[];
  accounts: Record<string, Record<string, string>>;
  byState: Record<string, string[]>;
}

/** The snapshot of what a roll call saw. `day` is the day of `at` in the time zone. */
export function snapshotOf(
  { rollCall, at, tally }: { rollCall: string; at: string; tally: Tally },
  { day, timezone }: { day: string; timezone: string },
): Snapshot {
  const byState: Record<string, string[]> = {};
  for (const accountId of Object.keys(tally.accounts).sort())
    for (const state of new Set(Object.values(tally.accounts[accountId]!))) {
      byState[state] ??= [];
      byState[state].push(accountId);
    }
  return {
    formatVersion: 1,
    day,
    timezone,
    rollCall,
    at,
    counts: tally.counts,
    unread: tally.regions.filter((one) => !isRead(one)).map((one) => one.region),
    accounts: tally.accounts,
    byState,
  };
}
