// Who the caller is to its organization, and the ids and ARNs that follow from the management account.
import type { Account, AccountState } from "../../estate/accounts.ts";
import type { Model } from "../../estate/model.ts";
import type { Context } from "../../wire/service.ts";
import { accessDenied, notInUse } from "./errors.ts";

/** The management account, when the caller is it; the errors of everybody else. */
export function management({ accounts }: Model, { account }: Context): string {
  const managing = accounts.managementOf(account);
  if (managing === undefined) throw notInUse();
  if (managing !== account) throw accessDenied();
  return managing;
}

/** The caller's management account, for what delegated administrators may read as well. */
export function readable({ accounts, securityHub }: Model, { account }: Context): string {
  const managing = accounts.managementOf(account);
  if (managing === undefined) throw notInUse();
  const delegated = Object.keys(accounts.get(account)?.delegated ?? {}).length > 0;
  if (managing !== account && !delegated && !securityHub.delegates(managing).includes(account))
    throw accessDenied();
  return managing;
}

/** Letters and digits that follow from a management account. */
const mark = (managing: string, length: number) =>
  BigInt(managing).toString(36).padStart(length, "0").slice(-length);

/** `o-…` */
export const organizationId = (managing: string): string => `o-${mark(managing, 10)}`;
/** `r-…`; an organization has one root. */
export const rootId = (managing: string): string => `r-${mark(managing, 4)}`;

/** The ARN of a thing in an organization. */
export const arnOf = (managing: string, kind: string, id: string): string =>
  `arn:aws:organizations::${managing}:${kind}/${organizationId(managing)}/${id}`;

/** `Status` as it was before `State` came: it knows three words. */
const STATUS: Record<AccountState, string> = {
  PENDING_ACTIVATION: "ACTIVE", // assumed, text only: State says more
  ACTIVE: "ACTIVE",
  PENDING_CLOSURE: "PENDING_CLOSURE",
  SUSPENDED: "SUSPENDED",
  CLOSED: "SUSPENDED", // assumed, text only: State says more
};

/** An account in the API's words: `State`, and the older `Status` beside it. */
export const shown = (managing: string, account: Account) => ({
  Id: account.id,
  Arn: arnOf(managing, "account", account.id),
  Email: account.email,
  Name: account.name,
  Status: STATUS[account.state],
  State: account.state,
  JoinedMethod: account.joined?.method ?? "INVITED",
  JoinedTimestamp: new Date(account.joined?.at ?? 0),
});
