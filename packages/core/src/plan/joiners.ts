// The plan's additions, gathered by account: one child execution joins one account in all its Regions.
import type { AccountId } from "../account.ts";
import type { Resolved } from "./resolve.ts";
import type { Addition, Escalation, Joiner, Raise } from "./types.ts";

/** One joiner for each account that something is to be done for. */
export function joiners(
  additions: readonly Addition[],
  accounts: ReadonlyMap<AccountId, Resolved>,
  management: AccountId | undefined,
  raises: readonly Raise[] = [],
): Joiner[] {
  const gathered = new Map<AccountId, Joiner>();
  const joinerOf = ({
    accountId,
    row,
    join,
  }: Pick<Raise, "accountId" | "row" | "join">): Joiner => {
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
    gathered.set(accountId, joiner);
    return joiner;
  };
  for (const addition of additions) {
    const { region, state, command, way } = addition;
    joinerOf(addition).regions.push({ region, state, command, way });
  }
  for (const raise of raises) {
    const joiner = joinerOf(raise);
    joiner.baseline = [...(joiner.baseline ?? []), { region: raise.region, parts: raise.parts }];
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
