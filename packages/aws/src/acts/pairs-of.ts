// Every pair of some accounts and Regions, as many at a time as are read together.
import type { AccountId } from "@rollcall/core/account";
import type { Key } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";

/** Accounts of a portion: 3,400 records in 34 Regions. */
const ACCOUNTS = 100;

/** The pairs, portion by portion: who reads them all at once holds the whole estate. */
export function* pairsOf(
  accounts: readonly AccountId[],
  regions: readonly Region[],
): Generator<Key[], void, undefined> {
  for (let at = 0; at < accounts.length; at += ACCOUNTS)
    yield accounts
      .slice(at, at + ACCOUNTS)
      .flatMap((accountId) => regions.map((region) => ({ accountId, region })));
}
