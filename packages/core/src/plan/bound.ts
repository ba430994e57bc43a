// The least number of AWS calls that can do a plan. For N accounts in R Regions by invitation it is
// 3R⌈N/50⌉ + 2N + 3NR; here it is counted from the pairs themselves, so partly joined estates,
// Regions that differ by row, and both ways of joining have their own true bound.
import type { Part } from "../baseline/part.ts";
import type { Addition, Bound, Raise } from "./types.ts";

/** CreateMembers takes 1 to 50 accounts a call, and a page of ListMembers has at most 50. */
export const BATCH = 50;

/**
 * What one created account costs before it joins. ListAccounts and ListCreateAccountStatus are asked
 * before CreateAccount, DescribeCreateAccountStatus at least twice after it; then AssumeRole into the
 * management account, AssumeRole on into the new one, CreateRole and PutRolePolicy there.
 */
export const CALLS_PER_CREATION = 9;

const batches = (count: number): number => Math.ceil(count / BATCH);

const tally = <Key>(keys: Key[]): Map<Key, number> => {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

const sum = (counts: Iterable<number>): number => {
  let total = 0;
  for (const count of counts) total += count;
  return total;
};

/** What the bound needs to know of a pair that is to be brought in. */
export type Pair = Pick<Addition, "accountId" | "region" | "state" | "command" | "way" | "join">;

/**
 * Per Region: ⌈create/50⌉ CreateMembers, ⌈invite/50⌉ InviteMembers, ⌈pairs/50⌉ ListMembers as proof.
 * Per account that is entered: AssumeRole and ListRegions. Per pair that is accepted:
 * EnableSecurityHub, ListInvitations, AcceptAdministratorInvitation; a member that left has Security
 * Hub on and needs the last two only. Through the organization: CreateMembers and ListMembers.
 */
function joining(pairs: readonly Pair[]): Omit<Bound, "creation" | "total"> {
  const invited = pairs.filter(({ way }) => way === "invitation");
  const entered = invited.filter(({ join }) => join !== "self-service");
  const inRegions = (some: readonly Pair[]) =>
    sum([...tally(some.map(({ region }) => region)).values()].map(batches));

  const creating = pairs.filter(({ command }) => command === "CreateMember");
  const inviting = invited.filter(({ command }) => command !== "AcceptInvitation");
  return {
    hub: inRegions(creating) + inRegions(inviting) + inRegions(pairs),
    member: sum(entered.map(({ state }) => (state === "Resigned" ? 2 : 3))),
    account: 2 * new Set(entered.map(({ accountId }) => accountId)).size,
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
function raising(raises: readonly Pick<Raise, "accountId" | "region" | "parts">[]): number {
  const accounts = new Set(raises.map(({ accountId }) => accountId)).size;
  const recorded = raises.filter(({ parts }) => parts.includes("config"));
  const guarded = tally(
    raises.filter(({ parts }) => parts.includes("guardDuty")).map(({ region }) => region),
  );
  return (
    accounts +
    new Set(recorded.map(({ accountId }) => accountId)).size +
    sum([...guarded.values()].map((count) => DETECTOR + BATCHES * batches(count))) +
    sum(raises.flatMap(({ parts }) => parts.map((part) => inMember[part])))
  );
}

/**
 * The bound of a plan. Accounts that are created join later than the others, in batches of their own:
 * `created` are their pairs, with the e-mail in place of the id.
 */
export function bound(
  additions: readonly Pair[],
  created: readonly Pair[],
  raises: readonly Pick<Raise, "accountId" | "region" | "parts">[] = [],
): Bound {
  const now = joining(additions);
  const later = joining(created);
  const hub = now.hub + later.hub;
  const member = now.member + later.member;
  const account = now.account + later.account;
  const creation = CALLS_PER_CREATION * new Set(created.map(({ accountId }) => accountId)).size;
  const baseline = raising(raises);
  return {
    hub,
    member,
    account,
    creation,
    ...(raises.length > 0 && { baseline }),
    total: hub + member + account + creation + baseline,
  };
}
