// What a roll call saw, counted one account after another: what is kept grows with the accounts, and not with
// accounts × Regions, which would not fit into a function's memory.
import type { AccountId } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import type { State } from "../membership/state.ts";
import type { Membership } from "../membership.ts";
import type { HubRegion } from "../plan.ts";
import { isWanted } from "./loss.ts";

/** How each Region was found, and what is kept of the accounts in those that were read. */
export interface Tally {
  regions: HubRegion[];
  /** Memberships in each state. */
  counts: Record<string, number>;
  /** On the hub's record, and in no row of the ledger. */
  unknown: AccountId[];
  /** On the hub's record in a Region in which the ledger wants them. */
  found: Set<AccountId>;
}

/** What a tally needs to know of a membership. */
export type Tallied = Pick<Membership, "accountId" | "region" | "state" | "version">;

/** That much of a membership, for the file of a Region. */
export const talliedOf = ({ accountId, region, state, version }: Tallied): Tallied => ({
  accountId,
  region,
  state,
  version,
});

/** Of nobody yet. */
export const emptyTally = (regions: HubRegion[]): Tally => ({
  regions,
  counts: {},
  unknown: [],
  found: new Set(),
});

/** Was the Region read, and is the hub on there? Otherwise nothing is known of its members (D12). */
export const isRead = ({ readable, hubEnabled }: HubRegion): boolean => readable && hubEnabled;

/** States in which the hub has no record of an account. */
const nowhere = new Set<State>(["Absent", "Deleted"]);

/** Adds one account: its memberships in the Regions that were read. `row`: the ledger's that means it. */
export function addAccount(
  tally: Tally,
  memberships: readonly Tallied[],
  row: Row | undefined,
): void {
  const onRecord = memberships.filter(({ state }) => !nowhere.has(state));
  const { accountId } = memberships[0]!;
  if (!row && onRecord.length > 0) tally.unknown.push(accountId);
  if (row && onRecord.some(({ region }) => isWanted(row, region))) tally.found.add(accountId);
  for (const { state } of memberships) tally.counts[state] = (tally.counts[state] ?? 0) + 1;
}
