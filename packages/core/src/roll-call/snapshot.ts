// The state of everything on one day, for people and their scripts: account × Region × state, and the grouping
// that the older daily check had (state → account ids). It is a line for each account (lined.ts), in ascending order.
import type { AccountId } from "../account.ts";
import { endLine, entryLine, headLine } from "../lined.ts";
import type { Region } from "../region.ts";
import type { Tallied } from "./tally.ts";

/** What stands before the accounts. */
export interface SnapshotHead {
  formatVersion: 1;
  day: string;
  timezone: string;
  rollCall: string;
  at: string;
  /** They have no states here. */
  unread: string[];
}

/** The states of one account, by Region. */
export type States = Record<Region, string>;

/** `snapshots/<day>.json`. */
export interface Snapshot extends SnapshotHead {
  accounts: Record<AccountId, States>;
  counts: Record<string, number>;
  byState: Record<string, string[]>;
}

/** Writes a snapshot line by line: the accounts in ascending order, then the end. */
export class SnapshotLines {
  #accounts = 0;
  readonly #byState: Record<string, AccountId[]> = {};

  /** The first line. `day` is the day of `at` in the time zone. */
  head(head: Omit<SnapshotHead, "formatVersion">): string {
    return headLine({ formatVersion: 1, ...head }, "accounts", "{}");
  }

  /** The line of an account: its memberships in the Regions that were read. */
  account(memberships: readonly Tallied[]): string {
    const { accountId } = memberships[0]!;
    const states: States = {};
    for (const { region, state } of memberships) states[region] = state;
    for (const state of new Set(Object.values(states))) {
      this.#byState[state] ??= [];
      this.#byState[state].push(accountId);
    }
    return entryLine(this.#accounts++, `"${accountId}":${JSON.stringify(states)}`);
  }

  /** The last line. */
  end(counts: Record<string, number>): string {
    return endLine("{}", { counts, byState: this.#byState });
  }
}

/** An account as its entry has it (lined.ts). */
export function accountIn(entry: string): { accountId: AccountId; states: States } {
  const [[accountId, states]] = Object.entries(JSON.parse(`{${entry}}`)) as [[AccountId, States]];
  return { accountId, states };
}
