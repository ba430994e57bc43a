// How accounts stand against what the ledger wants of them, Region by Region: what is recorded, put side
// by side with what was asked. A comparison of plain records.
import type { AccountId } from "./account.ts";
import type { Row } from "./ledger/row.ts";
import type { Membership, State } from "./membership.ts";
import type { HubRegion } from "./plan.ts";
import type { Region } from "./region.ts";

/** One account in one Region. Without `since` nothing was ever recorded: the hub has never listed it. */
export interface Standing {
  region: Region;
  state: State;
  /** The ledger asks for a member here. */
  wanted: boolean;
  since?: string;
  cause?: string;
}

/** An account in every Region where it is wanted or known. */
export interface AccountStanding {
  accountId: AccountId;
  accountName?: string;
  project?: string;
  /** A ledger named the account; otherwise it is only a member of the hub. */
  inLedger: boolean;
  standings: Standing[];
}

/** What the last look at a Region came to. `off`: the hub is not on there; `never`: nobody has looked. */
export type Read = "read" | "unread" | "off" | "never";

/** How many of the wanted memberships are in each state. */
export type StateCounts = Partial<Record<State, number>>;

/** A Region, and what is recorded there. */
export interface RegionStanding {
  region: Region;
  read: Read;
  /** When it was looked at last. */
  at?: string;
  /** Why it could not be read. */
  reason?: string;
  wanted: number;
  counts: StateCounts;
}

/** Everything, with sums over what is wanted. */
export interface Standings {
  accounts: AccountStanding[];
  regions: RegionStanding[];
  wanted: number;
  counts: StateCounts;
  /** Members that no ledger asks for. */
  unasked: number;
}

/** What is compared; `regions` are those that are looked at, `hubRegions` what `all` in a ledger means. */
export interface StandingsInput {
  rows: readonly Row[];
  memberships: readonly Membership[];
  looks: readonly (HubRegion & { at: string })[];
  regions: readonly Region[];
  hubRegions: readonly Region[];
}

/** Puts what is recorded side by side with what is wanted. Accounts come in the order of their ids. */
export function standings(input: StandingsInput): Standings {
  const { rows, memberships, looks, regions } = input;
  const rowOf = new Map(rows.flatMap((row) => (row.accountId ? [[row.accountId, row]] : [])));
  const known = new Map(memberships.map((one) => [`${one.accountId}/${one.region}`, one]));
  const ids = new Set([...rowOf.keys(), ...memberships.map((one) => one.accountId)]);
  const accounts = [...ids].sort().map((accountId): AccountStanding => {
    const row = rowOf.get(accountId);
    return {
      accountId,
      ...(row?.accountName && { accountName: row.accountName }),
      ...(row?.project && { project: row.project }),
      inLedger: row !== undefined,
      standings: regions.flatMap((region) =>
        standingOf(region, known.get(`${accountId}/${region}`), asks(row, region, input)),
      ),
    };
  });
  const all = accounts.flatMap((one) => one.standings);
  const wanted = all.filter((one) => one.wanted);
  const lookAt = new Map(looks.map((look) => [look.region, look]));
  return {
    accounts,
    regions: regions.map((region) =>
      regionOf(
        region,
        lookAt.get(region),
        wanted.filter((one) => one.region === region),
      ),
    ),
    wanted: wanted.length,
    counts: counted(wanted),
    unasked: all.filter((one) => isUnasked(one)).length,
  };
}

/** A membership that is wanted and not there. */
export const isMissing = ({ wanted, state }: Standing): boolean => wanted && state !== "Enabled";

/** A membership that is there and not wanted. */
export const isUnasked = ({ wanted, state }: Standing): boolean => !wanted && state === "Enabled";

function asks(row: Row | undefined, region: Region, { hubRegions }: StandingsInput): boolean {
  if (row?.desired !== "member") return false;
  return (row.regions === "all" ? hubRegions : row.regions).includes(region);
}

function standingOf(region: Region, seen: Membership | undefined, wanted: boolean): Standing[] {
  if (!seen) return wanted ? [{ region, state: "Absent", wanted }] : [];
  const { state, since, cause } = seen;
  return [{ region, state, wanted, since, ...(cause && { cause }) }];
}

function regionOf(
  region: Region,
  look: (HubRegion & { at: string }) | undefined,
  wanted: Standing[],
): RegionStanding {
  const read: Read = !look ? "never" : !look.readable ? "unread" : look.hubEnabled ? "read" : "off";
  return {
    region,
    read,
    ...(look && { at: look.at }),
    ...(look?.reason && { reason: look.reason }),
    wanted: wanted.length,
    counts: counted(wanted),
  };
}

function counted(standings: Standing[]): StateCounts {
  const counts: StateCounts = {};
  for (const { state } of standings) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
