// The model that the services of accounts share: who exists, which roles, and Security Hub's relations.
import type { Estate } from "../estate.ts";
import { State } from "../services/securityhub/state.ts";
import type { World } from "../wire/service.ts";
import { Accounts } from "./accounts.ts";
import { Roles } from "./roles.ts";
import { admit, seed } from "./seed.ts";

/** What the factories of Security Hub, STS, IAM, Organizations, Account and the others are given. */
export interface Model {
  accounts: Accounts;
  roles: Roles;
  securityHub: State;
}

interface Beginning {
  at: number;
  /** No estate was given: every account exists. */
  open: boolean;
}

/**
 * The model of a world. An estate is put in once: when state was restored, what happened since counts, and
 * of an estate that is given again only the accounts that are new come in. Without an estate the world is open.
 */
export function createModel(world: World, estate?: Estate): Model {
  const beginnings = world.store.collection<Beginning>("estate/beginning");
  let beginning = beginnings.get("estate");
  if (!beginning) {
    beginning = { at: world.clock.now(), open: estate === undefined };
    beginnings.set("estate", beginning);
    if (estate) seed(world, estate);
  } else if (estate && !beginning.open) admit(world, estate);
  const accounts = new Accounts(world, beginning.open);
  return {
    accounts,
    roles: new Roles(world),
    securityHub: new State(world, accounts),
  };
}
