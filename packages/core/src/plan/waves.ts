// Waves: a hub has a hard quota of 1,000 open invitations per Region (Security Hub quotas), so those
// that are invited together are at most 1,000, less what is open in the fullest Region already.
import type { States } from "../membership/states.ts";
import type { Entrant } from "./survey.ts";
import type { Joiner, Step, Wave } from "./types.ts";

/** The hard quota, and the size of a wave. */
export const OPEN_INVITATIONS = 1_000;

/** Does a step need a new invitation? */
export const opens = ({ command, way }: Step): boolean =>
  way === "invitation" && command !== "AcceptInvitation";

/**
 * How many accounts may get a new invitation at once. Open invitations that this plan accepts do not
 * count: their accounts come in the first waves. 0 or less: no Region-wide room is left.
 */
export function room(memberships: States, entrants: readonly Entrant[]): number {
  const accepted = new Set(
    entrants.flatMap(({ joiner: { accountId, join, regions } }) =>
      join === "self-service"
        ? []
        : regions.flatMap(({ command, region }) =>
            command === "AcceptInvitation" ? [`${accountId}/${region}`] : [],
          ),
    ),
  );
  const open = new Map<string, number>();
  for (const { accountId, region, state } of memberships)
    if (state === "Invited" && !accepted.has(`${accountId}/${region}`))
      open.set(region, (open.get(region) ?? 0) + 1);
  return OPEN_INVITATIONS - [...open.values()].reduce((most, one) => Math.max(most, one), 0);
}

/** It has joined already. */
const isIn = ({ regions }: Joiner): boolean => regions.length === 0;

/** Cuts the joiners into waves: those that need no new invitation first, then `size` by `size`. */
export function cut(joiners: readonly Joiner[], size: number): Wave[] {
  const needs = (joiner: Joiner) => joiner.regions.some(opens);
  const waves: Wave[] = [];
  const add = (accounts: Joiner[], most: number) => {
    for (let at = 0; at < accounts.length; at += most)
      waves.push({ number: waves.length + 1, accounts: accounts.slice(at, at + most) });
  };
  const inviting = joiners.filter(needs);
  const others = joiners
    .filter((joiner) => !needs(joiner))
    // Whoever accepts what is open makes room; what only lacks a baseline can wait.
    .toSorted((one, other) => Number(isIn(one)) - Number(isIn(other)));
  // One wave for all while everybody fits: fewer waves, fewer half-full batches of 50.
  if (inviting.length <= size && joiners.length <= OPEN_INVITATIONS)
    add([...others, ...inviting], joiners.length || 1);
  else {
    add(others, OPEN_INVITATIONS);
    add(inviting, Math.max(1, size));
  }
  return waves;
}
