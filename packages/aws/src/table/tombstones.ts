// Tombstones: one row for each membership that was taken away, all of them in one group of their own. Removals are rare.
import type { AccountId } from "@rollcall/core/account";
import { Tombstone } from "@rollcall/core/tombstone";
import { putMany, query } from "../dynamodb.ts";

const pk = "TOMBSTONE";

/** Writes tombstones. A later removal of the same membership replaces an earlier one. */
export const writeTombstones = (tombstones: readonly Tombstone[]): Promise<void> =>
  putMany(
    tombstones.map((one) => ({
      pk,
      sk: `${one.accountId}#${one.region}`,
      kind: "tombstone",
      ...one,
    })),
  );

/** The tombstones of an account. */
export async function tombstonesOf(account: AccountId): Promise<Tombstone[]> {
  const items = await query({
    key: {
      text: "pk = :tombstone and begins_with(sk, :account)",
      values: { ":tombstone": pk, ":account": `${account}#` },
    },
  });
  return items.map((item) => Tombstone.parse(item));
}

/** All tombstones, also those of accounts that have come back since. */
export async function allTombstones(): Promise<Tombstone[]> {
  const items = await query({
    key: { text: "pk = :tombstone", values: { ":tombstone": pk } },
  });
  return items.map((item) => Tombstone.parse(item));
}
