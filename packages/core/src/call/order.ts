// The order of a member's own calls. CloudTrail tells whole seconds, and events come in any order, so that two calls of
// one second can be told apart by what they do alone: only a member can leave, and only who is outside can accept.
import type { Call } from "../call.ts";

/** What a member's own call makes of its membership, once it has succeeded. */
export const makes: Readonly<Record<string, "Enabled" | "Resigned">> = {
  AcceptAdministratorInvitation: "Enabled",
  AcceptInvitation: "Enabled",
  DeclineInvitations: "Resigned",
  DisassociateFromAdministratorAccount: "Resigned",
  DisassociateFromMasterAccount: "Resigned",
};

/**
 * A member's own calls in one Region as they followed each other, each at a moment of its own: those of one second a
 * millisecond apart, however often and in which order their events come. `wasIn`: whether the account was a member before a second.
 */
export function inOrder(calls: readonly Call[], wasIn: (second: string) => boolean): Call[] {
  const own = calls.filter(({ eventName }) => makes[eventName]);
  const seconds = [...Map.groupBy(own, ({ at }) => at)].sort(([a], [b]) => (a < b ? -1 : 1));
  return seconds.flatMap(([second, some]) => {
    const [joins, leaves] = [of(some, "Enabled"), of(some, "Resigned")];
    // What there is one more of came first and last.
    const leavesFirst =
      joins.length === leaves.length
        ? some.length > 1 && wasIn(second)
        : leaves.length > joins.length;
    const [first, others] = leavesFirst ? [leaves, joins] : [joins, leaves];
    return alternating(first, others).map((call, at) => ({ ...call, at: later(second, at) }));
  });
}

const of = (calls: readonly Call[], state: "Enabled" | "Resigned"): Call[] =>
  calls
    .filter(({ eventName }) => makes[eventName] === state)
    .sort((one, other) => (one.id < other.id ? -1 : 1));

const alternating = (first: readonly Call[], second: readonly Call[]): Call[] =>
  Array.from({ length: Math.max(first.length, second.length) }, (_, at) =>
    [first[at], second[at]].filter((one) => one !== undefined),
  ).flat();

const later = (second: string, milliseconds: number): string =>
  new Date(Date.parse(second) + milliseconds).toISOString();
