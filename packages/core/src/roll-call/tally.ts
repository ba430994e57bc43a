// What a roll call saw, boiled down Region by Region: thousands of accounts in dozens of Regions would not fit
// into a function's memory as whole memberships, but their states do.
import type { AccountId } from "../account.ts";
import { State } from "../membership/state.ts";
import { type Membership, transitionId } from "../membership.ts";
import type { HubRegion } from "../plan.ts";
import type { Region } from "../region.ts";

/** The states of everybody in the Regions that were read, and how each Region was found. */
export interface Tally {
  regions: HubRegion[];
  /** Memberships in each state. */
  counts: Record<string, number>;
  /** Account × Region × state. A Region that was not read has no states here (D12). */
  accounts: Record<AccountId, Record<Region, State>>;
  /** Since when a membership is what it is, for the losses that were asked about: by the transition's id. */
  since: Map<string, string>;
}

/** What a tally needs to know of a membership. */
export type Tallied = Pick<Membership, "accountId" | "region" | "state" | "since" | "version">;

/** That much of a membership, for the file of a Region. */
export const talliedOf = ({ accountId, region, state, since, version }: Tallied): Tallied => ({
  accountId,
  region,
  state,
  since,
  version,
});

/** Of nothing yet. */
export const emptyTally = (): Tally => ({
  regions: [],
  counts: {},
  accounts: {},
  since: new Map(),
});

/** Was the Region read, and is the hub on there? Otherwise nothing is known of its members. */
export const isRead = ({ readable, hubEnabled }: HubRegion): boolean => readable && hubEnabled;

/** One string for each state, however many files it was read from. */
const known = new Map<string, State>(State.options.map((state) => [state, state]));

/**
 * Adds what one Region showed to the tally. `losses`: ids of transitions of which the tally shall keep since when
 * the membership is what they made it.
 */
export function addRegion(
  tally: Tally,
  { memberships, ...region }: HubRegion & { memberships: Iterable<Tallied> },
  losses: { has(id: string): boolean } = new Set(),
): void {
  tally.regions.push(region);
  if (!isRead(region)) return;
  for (const one of memberships) {
    const state = known.get(one.state) ?? one.state;
    tally.accounts[one.accountId] ??= {};
    tally.accounts[one.accountId]![region.region] = state;
    tally.counts[state] = (tally.counts[state] ?? 0) + 1;
    const id = transitionId(one);
    if (losses.has(id)) tally.since.set(id, one.since);
  }
}
