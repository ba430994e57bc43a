// Which accounts a delegated administrator may enable without asking them.
import type { State } from "./state.ts";

/** True when `administrator` is the delegated administrator here and the account is in its organization. */
export function organizationMember(
  state: State,
  administrator: string,
  region: string,
  account: string,
): boolean {
  const management = state.organizationOf(administrator, region);
  return management !== undefined && state.accounts.managementOf(account) === management;
}
