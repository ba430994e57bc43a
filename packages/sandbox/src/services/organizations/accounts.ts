// Accounts of an organization: list, describe, move, close.
import type { Account } from "../../estate/accounts.ts";
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import type { Closures } from "./closing.ts";
import { accountNotFound, constraintViolation, notInUse, wrongForm } from "./errors.ts";
import { management, readable, rootId, shown } from "./identity.ts";
import { page } from "./pages.ts";
import type { Units } from "./units.ts";

/** A created account can be removed after four days; older documents say seven. */
const STAY = 4 * 24 * 3_600_000;
/** assumed, no opposite: beside an estate, which says nothing of units, those exist whose ids are well formed. */
const UNIT = /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/;
const PARENT = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;

/** Operations on the accounts of an organization. */
export function accountOperations(
  world: World,
  model: Model,
  closures: Closures,
  units: Units,
): Handlers {
  const { accounts } = model;

  const find = (managing: string, id: string): Account => {
    if (!/^\d{12}$/.test(id)) throw wrongForm();
    const account = accounts.get(id);
    if (!account || accounts.managementOf(id) !== managing) throw accountNotFound();
    return account;
  };

  /** Lets an account go, unless it may not. */
  const release = (managing: string, account: Account): void => {
    if (account.id === managing)
      throw new AwsError(
        "MasterCannotLeaveOrganizationException",
        "You can't remove a management account from an organization.",
      );
    const services = Object.keys(account.delegated ?? {}).length;
    if (services > 0 || model.securityHub.delegates(managing).includes(account.id))
      throw constraintViolation(
        "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
        "You can't remove a delegated administrator from an organization.",
      );
    const { method, at } = account.joined ?? { method: "INVITED", at: 0 };
    if (method === "CREATED" && world.clock.now() < at + STAY)
      throw constraintViolation("WAIT_PERIOD_ACTIVE", "The account was created too recently.");
    accounts.leave(account);
  };

  return {
    ListAccounts(input, caller: Context) {
      const managing = readable(model, caller);
      const now = world.clock.now();
      // A new account shows a moment after its creation.
      const listed = accounts
        .ofOrganization(managing)
        .filter(({ joined }) => (joined?.listedAt ?? 0) <= now);
      const { items, next } = page(world, listed, input, { mayBeEmpty: true });
      return { Accounts: items.map((one) => shown(managing, one)), NextToken: next };
    },

    DescribeAccount({ AccountId }, caller: Context) {
      const managing = readable(model, caller);
      return { Account: shown(managing, find(managing, AccountId)) };
    },

    MoveAccount({ AccountId, SourceParentId, DestinationParentId }, caller: Context) {
      const managing = management(model, caller);
      const account = find(managing, AccountId);
      const root = rootId(managing);
      for (const parent of [SourceParentId, DestinationParentId])
        if (!PARENT.test(parent)) throw wrongForm();
      if ((account.parent ?? root) !== SourceParentId)
        throw new AwsError("SourceParentNotFoundException", "The account has another parent.");
      if (DestinationParentId === SourceParentId)
        throw new AwsError(
          "DuplicateAccountException",
          "The account is in the destination already.",
        );
      const exists = accounts.open
        ? units.parentOf(managing, DestinationParentId) !== undefined
        : UNIT.test(DestinationParentId);
      if (DestinationParentId !== root && !exists)
        throw new AwsError("DestinationParentNotFoundException", "There is no such destination.");
      accounts.put({ ...account, parent: DestinationParentId });
      return {};
    },

    RemoveAccountFromOrganization({ AccountId }, caller: Context) {
      const managing = management(model, caller);
      release(managing, find(managing, AccountId));
      return {};
    },

    LeaveOrganization(_input, { account }: Context) {
      const managing = accounts.managementOf(account);
      if (managing === undefined) throw notInUse();
      release(managing, accounts.get(account)!);
      return {};
    },

    CloseAccount({ AccountId }, caller: Context) {
      const managing = management(model, caller);
      closures.request(managing, find(managing, AccountId));
      return {};
    },
  };
}
