// Security Hub in an organization: the delegated administrator of each Region, and how it treats
// accounts that join.
import type { Account } from "../../estate/accounts.ts";
import type { Context, Handlers } from "../../wire/service.ts";
import { AwsError } from "../../wire/service.ts";
import { readPage } from "./pages.ts";
import { invalidInput, notOrganizationAdministrator, oneOf } from "./refusals.ts";
import type { State } from "./state.ts";

/** Pages of ListOrganizationAdminAccounts: at most 10 (API reference). */
const PAGE = 10;

/** Operations of the management account and of the delegated administrator. */
export function organizationOperations(state: State): Handlers {
  return {
    EnableOrganizationAdminAccount({ AdminAccountId, Feature }, caller: Context) {
      cspm(Feature);
      const management = managementOnly(state, caller);
      const { region } = caller;
      const current = state.delegate(management, region);
      if (current !== undefined && current !== AdminAccountId)
        throw invalidInput(`${current} is already the delegated administrator`); // assumed, text only
      if (!belongs(state, AdminAccountId, management))
        throw invalidInput(`${AdminAccountId} is not an account of the organization`); // assumed, text only
      designate(state, management, region, AdminAccountId);
      return { AdminAccountId, Feature: Feature ?? "SecurityHub" };
    },

    DisableOrganizationAdminAccount({ AdminAccountId, Feature }, caller: Context) {
      cspm(Feature);
      const management = managementOnly(state, caller);
      const { region } = caller;
      if (state.delegate(management, region) !== AdminAccountId)
        throw invalidInput(`${AdminAccountId} is not the delegated administrator`); // assumed, text only
      state.putDelegate(management, region, undefined);
      state.putConfiguration(AdminAccountId, region, undefined);
      // assumed(delegate-takes-its-members-along): its organization members are disassociated.
      if (!state.faults.holds("delegate-takes-its-members-along")) return {};
      for (const id of state.memberships.of(AdminAccountId, region))
        if (state.administratorOf(id, region)?.via === "organization")
          state.part(id, region, "Removed");
      return {};
    },

    ListOrganizationAdminAccounts(input, caller: Context) {
      cspm(input.Feature);
      const current = state.delegate(managementOnly(state, caller), caller.region);
      const all = current ? [{ AccountId: current, Status: "ENABLED" }] : [];
      const { items, next } = readPage(all, { ...input, most: PAGE });
      return { AdminAccounts: items, NextToken: next, Feature: input.Feature ?? "SecurityHub" };
    },

    DescribeOrganizationConfiguration(_input, { account, region }: Context) {
      state.hub(account, region);
      if (!state.organizationOf(account, region)) throw notOrganizationAdministrator(account);
      const { autoEnable, autoEnableStandards, type } = state.configuration(account, region);
      return {
        AutoEnable: autoEnable,
        MemberAccountLimitReached: false,
        AutoEnableStandards: autoEnableStandards,
        OrganizationConfiguration: { ConfigurationType: type, Status: "ENABLED" },
      };
    },

    UpdateOrganizationConfiguration(input, { account, region }: Context) {
      state.hub(account, region);
      if (!state.organizationOf(account, region)) throw notOrganizationAdministrator(account);
      const old = state.configuration(account, region);
      const wanted = input.OrganizationConfiguration ?? {};
      oneOf(input, "AutoEnableStandards", ["NONE", "DEFAULT"]);
      oneOf(wanted, "ConfigurationType", ["CENTRAL", "LOCAL"]);
      const type = wanted.ConfigurationType ?? old.type;
      const standards = input.AutoEnableStandards ?? (type === "CENTRAL" ? "NONE" : "DEFAULT");
      // Central configuration forces both off.
      if (type === "CENTRAL" && (input.AutoEnable || standards !== "NONE"))
        throw invalidInput("AutoEnable cannot be changed under central configuration"); // assumed, text only
      const autoEnable = Boolean(input.AutoEnable);
      state.putConfiguration(account, region, { autoEnable, autoEnableStandards: standards, type });
      return {};
    },
  };
}

/** Refuses the newer Security Hub, which has a delegated administrator of its own. */
function cspm(feature = "SecurityHub"): void {
  if (feature === "SecurityHub") return;
  oneOf({ feature }, "feature", ["SecurityHub", "SecurityHubV2"]);
  throw new AwsError("NotImplemented", "not emulated: SecurityHubV2", { status: 501 });
}

/** Makes an account the delegated administrator in a Region. */
export function designate(state: State, management: string, region: string, account: string): void {
  state.putDelegate(management, region, account);
  // assumed(delegate-is-switched-on): Security Hub is on in the delegated administrator from then on.
  if (!state.isOn(account, region) && state.faults.holds("delegate-is-switched-on"))
    state.enable(account, region, {});
  // Members by invitation that are in the organization become organization members by themselves.
  for (const id of state.memberships.of(account, region)) {
    if (state.accounts.managementOf(id) !== management) continue;
    if (state.administratorOf(id, region)?.account === account)
      state.link(account, region, id, { via: "organization" });
  }
}

/** Enables an account that joins an organization, in the Regions whose administrator wants that. */
export function autoEnable(state: State, account: Account): void {
  if (account.organization === undefined) return;
  for (const region of account.regions) {
    const administrator = state.delegate(account.organization, region);
    if (administrator === undefined || state.administratorOf(account.id, region)) continue;
    const { autoEnable: wanted, autoEnableStandards } = state.configuration(administrator, region);
    if (!wanted) continue;
    if (!state.isOn(account.id, region))
      state.enable(account.id, region, { standards: autoEnableStandards === "DEFAULT" });
    state.link(administrator, region, account.id, { via: "organization" });
  }
}

/** Ends the memberships of an account that has left the organization. */
export function release(state: State, account: Account, management: string): void {
  for (const region of account.regions) {
    const link = state.administratorOf(account.id, region);
    const own = link && state.delegate(management, region) === link.account;
    if (!own || link.via !== "organization") continue;
    state.part(account.id, region, "Removed");
    // assumed(left-account-keeps-its-row): as Removed; the console says "Disassociated" (user guide, 2023).
    if (!state.faults.holds("left-account-keeps-its-row"))
      state.memberships.put(link.account, region, account.id, null);
  }
}

function managementOnly(state: State, { account }: Context): string {
  if (state.accounts.managementOf(account) === account) return account;
  // assumed, code and text only
  throw new AwsError(
    "AccessDeniedException",
    `Account ${account} is not the management account of an organization`,
    { status: 403 },
  );
}

/** In an open world an account that nobody has named joins the organization that asks for it. */
function belongs(state: State, id: string, management: string): boolean {
  const { accounts } = state;
  if (accounts.open && accounts.get(id)?.organization === undefined && id !== management) {
    const account = accounts.get(id);
    if (account) accounts.put({ ...account, organization: management });
  }
  return accounts.managementOf(id) === management;
}
