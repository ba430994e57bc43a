// Takes over a hub that exists: the ledger that describes it, so that applying it plans nothing, and everything
// in which hub, organization and such a ledger contradict each other.
import { type AccountId, sameEmail } from "./account.ts";
import type { Contradiction } from "./adopt/contradiction.ts";
import { contradictionsOf } from "./adopt/contradictions.ts";
import { emailOf } from "./ledger/email.ts";
import type { Row } from "./ledger/row.ts";
import { clean } from "./ledger/text.ts";
import type { Observation, State } from "./membership.ts";
import { additionsOf, diff, type HubRegion, type OrganizationAccount } from "./plan.ts";
import type { Region } from "./region.ts";

/** What the hub lists of an account in a Region, with what only an adoption asks for. */
export interface Listed extends Observation {
  email?: string | undefined;
  /** The administrator that the hub names for the member. */
  administrator?: AccountId | undefined;
}

/** What exists. Every Region was read: `hubEnabled` tells the ones in which the hub is off. */
export interface Existing {
  hub: AccountId;
  management?: AccountId | undefined;
  regions: readonly HubRegion[];
  members: readonly Listed[];
  /** Undefined: there is none, or it could not be asked. */
  organization: readonly OrganizationAccount[] | undefined;
}

/** An account of the hub, or of its organization. */
export interface Known {
  accountId: AccountId;
  accountName?: string;
  email?: string;
  /** `Account.State` of the organization. */
  standing?: string;
  /** Undefined where the hub has no record. */
  seen: ReadonlyMap<Region, Listed>;
}

/** A ledger's rows, and what a person should know of each account. */
export interface Adoption {
  rows: Row[];
  contradictions: Contradiction[];
}

/** States that rollcall leaves to a person, so that naming them changes nothing. */
const left: ReadonlySet<State> = new Set<State>(["AccountSuspended", "RegionDisabled", "Unknown"]);
const open: ReadonlySet<State> = new Set<State>(["Created", "Invited"]);

/** Describes what exists. Accounts come in the order of their ids. */
export function adopt(existing: Existing): Adoption {
  const rows: Row[] = [];
  const contradictions: Contradiction[] = [];
  for (const account of accountsOf(existing)) {
    const row = account.seen.size > 0 ? rowFor(account, existing, rows.length + 2) : undefined;
    if (row) rows.push(row);
    contradictions.push(...contradictionsOf(account, row, existing));
  }
  return { rows: withoutDoubledEmails(rows), contradictions };
}

function accountsOf({ hub, members, organization = [] }: Existing): Known[] {
  const listed = Map.groupBy(members, (one) => one.accountId);
  const known = new Map(organization.map((one) => [one.id, one]));
  const ids = [...new Set([...listed.keys(), ...known.keys()])].filter((id) => id !== hub).sort();
  return ids.map((accountId) => {
    const seen = listed.get(accountId) ?? [];
    const { name, email, state } = known.get(accountId) ?? {};
    const address = email ?? seen.find((one) => one.email)?.email;
    return {
      accountId,
      ...(name && { accountName: name }),
      ...(address && { email: address }),
      ...(state && { standing: state }),
      seen: new Map(seen.map((one) => [one.region, one])),
    };
  });
}

/**
 * The row that describes an account: of those that could, the first that plans no change, asked of the plan itself.
 * Undefined where each would change something: an account that no row names is left alone.
 */
function rowFor(account: Known, existing: Existing, number: number): Row | undefined {
  const inState = (wanted: (state: State) => boolean): Region[] =>
    existing.regions
      .map(({ region }) => region)
      .filter((region) => {
        const state = account.seen.get(region)?.state;
        return state !== undefined && wanted(state);
      });
  const isEnabled = (state: State) => state === "Enabled";
  const candidates = [
    rowOf(account, number, existing, inState(isEnabled), "role"),
    // An open invitation is its owner's to accept.
    rowOf(
      account,
      number,
      existing,
      inState((one) => isEnabled(one) || open.has(one)),
      "self-service",
    ),
    rowOf(
      account,
      number,
      existing,
      inState((one) => isEnabled(one) || open.has(one) || left.has(one)),
      "self-service",
    ),
  ];
  return candidates.find((row) => row && plansNothing(row, account, existing));
}

function rowOf(
  { accountId, accountName, email }: Known,
  row: number,
  { regions }: Existing,
  wanted: Region[],
  join: Row["join"],
): Row | undefined {
  // No Regions would read as all of them.
  if (wanted.length === 0) return undefined;
  const name = accountName && clean(accountName);
  const address = email && emailOf(email, () => undefined, false);
  return {
    row,
    accountId,
    ...(name && { accountName: name }),
    ...(address && { email: address }),
    regions: wanted.length === regions.length ? "all" : wanted,
    join,
    desired: "member",
    extra: {},
  };
}

function plansNothing(row: Row, account: Known, existing: Existing): boolean {
  const { hub, management, regions } = existing;
  const memberships = [...account.seen.values()].map((one) => ({
    ...one,
    since: one.observedAt,
    version: 1,
  }));
  const { accountId: id, accountName: name = "", email = "", standing } = account;
  const own = standing === undefined ? [] : [{ id, name, email, state: standing }];
  const known = { accounts: own, managementId: management ?? "" };
  // Where the organization was not read here, the run may be able to: the row must do in both cases.
  const views = existing.organization ? [known] : [undefined, known];
  return views.every((organization) => {
    const plan = diff({
      run: "adopt",
      rows: [row],
      memberships,
      regions,
      organization,
      creations: [],
      hub,
      ...(management && { management }),
    });
    return additionsOf(plan).length + plan.removals.length + plan.creations.length === 0;
  });
}

/** Members that were invited may have any e-mail, also one and the same; a ledger names each address once. */
function withoutDoubledEmails(rows: readonly Row[]): Row[] {
  const taken = new Set<string>();
  return rows.map(({ email, ...row }) => {
    if (!email || taken.has(sameEmail(email))) return row;
    taken.add(sameEmail(email));
    return { ...row, email };
  });
}
