// The least number of AWS calls that can do a plan. For N accounts in R Regions by invitation it is
// 3R⌈N/50⌉ + 2N + 3NR; here it is counted from the pairs themselves, so partly joined estates,
// Regions that differ by row, and both ways of joining have their own true bound.
import type { Part } from "../baseline/part.ts";
import type { Region } from "../region.ts";
import type { Newcomer } from "./joiners.ts";
import type { Bound } from "./types.ts";

/** CreateMembers takes 1 to 50 accounts a call, and a page of ListMembers has at most 50. */
export const BATCH = 50;

/**
 * What one created account costs before it joins. ListAccounts and ListCreateAccountStatus are asked
 * before CreateAccount, DescribeCreateAccountStatus at least twice after it; then AssumeRole into the
 * management account, AssumeRole on into the new one, CreateRole and PutRolePolicy there.
 */
export const CALLS_PER_CREATION = 9;

const batches = (count: number): number => Math.ceil(count / BATCH);

/** How many of something there are in each Region. */
class Tally {
  readonly #counts = new Map<Region, number>();

  add(region: Region): void {
    this.#counts.set(region, (this.#counts.get(region) ?? 0) + 1);
  }

  /** What all Regions take together, where so many in one take `of`. */
  sum(of: (count: number) => number): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + of(count), 0);
  }
}

/**
 * Per Region: ⌈create/50⌉ CreateMembers, ⌈invite/50⌉ InviteMembers, ⌈pairs/50⌉ ListMembers as proof.
 * Per account that is entered: AssumeRole and ListRegions. Per pair that is accepted:
 * EnableSecurityHub, ListInvitations, AcceptAdministratorInvitation; a member that left has Security
 * Hub on and needs the last two only. Through the organization: CreateMembers and ListMembers.
 */
function joiningCalls(joiners: readonly Newcomer[]): Omit<Bound, "creation" | "total"> {
  const [creating, inviting, proving] = [new Tally(), new Tally(), new Tally()];
  let [member, entered] = [0, 0];
  for (const { join, regions } of joiners) {
    const enters = join !== "self-service" && regions.some(({ way }) => way === "invitation");
    if (enters) entered += 1;
    for (const { region, state, command, way } of regions) {
      proving.add(region);
      if (command === "CreateMember") creating.add(region);
      if (way !== "invitation") continue;
      if (command !== "AcceptInvitation") inviting.add(region);
      if (enters) member += state === "Resigned" ? 2 : 3;
    }
  }
  return {
    hub: creating.sum(batches) + inviting.sum(batches) + proving.sum(batches),
    member,
    account: 2 * entered,
  };
}

/**
 * What a part takes in the member, on clean ground. Config: look, recorder, channel, start, proof. GuardDuty: look, detector,
 * invitations, acceptance. Standards: what is on, what there is, switching on, and the proof that they are.
 */
const inMember: Record<Part, number> = { config: 5, guardDuty: 4, standards: 4 };

/** Of the hub for a Region's members of GuardDuty: its detector; per 50 of them CreateMembers, InviteMembers, and GetMembers before, between and after. */
const [DETECTOR, BATCHES] = [1, 5];

/**
 * The baseline: AssumeRole, once for each account; the service-linked role of Config, once too. Nothing, where none is
 * wanted.
 */
function raisingCalls(joiners: readonly Newcomer[]): number {
  const guarded = new Tally();
  let calls = 0;
  for (const { baseline = [] } of joiners) {
    if (baseline.length > 0) calls += 1;
    if (baseline.some(({ parts }) => parts.includes("config"))) calls += 1;
    for (const { region, parts } of baseline) {
      if (parts.includes("guardDuty")) guarded.add(region);
      for (const part of parts) calls += inMember[part];
    }
  }
  return calls + guarded.sum((count) => DETECTOR + BATCHES * batches(count));
}

/**
 * The bound of a plan. Accounts that are created join later than the others, in batches of their own: `created` are
 * those, with the e-mail in place of the id.
 */
export function bound(joiners: readonly Newcomer[], created: readonly Newcomer[]): Bound {
  const now = joiningCalls(joiners);
  const then = joiningCalls(created);
  const hub = now.hub + then.hub;
  const member = now.member + then.member;
  const account = now.account + then.account;
  const creation = CALLS_PER_CREATION * created.filter(({ regions }) => regions.length > 0).length;
  const all = [...joiners, ...created];
  const baseline = raisingCalls(all);
  return {
    hub,
    member,
    account,
    creation,
    ...(all.some((one) => one.baseline?.length) && { baseline }),
    total: hub + member + account + creation + baseline,
  };
}
