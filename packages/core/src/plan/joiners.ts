// The plan's additions, gathered by account: one child execution joins one account in all its Regions.
import type { AccountId } from "../account.ts";
import type { Resolved } from "./resolve.ts";
import type { Addition, Escalation, Joiner } from "./types.ts";

/** One joiner for each account that something is to be done for. */
export function joiners(
  additions: readonly Addition[],
  accounts: ReadonlyMap<AccountId, Resolved>,
  management: AccountId | undefined,
): Joiner[] {
  const gathered = new Map<AccountId, Joiner>();
  for (const { accountId, row, join, region, state, command, way } of additions) {
    const known = accounts.get(accountId);
    const joiner: Joiner = gathered.get(accountId) ?? {
      row,
      accountId,
      ...(known?.accountName !== undefined && { accountName: known.accountName }),
      ...(known?.email !== undefined && { email: known.email }),
      join,
      management: accountId === management,
      regions: [],
    };
    joiner.regions.push({ region, state, command, way });
    gathered.set(accountId, joiner);
  }
  return [...gathered.values()];
}

/** No room for a single new invitation: what would need one is told instead. */
export function full(additions: readonly Addition[]): {
  additions: Addition[];
  refused: Escalation[];
} {
  const needs = ({ command, way }: Addition) =>
    way === "invitation" && command !== "AcceptInvitation";
  return {
    additions: additions.filter((one) => !needs(one)),
    refused: additions.filter(needs).map(({ row, accountId, region, state }) => ({
      row,
      account: accountId,
      region,
      state,
      reason: "QuotaReached",
    })),
  };
}
