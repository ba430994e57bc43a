// Puts an estate into an empty world. Everything in it happened long ago: nothing lags.
import type { Estate } from "../estate.ts";
import { designate } from "../services/securityhub/organization.ts";
import { State } from "../services/securityhub/state.ts";
import type { World } from "../wire/service.ts";
import { type Account, Accounts } from "./accounts.ts";
import { DEFAULT_REGIONS, REGIONS } from "./regions.ts";
import { Roles, trusting } from "./roles.ts";

/** Writes accounts, roles and Security Hub's state of an estate. */
export function seed(world: World, { hub, management, accounts }: Estate): void {
  const past: World = {
    clock: world.clock,
    store: world.store,
    random: () => 0,
    call: (...call) => world.call(...call),
    log: (line) => world.log(line),
  };
  const known = new Accounts(past, false);
  const roles = new Roles(world);
  const state = new State(past, known);
  const now = world.clock.now();

  const put = (account: Omit<Account, "state"> & Partial<Account>, inOrganization: boolean) => {
    const organization = management?.account;
    known.put({
      state: "ACTIVE",
      ...account,
      ...(organization !== undefined &&
        inOrganization && {
          organization,
          joined: { method: "INVITED", at: now, listedAt: now } as const,
        }),
    });
  };
  const admit = (account: string, role: Estate["hub"]["role"]) => {
    if (role) roles.create(account, role.name, trusting(hub.account, role.externalId), 0);
  };
  const nameless = (id: string, name: string, regions: readonly string[]) => ({
    id,
    name,
    email: `account-${id}@example.com`,
    regions: [...regions],
  });

  if (management) {
    put(nameless(management.account, "Management", DEFAULT_REGIONS), true);
    admit(management.account, management.role);
  }
  // One account may be both; the hub's Regions count then.
  put(nameless(hub.account, "Security Hub administrator", hub.regions), true);
  admit(hub.account, hub.role);
  for (const { id, name, email, regions, status, organization, role } of accounts) {
    put({ id, name, email, regions, state: status }, organization);
    admit(id, role);
  }

  for (const region of hub.regions) state.enable(hub.account, region, { standards: false });
  for (const account of accounts) {
    for (const region of account.hubEnabled) state.enable(account.id, region, { standards: false });
    const { administrator } = account;
    if (!administrator) continue;
    // An administrator that the estate does not describe is somebody else's account.
    if (!known.get(administrator.account))
      put(nameless(administrator.account, "Somebody else's administrator", REGIONS), false);
    for (const region of administrator.regions) {
      for (const id of [administrator.account, account.id])
        if (!state.isOn(id, region)) state.enable(id, region, { standards: false });
      state.link(administrator.account, region, account.id, { via: "invitation" });
    }
  }
  if (hub.delegatedAdministrator && management)
    for (const region of hub.regions) designate(state, management.account, region, hub.account);
}
