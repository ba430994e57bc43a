// The index `byRegion` is spread over several partitions: one alone takes 1,000 writes a second (DynamoDB guide).
import type { AccountId } from "@rollcall/core/account";
import { pagesOf } from "../dynamodb.ts";

/** Partitions of each group in the index. */
const SHARDS = 4;
/** Items that are read together: a page of 1 MB in DynamoDB's JSON, from each shard, is much to hold at once. */
const PAGE = 200;

/** The partition of an account within a group: a Region's memberships, or the accounts of the ledger. */
export const shardOf = (group: string, accountId: AccountId): string =>
  `${group}#${Number(accountId.at(-1)) % SHARDS}`;

/**
 * The items of a group, each as `fromItem` reads it; all, or those whose place in it begins with `start`. The
 * index may be a moment behind.
 */
export async function inShards<Kept>(
  group: string,
  fromItem: (item: unknown) => Kept,
  start?: string,
): Promise<Kept[]> {
  const found: Kept[] = [];
  const read = async (shard: number) => {
    const pages = pagesOf({
      index: "byRegion",
      key: {
        text: `regionShard = :shard${start ? " and begins_with(stateAccount, :start)" : ""}`,
        values: { ":shard": `${group}#${shard}`, ...(start && { ":start": start }) },
      },
      most: PAGE,
    });
    for await (const page of pages) for (const item of page) found.push(fromItem(item));
  };
  await Promise.all(Array.from({ length: SHARDS }, (_, shard) => read(shard)));
  return found;
}
