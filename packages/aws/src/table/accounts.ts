// Accounts as the ledger last described them: whose they are, and who is told about them.
import type { AccountId } from "@rollcall/core/account";
import { Row } from "@rollcall/core/ledger";
import { getMany, type Item, put, putMany, scan } from "../dynamodb.ts";

const itemOf = (accountId: AccountId, row: Row): Item => ({
  pk: `ACCOUNT#${accountId}`,
  sk: "ACCOUNT",
  kind: "account",
  ...row,
  accountId,
});

/** Writes the accounts that a ledger names by id. Accounts that it leaves out stay as they are. */
export const writeAccounts = (rows: Row[]): Promise<void> =>
  putMany(rows.flatMap((row) => (row.accountId ? [itemOf(row.accountId, row)] : [])));

/** Writes an account of which the ledger did not know the id. */
export const writeAccount = (accountId: AccountId, row: Row): Promise<void> =>
  put(itemOf(accountId, row));

/** These accounts, as far as a ledger has named them. */
export async function accountsNamed(ids: readonly AccountId[]): Promise<Row[]> {
  const items = await getMany(ids.map((id) => ({ pk: `ACCOUNT#${id}`, sk: "ACCOUNT" })));
  return items.map((item) => Row.parse(item));
}

/** The accounts that a ledger named once: these, or all of them. */
export async function accountsOf(ids?: readonly AccountId[]): Promise<Row[]> {
  if (ids) return accountsNamed(ids);
  const items = await scan("account");
  return items.map((item) => Row.parse(item));
}
