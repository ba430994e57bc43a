// Goes through every wanted pair of account and Region, and asks `decide` what to do.
import type { AccountId } from "../account.ts";
import type { States } from "../membership/states.ts";
import type { State, Way } from "../membership.ts";
import { decide } from "../membership.ts";
import type { HubRegion, PlanInput } from "../plan.ts";
import type { Region } from "../region.ts";
import type { Reason } from "../run/outcome.ts";
import { sharing } from "../sharing.ts";
import type { Resolution, Resolved } from "./resolve.ts";
import { regionsOf } from "./resolve.ts";
import type { Escalation, Joiner, Plan, Removal, Step } from "./types.ts";

/** An account that something may be done for. */
export interface Entrant {
  joiner: Joiner;
  /** Regions in which it is a member already, and that rollcall may enter: where a baseline may still be missing. */
  members: Region[];
}

export interface Survey {
  /** In the ledger's order. */
  entrants: Entrant[];
  removals: Removal[];
  escalations: Escalation[];
  /** How many pairs are wanted, and are fine, in each Region. */
  wanted: Map<string, number>;
  enabled: Map<string, number>;
}

/** One account in one Region, with all that the decision needs. */
interface Pair {
  account: Resolved;
  entrant: Entrant;
  at: HubRegion;
  state: State;
  reported: string | undefined;
  way: Way;
  /** Its owner accepts: a self-service account, or the management account, which nobody enters from outside (D79). */
  isOwners: boolean;
}

/** Suspended, closed or about to be: Security Hub may still list the account as Enabled (D15). */
const gone = new Set(["SUSPENDED", "PENDING_CLOSURE", "CLOSED"]);

/**
 * Organizations calls it gone, or the hub calls it suspended and Organizations does not call it active again: then
 * what the hub has left of it is to be enabled anew.
 */
const isSuspended = (state: State, standing: string | undefined): boolean =>
  standing === undefined
    ? state === "AccountSuspended"
    : gone.has(standing) || (state === "AccountSuspended" && standing !== "ACTIVE");

const bump = (counts: Map<string, number>, key: string) =>
  counts.set(key, (counts.get(key) ?? 0) + 1);

/** The states of a membership of which nothing is left to remove. */
const isOut = (state: State): boolean =>
  state === "Absent" || state === "Deleted" || state === "Removed";

/** Compares every account of the ledger with its memberships. */
export function survey(input: PlanInput, memberships: States, { accounts }: Resolution): Survey {
  const found: Survey = {
    entrants: [],
    removals: [],
    escalations: [],
    wanted: new Map(),
    enabled: new Map(),
  };
  const listed = new Map(input.organization?.accounts.map(({ id, state }) => [id, state]));
  const managementId = input.organization?.managementId ?? input.management;
  const only = input.only && new Set(input.only.map((one) => `${one.accountId}/${one.region}`));
  const share = sharing<Step>();
  for (const account of accounts.values()) {
    const { accountId, row } = account;
    const wanted = new Set(row.desired === "member" ? regionsOf(row, input.regions) : []);
    const standing = listed.get(accountId);
    const entrant = entrantOf(account, managementId);
    for (const at of input.regions) {
      if (only && !(only.has(`${accountId}/${at.region}`) && wanted.has(at.region))) continue;
      const known = memberships.at(accountId, at.region);
      const pair: Pair = {
        account,
        entrant,
        at,
        state: known?.state ?? "Absent",
        reported: known?.reported,
        isOwners: row.join === "self-service" || entrant.joiner.management,
        way: wayOf(at, input.organization !== undefined && standing === undefined),
      };
      const cleans = row.memberSide ?? input.memberSide ?? false;
      if (!wanted.has(at.region)) takeOut(pair, cleans, found);
      else {
        bump(found.wanted, at.region);
        bringIn(pair, isSuspended(pair.state, standing), found, share);
      }
    }
    if (entrant.joiner.regions.length + entrant.members.length > 0) found.entrants.push(entrant);
  }
  return found;
}

