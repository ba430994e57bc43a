// The state of everything on one day, for people and their scripts: account × Region × state, and the grouping
// that the older daily check had (state → account ids).
import type { Seen } from "./report.ts";

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
  { rollCall, at, regions }: Pick<Seen, "rollCall" | "at" | "regions">,
  { day, timezone }: { day: string; timezone: string },
): Snapshot {
  const accounts: Snapshot["accounts"] = {};
  const counts: Record<string, number> = {};
  const byState = new Map<string, Set<string>>();
  const isRead = (one: Seen["regions"][number]) => one.readable && one.hubEnabled;
  for (const { accountId, region, state } of regions
    .filter(isRead)
    .flatMap((one) => one.memberships)) {
    accounts[accountId] = { ...accounts[accountId], [region]: state };
    counts[state] = (counts[state] ?? 0) + 1;
    byState.set(state, (byState.get(state) ?? new Set()).add(accountId));
  }
  return {
    formatVersion: 1,
    day,
    timezone,
    rollCall,
    at,
    counts,
    unread: regions.filter((one) => !isRead(one)).map((one) => one.region),
    accounts,
    byState: Object.fromEntries([...byState].map(([state, ids]) => [state, [...ids].sort()])),
  };
}
