// The hub's word on some accounts, as far as it counts: what is behind a fresh answer says nothing.
import type { AccountId } from "@rollcall/core/account";
import type { Membership, Observation } from "@rollcall/core/membership";
import { isTooEarly } from "@rollcall/core/membership/lag";
import type { Region } from "@rollcall/core/region";
import { getMembers } from "../security-hub.ts";
import { membershipsAt } from "../table/memberships.ts";
import { byName } from "../table/record.ts";

/**
 * Asks the hub about accounts in a Region. `believed`: what it says, without what contradicts a fresh answer; `known`:
 * what is recorded of whom it told of, by `account/Region`.
 */
export async function askHub(
  region: Region,
  accounts: AccountId[],
): Promise<{ believed: Observation[]; known: Map<string, Membership> }> {
  const seen = await getMembers(region, accounts);
  const known = byName(await membershipsAt(seen));
  const believed = seen.filter((one) => !isTooEarly(known.get(`${one.accountId}/${region}`), one));
  return { believed, known };
}
