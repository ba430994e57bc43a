// Puts an estate into a world. Everything in it happened long ago: nothing lags.
import type { Estate } from "../estate.ts";
import { ADMINISTRATOR } from "../permissions/managed.ts";
import { designate } from "../services/securityhub/organization.ts";
import { State } from "../services/securityhub/state.ts";
import type { World } from "../wire/service.ts";
import { type Account, Accounts } from "./accounts.ts";
import { DEFAULT_REGIONS, REGIONS } from "./regions.ts";
import { Roles, trusting } from "./roles.ts";

/** Writes accounts, roles and Security Hub's state of an estate into an empty world. */
export function seed(world: World, estate: Estate): void {
  const { hub, management, accounts } = estate;
  const ground = groundOf(world, estate);
  if (management) {
    ground.put(nameless(management.account, "Management", DEFAULT_REGIONS), true);
    ground.admit(management.account, management.role);
  }
  // One account may be both; the hub's Regions count then.
  ground.put(nameless(hub.account, "Security Hub administrator", hub.regions), true);
  ground.admit(hub.account, hub.role);
  // Accounts before memberships: an administrator may come later in the list than its members.
  for (const account of accounts) ground.found(account);
  for (const region of hub.regions) ground.state.enable(hub.account, region, { standards: false });
  for (const account of accounts) ground.enrol(account);
  if (hub.delegatedAdministrator && management)
    for (const region of hub.regions)
      designate(ground.state, management.account, region, hub.account);
}

/** Adds the accounts of an estate that a world with a history does not have yet; the rest stays as it became. */
export function admit(world: World, estate: Estate): void {
  const ground = groundOf(world, estate);
  const emails = new Set([...ground.known.known()].map(({ email }) => email.toLowerCase()));
  const added = estate.accounts.filter(
    ({ id, email }) => !ground.known.isKnown(id) && !emails.has(email.toLowerCase()),
  );
  for (const account of added) ground.found(account);
  for (const account of added) ground.enrol(account);
  if (added.length > 0)
    world.log(`${added.length} accounts of the estate are new; the others stay as they became.`);
}

const nameless = (id: string, name: string, regions: readonly string[]) => ({
  id,
  name,
  email: `account-${id}@example.com`,
  regions: [...regions],
});

function groundOf(world: World, { hub, management }: Estate) {
  const past: World = {
    clock: world.clock,
    store: world.store,
    random: () => 0,
    faults: world.faults,
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
    if (!role) return;
    const { name, externalId, policies } = role;
    const inline = policies?.map((one, at) => [`policy-${at}`, JSON.stringify(one)]) ?? [];
    roles.create(account, name, trusting(hub.account, externalId), 0, {
      inline: Object.fromEntries(inline),
      attached: policies ? [] : [ADMINISTRATOR],
    });
  };
  return {
    known,
    state,
    put,
    /** Lets the hub's account in by a role. */
    admit,
    /** The account itself, and who may enter it. */
    found({ id, name, email, regions, status, organization, role }: Estate["accounts"][number]) {
      put({ id, name, email, regions, state: status }, organization);
      admit(id, role);
    },
    /** Where Security Hub is on in it, and whose member it is. */
    enrol(account: Estate["accounts"][number]) {
      for (const region of account.hubEnabled)
        state.enable(account.id, region, { standards: false });
      const { administrator } = account;
      if (!administrator) return;
      // An administrator that the estate does not describe is somebody else's account.
      if (!known.get(administrator.account))
        put(nameless(administrator.account, "Somebody else's administrator", REGIONS), false);
      for (const region of administrator.regions) {
        for (const id of [administrator.account, account.id])
          if (!state.isOn(id, region)) state.enable(id, region, { standards: false });
        state.link(administrator.account, region, account.id, { via: "invitation" });
      }
    },
  };
}
