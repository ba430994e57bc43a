// Two snapshots side by side, one account after another.
import type { AccountId } from "../account.ts";
import type { Key } from "../membership.ts";
import type { States } from "../roll-call/snapshot.ts";

/** Memberships that went from one state to another since the last digest. */
export interface Change {
  from: string;
  to: string;
  count: number;
  /** The first of them, as `account Region`. */
  first: string[];
}

/** What the accounts that have passed so far come to. */
export interface Compared {
  /** By `from to`. */
  changes: Map<string, Change>;
  /** In the newer snapshot: all, and those that are not in, whose records a digest needs. */
  memberships: number;
  outside: Key[];
}

/** Accounts that stand beside a change. */
const NAMED = 3;

/** Of nobody yet. */
export const nothingYet = (): Compared => ({ changes: new Map(), memberships: 0, outside: [] });

/**
 * Compares one account. It may be in one snapshot alone (D3): `was` or `is` is empty then. `unread`: Regions that
 * either side did not read, which say nothing (D12).
 */
export function compare(
  compared: Compared,
  accountId: AccountId,
  was: States,
  is: States,
  unread: ReadonlySet<string>,
): void {
  for (const [region, state] of Object.entries(is)) {
    compared.memberships += 1;
    if (state !== "Enabled") compared.outside.push({ accountId, region });
  }
  for (const region of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [from, to] = [was[region] ?? "Absent", is[region] ?? "Absent"];
    if (from === to || unread.has(region)) continue;
    const key = `${from} ${to}`;
    const change = compared.changes.get(key) ?? { from, to, count: 0, first: [] };
    change.count += 1;
    if (change.first.length < NAMED) change.first.push(`${accountId} ${region}`);
    compared.changes.set(key, change);
  }
}

/** The changes, the most frequent first. */
export const changesIn = ({ changes }: Compared): Change[] =>
  [...changes.values()].sort((one, other) => other.count - one.count);
