// The plan: what the ledger wants, less what AWS has. A pure comparison of plain records; what it
// does not name is not touched.
import type { AccountId, CreationRecord } from "./account.ts";
import type { Recorded, Seen } from "./baseline/recorded.ts";
import type { Wanted } from "./baseline.ts";
import type { Row } from "./ledger/row.ts";
import { type Known, States } from "./membership/states.ts";
import type { Key, Way } from "./membership.ts";
import { blastOf } from "./plan/blast.ts";
import { bound } from "./plan/bound.ts";
import { full, joiningLater } from "./plan/joiners.ts";
import { joining } from "./plan/joining.ts";
import { raised, unset } from "./plan/raises.ts";
import { resolve, restricted } from "./plan/resolve.ts";
import { survey, unknownMembers } from "./plan/survey.ts";
import { totals } from "./plan/totals.ts";
import type { Escalation, Plan } from "./plan/types.ts";
import { cut, room } from "./plan/waves.ts";
import { narrow, type Within } from "./plan/within.ts";
import type { Region } from "./region.ts";

export { Blast, Cause, causesOf } from "./plan/blast.ts";
export { bound } from "./plan/bound.ts";
export { additionsOf, raisesOf } from "./plan/joiners.ts";
export {
  Addition,
  Bound,
  Closure,
  Creation,
  Escalation,
  Joiner,
  Outline,
  Plan,
  Raise,
  Removal,
  Wave,
} from "./plan/types.ts";

/** How the hub stands in one Region. Where it could not be read, `reason` says why. */
export interface HubRegion {
  region: Region;
  readable: boolean;
  reason?: string | undefined;
  way: Way;
  hubEnabled: boolean;
}

/** An account as Organizations lists it; `state` is `Account.State` (ACTIVE, SUSPENDED, …). */
export interface OrganizationAccount {
  id: AccountId;
  name: string;
  email: string;
  state: string;
}

/** Everything that a plan is made from. */
export interface PlanInput {
  run: string;
  rows: readonly Row[];
  /** The recorded state, after this run's observation. */
  memberships: Iterable<Key & Known>;
  regions: readonly HubRegion[];
  /** Undefined: the settings name no management account, or it could not be asked. */
  organization: { accounts: readonly OrganizationAccount[]; managementId: AccountId } | undefined;
  creations: readonly CreationRecord[];
  hub: AccountId;
  /** The management account of the settings. Without it nothing can be created. */
  management?: AccountId | undefined;
  /**
   * A heal's restriction: nothing else is planned, whatever the rows say. Nothing is created or removed then, and
   * nobody is named who is not meant.
   */
  only?: readonly Key[] | undefined;
  /** The plan that a person approved: what it does not name drops out, whatever has become of AWS meanwhile. */
  within?: Within | undefined;
  /** What the settings say of the member's side, where a row says nothing. */
  memberSide?: boolean | undefined;
  /** Absent: neither settings nor rows want anything beside the membership. */
  baseline?: { wanted: Wanted; recorded: Recorded | readonly Seen[] } | undefined;
}

/** Compares ledger and AWS. The same input gives the same plan, in the ledger's order. */
export function diff(input: PlanInput): Plan {
  const memberships = States.of(input.memberships);
  const resolved = input.only ? restricted(resolve(input), input.only) : resolve(input);
  const found = survey(input, memberships, resolved);
  if (input.within) narrow(resolved, found, input.within);

  const left = room(memberships, found.entrants);
  const { entrants, refused } =
    left > 0 ? { entrants: found.entrants, refused: [] } : full(found.entrants);
  const joiners = raised(input, resolved, entrants);
  const later = joiningLater(input, resolved.creations);
  const escalations: Escalation[] = [
    ...resolved.escalations,
    ...found.escalations,
    ...refused,
    ...unset(input, resolved),
  ];

  const waves = cut(joiners, Math.max(1, left));
  const regions = totals(input, found, { joiners, escalations, creations: resolved.creations });
  const named = new Set([...resolved.accounts.values()].map(({ accountId }) => accountId));
  return {
    run: input.run,
    creations: resolved.creations,
    joining: joining(joiners, waves.length),
    removals: found.removals,
    escalations,
    unknown: input.only ? [] : unknownMembers(input, memberships, named),
    missing: (input.only ? [] : (input.organization?.accounts ?? []))
      .filter(({ id, state }) => state === "ACTIVE" && !named.has(id) && id !== input.hub)
      .map(({ id, name }) => ({ accountId: id, accountName: name })),
    waves,
    regions,
    resolved: resolved.looked,
    bound: bound(joiners, later),
    blast: blastOf(memberships, found.removals, regions, input.hub),
  };
}
