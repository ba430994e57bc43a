// The plan of a request to close accounts: it names whoever may be closed, says of everybody else why not, and plans
// nothing beside that.
import type { AccountId } from "../account.ts";
import { States } from "../membership/states.ts";
import { decide, type State, type Way } from "../membership.ts";
import { diff, type PlanInput } from "../plan.ts";
import type { Reason } from "../run/outcome.ts";
import { wayOf } from "./survey.ts";
import type { Closure, Escalation, Plan } from "./types.ts";

/** An account that somebody wants closed, and what is on record of its creation. */
export interface Wanted {
  accountId: AccountId;
  /** Absent: rollcall did not create it. `closed`: its end is on record already. */
  creation?: { accountName: string; email: string; closed: boolean } | undefined;
}

/** What Organizations' word for an account means for closing it. */
export type Standing = "open" | "closing" | "closed" | "outside" | "unknown";

/** `Account.State` (Organizations API reference). A closed account is SUSPENDED for 90 days, then gone (user guide). */
const standings: Record<string, Standing> = {
  ACTIVE: "open",
  PENDING_ACTIVATION: "open",
  PENDING_CLOSURE: "closing",
  SUSPENDED: "closed",
  CLOSED: "closed",
};

/** How an account stands by Organizations' word for it; undefined: Organizations does not have it. */
export const standingOf = (state: string | undefined): Standing =>
  state === undefined ? "outside" : (standings[state] ?? "unknown");

/**
 * Is nothing of a membership left that off-boarding would have to take away? Where the account itself is suspended, or
 * has switched the Region off, nothing is.
 */
export const isOut = (state: State, way: Way): boolean =>
  state === "AccountSuspended" ||
  state === "RegionDisabled" ||
  decide("absent", state, way) === "None";

type Refusal = Omit<Escalation, "row" | "account"> & { reason: Reason };

/** Plans the closing of accounts. What is closed, and on record as closed, is nobody's work. */
export function planClosures(input: PlanInput, wanted: readonly Wanted[]): Plan {
  const memberships = States.of(input.memberships);
  const closures: Closure[] = [];
  const escalations: Escalation[] = [];
  const allowed = input.within && new Set(input.within.closures?.map((one) => one.accountId));
  for (const [at, { accountId, creation }] of wanted.entries()) {
    const row = at + 1;
    const found = creation
      ? judge(input, memberships, accountId, creation.closed)
      : [{ reason: notOurs }];
    if (Array.isArray(found))
      escalations.push(...found.map((one) => ({ ...one, row, account: accountId })));
    else if (creation && !found.recorded && (!allowed || allowed.has(accountId))) {
      const { accountName, email } = creation;
      closures.push({ row, accountId, accountName, email, already: found.already });
    }
  }
  // Beside that nothing is planned: neither rows nor memberships are compared.
  const nothing = diff({ ...input, memberships, rows: [], only: [], within: undefined });
  return { ...nothing, closures, escalations };
}

const notOurs = "NotCreatedHere" satisfies Reason;

/** Why an account that rollcall created is not closed, or what is left to do about it. */
function judge(
  { organization, regions }: PlanInput,
  memberships: States,
  accountId: AccountId,
  recorded: boolean,
): Refusal[] | { already: boolean; recorded: boolean } {
  if (!organization) return [{ reason: "OrganizationUnread" }];
  const state = organization.accounts.find((one) => one.id === accountId)?.state;
  const standing = standingOf(state);
  if (standing === "unknown") return [{ reason: "ClosureRefused", detail: state }];
  if (standing === "outside")
    return recorded ? { already: true, recorded } : [{ reason: "OutsideOrganization" }];
  if (standing !== "open") return { already: true, recorded: recorded && standing === "closed" };
  const left = regions.flatMap((at): Refusal[] => {
    const { region, reason: detail } = at;
    if (!at.readable) return [{ region, reason: "RegionUnread", ...(detail && { detail }) }];
    const membership = memberships.at(accountId, region)?.state ?? "Absent";
    return isOut(membership, wayOf(at, false))
      ? []
      : [{ region, state: membership, reason: "StillMember" }];
  });
  return left.length > 0 ? left : { already: false, recorded: false };
}
