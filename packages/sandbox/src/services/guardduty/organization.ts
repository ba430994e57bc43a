// GuardDuty in an organization: its delegated administrator of each Region, which is another matter than Security Hub's.
import type { Accounts } from "../../estate/accounts.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";

/** Who leads an organization's GuardDuty in a Region. */
export class GuardDutyOrganization {
  readonly #delegates;
  readonly #accounts: Accounts;

  constructor(world: World, accounts: Accounts) {
    this.#delegates = world.store.collection<string>("guardduty/delegations");
    this.#accounts = accounts;
  }

  /** Does the caller lead the organization that this account belongs to? */
  leads({ account, region }: Context, member: string): boolean {
    const management = this.#accounts.managementOf(account);
    return (
      management !== undefined &&
      this.#delegates.get(`${management}/${region}`) === account &&
      this.#accounts.managementOf(member) === management
    );
  }

  /** Operations of the management account. Only it may call them. */
  readonly operations: Handlers = {
    EnableOrganizationAdminAccount: ({ AdminAccountId }, caller: Context) => {
      const key = this.#keyOf(caller);
      const current = this.#delegates.get(key);
      if (current !== undefined && current !== AdminAccountId)
        throw refused("another account is already the delegated administrator"); // assumed, text only
      this.#delegates.set(key, AdminAccountId);
      return {};
    },

    ListOrganizationAdminAccounts: (_input, caller: Context) => {
      const current = this.#delegates.get(this.#keyOf(caller));
      return {
        AdminAccounts: current ? [{ AdminAccountId: current, AdminStatus: "ENABLED" }] : [],
      };
    },
  };

  #keyOf({ account, region }: Context): string {
    if (this.#accounts.managementOf(account) === account) return `${account}/${region}`;
    throw refused("the caller is not the management account of an organization"); // assumed, text only
  }
}

const refused = (why: string): AwsError =>
  new AwsError("BadRequestException", `The request is rejected because ${why}.`, { status: 400 });