/** An account of which nothing is planned yet. */
const entrantOf = (
  { row, accountId, accountName, email }: Resolved,
  managementId: AccountId | undefined,
): Entrant => ({
  joiner: {
    row: row.row,
    accountId,
    ...(accountName !== undefined && { accountName }),
    ...(email !== undefined && { email }),
    join: row.join,
    management: accountId === managementId,
    regions: [],
  },
  members: [],
});

/** Neither delegated administrator nor central configuration reaches beyond the organization. */
export const wayOf = ({ way }: Pick<HubRegion, "way">, isOutside: boolean): Way =>
  isOutside && way !== "blocked" ? "invitation" : way;

const reference = ({ account: { row, accountId }, at: { region }, state }: Pair) => ({
  row: row.row,
  accountId,
  region,
  state,
});

function escalate(pair: Pair, reason: Reason, found: Survey, detail?: string): void {
  const { accountId, ...rest } = reference(pair);
  found.escalations.push({ ...rest, account: accountId, reason, ...(detail && { detail }) });
}

function bringIn(pair: Pair, suspended: boolean, found: Survey, share: (step: Step) => Step): void {
  const { entrant, at, state, way, reported } = pair;
  const command = decide("member", state, way);
  const waits = pair.isOwners && way === "invitation";
  if (!at.readable) escalate(pair, "RegionUnread", found, at.reason);
  else if (!at.hubEnabled) escalate(pair, "HubNotEnabled", found, at.reason);
  else if (suspended) escalate(pair, "AccountSuspended", found);
  else if (command === "None") {
    bump(found.enabled, at.region);
    if (!pair.isOwners) entrant.members.push(at.region);
  } else if (command === "Escalate") escalate(pair, reasonFor(state, way), found, reported);
  else {
    if (waits) escalate(pair, "WaitsForOwner", found);
    if (!waits || command !== "AcceptInvitation")
      entrant.joiner.regions.push(share({ region: at.region, state, command, way }));
  }
}

/** Named, never done here: nothing is removed without a plan that a person saw. */
function takeOut(pair: Pair, cleans: boolean, found: Survey): void {
  const { account, at, state, way, reported } = pair;
  const absent = account.row.desired === "absent";
  const command = decide("absent", state, way);
  if (!at.readable) {
    if (absent) escalate(pair, "RegionUnread", found, at.reason);
  } else if (command === "Escalate") {
    const reason = reasonFor(state, way);
    const left = ["AccountSuspended", "RegionDisabled", "Refused"].includes(reason);
    if (absent) escalate(pair, left ? "RemovalNotApproved" : reason, found, reported);
  } else if (command !== "None" && (absent || !hasLeft(state))) {
    const because = absent ? "absent" : "narrower";
    const memberSide = cleans && { memberSide: true as const };
    found.removals.push({ ...reference(pair), command, way, because, ...memberSide });
  }
}

/** A row that only lingers in the hub: a narrower wish has nothing to take away there. */
const hasLeft = (state: State): boolean => state === "Removed" || state === "Resigned";

/** Why `decide` said Escalate. */
function reasonFor(state: State, way: Way): Reason {
  if (state === "AccountSuspended" || state === "RegionDisabled") return state;
  if (state === "Unknown") return "UnknownStatus";
  if (way === "central") return "CentralConfiguration";
  return way === "blocked" ? "OtherAdministrator" : "Refused";
}

/**
 * Members that the ledger does not name, with the Regions in which the hub has them. Regions are read side by side: the
 * order in which something was seen says nothing.
 */
export function unknownMembers(
  { hub, regions }: PlanInput,
  memberships: States,
  named: ReadonlySet<string>,
): Plan["unknown"] {
  const unknown = new Map<AccountId, Region[]>();
  for (const { accountId, region, state } of memberships)
    if (!named.has(accountId) && accountId !== hub && !isOut(state))
      unknown.set(accountId, [...(unknown.get(accountId) ?? []), region]);
  const hubs = regions.map((one) => one.region);
  const inOrder = (own: Region[]) =>
    [...new Set([...hubs, ...own.sort()])].filter((region) => own.includes(region));
  return [...unknown.keys()]
    .sort()
    .map((accountId) => ({ accountId, regions: inOrder(unknown.get(accountId)!) }));
}
