// Goes through every wanted pair of account and Region, and asks `decide` what to do.
import type { Membership, State, Way } from "../membership.ts";
import { decide } from "../membership.ts";
import type { HubRegion, PlanInput } from "../plan.ts";
import type { Reason } from "../run/outcome.ts";
import type { Resolution, Resolved } from "./resolve.ts";
import { regionsOf } from "./resolve.ts";
import type { Addition, Escalation, Plan, Removal } from "./types.ts";

export interface Survey {
  additions: Addition[];
  removals: Removal[];
  escalations: Escalation[];
  /** How many pairs are wanted, and are fine, in each Region. */
  wanted: Map<string, number>;
  enabled: Map<string, number>;
  /** Pairs that are members already, and that rollcall may enter: where a baseline may still be missing. */
  members: Entered[];
}

/** A pair that rollcall enters, or could. */
export type Entered = Pick<Addition, "row" | "accountId" | "region" | "way" | "join">;

/** One account in one Region, with all that the decision needs. */
interface Pair {
  account: Resolved;
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
export function survey(input: PlanInput, { accounts }: Resolution): Survey {
  const found: Survey = {
    additions: [],
    removals: [],
    escalations: [],
    wanted: new Map(),
    enabled: new Map(),
    members: [],
  };
  const recorded = new Map<string, Membership>();
  for (const one of input.memberships) recorded.set(`${one.accountId}/${one.region}`, one);
  const members = new Map(input.organization?.accounts.map(({ id, state }) => [id, state]));

  const managementId = input.organization?.managementId ?? input.management;
  const only = input.only && new Set(input.only.map((one) => `${one.accountId}/${one.region}`));
  for (const account of accounts.values()) {
    const wanted = new Set(
      account.row.desired === "member" ? regionsOf(account.row, input.regions) : [],
    );
    const standing = members.get(account.accountId);
    for (const at of input.regions) {
      const key = `${account.accountId}/${at.region}`;
      if (only && !(only.has(key) && wanted.has(at.region))) continue;
      const membership = recorded.get(key);
      const pair: Pair = {
        account,
        at,
        state: membership?.state ?? "Absent",
        reported: membership?.reported,
        isOwners: account.row.join === "self-service" || account.accountId === managementId,
        way: wayOf(at, input.organization !== undefined && standing === undefined),
      };
      const cleans = account.row.memberSide ?? input.memberSide ?? false;
      if (!wanted.has(at.region)) takeOut(pair, cleans, found);
      else {
        bump(found.wanted, at.region);
        bringIn(pair, isSuspended(pair.state, standing), found);
      }
    }
  }
  return found;
}

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

function bringIn(pair: Pair, suspended: boolean, found: Survey): void {
  const { account, at, state, way, reported } = pair;
  const command = decide("member", state, way);
  const waits = pair.isOwners && way === "invitation";
  if (!at.readable) escalate(pair, "RegionUnread", found, at.reason);
  else if (!at.hubEnabled) escalate(pair, "HubNotEnabled", found, at.reason);
  else if (suspended) escalate(pair, "AccountSuspended", found);
  else if (command === "None") {
    bump(found.enabled, at.region);
    const { row, accountId, region } = reference(pair);
    if (!pair.isOwners) found.members.push({ row, accountId, region, way, join: account.row.join });
  } else if (command === "Escalate") escalate(pair, reasonFor(state, way), found, reported);
  else {
    if (waits) escalate(pair, "WaitsForOwner", found);
    if (!waits || command !== "AcceptInvitation")
      found.additions.push({ ...reference(pair), command, way, join: account.row.join });
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

/** Members that the ledger does not name, with the Regions in which the hub has them. */
export function unknownMembers(input: PlanInput, named: ReadonlySet<string>): Plan["unknown"] {
  const regions = new Map<string, string[]>();
  for (const { accountId, region, state } of input.memberships)
    if (!named.has(accountId) && accountId !== input.hub && !isOut(state))
      regions.set(accountId, [...(regions.get(accountId) ?? []), region]);
  return [...regions].map(([accountId, own]) => ({ accountId, regions: own }));
}
