// The index `byRegion` is spread over several partitions: one alone takes 1,000 writes a second (DynamoDB guide).
import type { AccountId } from "@rollcall/core/account";
import { query } from "../dynamodb.ts";

/** Partitions of each group in the index. */
const SHARDS = 4;

/** The partition of an account within a group: a Region's memberships, or the accounts of the ledger. */
export const shardOf = (group: string, accountId: AccountId): string =>
  `${group}#${Number(accountId.at(-1)) % SHARDS}`;

/** The items of a group, all or those whose place in it begins with `start`. The index may be a moment behind. */
export async function inShards(group: string, start?: string): Promise<unknown[]> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) =>
      query({
        index: "byRegion",
        key: {
          text: `regionShard = :shard${start ? " and begins_with(stateAccount, :start)" : ""}`,
          values: { ":shard": `${group}#${shard}`, ...(start && { ":start": start }) },
        },
      }),
    ),
  );
  return shards.flat();
}
