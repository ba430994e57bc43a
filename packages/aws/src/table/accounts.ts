// Accounts as the ledger last described them: whose they are, and who is told about them.
import type { AccountId } from "@rollcall/core/account";
import { Row } from "@rollcall/core/ledger";
import { get, getMany, type Item, put, putMany } from "../dynamodb.ts";
import { inShards, shardOf } from "./shards.ts";

/** Their group in the index, beside those of the Regions. */
const ACCOUNTS = "accounts";

const itemOf = (accountId: AccountId, row: Row): Item => ({
  pk: `ACCOUNT#${accountId}`,
  sk: "ACCOUNT",
  kind: "account",
  regionShard: shardOf(ACCOUNTS, accountId),
  stateAccount: accountId,
  ...row,
  accountId,
});

const fromItem = (item: unknown): Row => Row.parse(item);

/** Writes the accounts that a ledger names by id. Accounts that it leaves out stay as they are. */
export const writeAccounts = (rows: Row[]): Promise<void> =>
  putMany(rows.flatMap((row) => (row.accountId ? [itemOf(row.accountId, row)] : [])));

/** Writes an account of which the ledger did not know the id. */
export const writeAccount = (accountId: AccountId, row: Row): Promise<void> =>
  put(itemOf(accountId, row));

/** These accounts, as far as a ledger has named them. */
export async function accountsAt(ids: readonly AccountId[]): Promise<Row[]> {
  const items = await getMany(ids.map((id) => ({ pk: `ACCOUNT#${id}`, sk: "ACCOUNT" })));
  return items.map(fromItem);
}

/** Every account that a ledger named once, from an index that may be a moment behind. */
export const allAccounts = (): Promise<Row[]> => inShards(ACCOUNTS, fromItem);

/** One account that a ledger named once. */
export async function accountOf(id: AccountId): Promise<Row | undefined> {
  const item = await get({ pk: `ACCOUNT#${id}`, sk: "ACCOUNT" });
  return item === undefined ? undefined : fromItem(item);
}
