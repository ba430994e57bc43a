// The plan: what the ledger wants, less what AWS has. A pure comparison of plain records; what it
// does not name is not touched.
import { type AccountId, type CreationRecord, sameEmail } from "./account.ts";
import type { Baseline, Wanted } from "./baseline.ts";
import type { Row } from "./ledger/row.ts";
import type { Key, Membership, Way } from "./membership.ts";
import { blastOf } from "./plan/blast.ts";
import { bound, type Pair } from "./plan/bound.ts";
import { full, joiners } from "./plan/joiners.ts";
import { raises, raisesLater, unset } from "./plan/raises.ts";
import { resolve, restricted } from "./plan/resolve.ts";
import { survey, unknownMembers } from "./plan/survey.ts";
import { totals } from "./plan/totals.ts";
import type { Creation, Escalation, Plan, Removal } from "./plan/types.ts";
import { cut, room } from "./plan/waves.ts";
import type { Region } from "./region.ts";

export { Blast, Cause, causesOf } from "./plan/blast.ts";
export { bound } from "./plan/bound.ts";
export {
  Addition,
  Bound,
  Closure,
  Creation,
  Escalation,
  Joiner,
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
  memberships: readonly Membership[];
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
  within?: Pick<Plan, "creations" | "additions" | "removals" | "raises" | "closures"> | undefined;
  /** What the settings say of the member's side, where a row says nothing. */
  memberSide?: boolean | undefined;
  /** Absent: neither settings nor rows want anything beside the membership. */
  baseline?: { wanted: Wanted; recorded: readonly Baseline[] } | undefined;
}

/** Compares ledger and AWS. The same input gives the same plan, in the ledger's order. */
export function diff(input: PlanInput): Plan {
  const resolved = input.only ? restricted(resolve(input), input.only) : resolve(input);
  const found = survey(input, resolved);
  if (input.within) {
    const { creations, pairs } = allowedBy(input.within);
    resolved.creations = resolved.creations.filter((one) => creations.has(sameEmail(one.email)));
    found.additions = found.additions.filter((one) => pairs.has(`in ${keyOf(one)}`));
    found.removals = found.removals.filter((one) => pairs.has(`out ${keyOf(one)}`));
    found.members = found.members.filter((one) => pairs.has(`raise ${keyOf(one)}`));
  }

  const left = room(input.memberships, found.additions);
  const { additions, refused } =
    left > 0 ? { additions: found.additions, refused: [] } : full(found.additions);
  const raised = raises(input, resolved, { additions, members: found.members });
  const escalations: Escalation[] = [
    ...resolved.escalations,
    ...found.escalations,
    ...refused,
    ...unset(input, resolved),
  ];

  const regions = totals(input, found, { additions, escalations, creations: resolved.creations });
  const named = new Set([...resolved.accounts.values()].map(({ accountId }) => accountId));
  return {
    run: input.run,
    creations: resolved.creations,
    additions,
    removals: found.removals,
    ...(raised.length > 0 && { raises: raised }),
    escalations,
    unknown: input.only ? [] : unknownMembers(input, named),
    missing: (input.only ? [] : (input.organization?.accounts ?? []))
      .filter(({ id, state }) => state === "ACTIVE" && !named.has(id) && id !== input.hub)
      .map(({ id, name }) => ({ accountId: id, accountName: name })),
    waves: cut(
      joiners(
        additions,
        resolved.accounts,
        input.organization?.managementId ?? input.management,
        raised,
      ),
      Math.max(1, left),
    ),
    regions,
    resolved: resolved.looked,
    bound: bound(additions, joiningLater(input, resolved.creations), [
      ...raised,
      ...raisesLater(input, resolved.creations),
    ]),
    blast: blastOf(input.memberships, found.removals, regions, input.hub),
  };
}

const keyOf = (one: Pick<Removal, "accountId" | "region">) => `${one.accountId}/${one.region}`;

/** What was approved, by account and Region: how a change is made may differ by now, never whose and where. */
const allowedBy = (approved: NonNullable<PlanInput["within"]>) => ({
  creations: new Set(approved.creations.map((one) => sameEmail(one.email))),
  pairs: new Set([
    ...approved.additions.map((one) => `in ${keyOf(one)}`),
    ...approved.removals.map((one) => `out ${keyOf(one)}`),
    ...(approved.raises ?? []).map((one) => `raise ${keyOf(one)}`),
  ]),
});

/** The pairs of accounts that do not exist yet: they will be in the organization, and absent. */
const joiningLater = ({ regions }: PlanInput, creations: readonly Creation[]): Pair[] => {
  const ways = new Map(regions.map(({ region, way }) => [region, way]));
  return creations.flatMap((one) =>
    one.regions.map((region) => ({
      accountId: one.email,
      region,
      state: "Absent",
      command: "CreateMember",
      way: ways.get(region) ?? "invitation",
      join: "create",
    })),
  );
};
