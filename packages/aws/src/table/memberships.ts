// Reading memberships, and how one lies in the table. Writing them is for `record` alone.
import type { AccountId } from "@rollcall/core/account";
import { type Key, Membership, type State } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { getMany, type Item, query } from "../dynamodb.ts";

/** A Region's memberships are spread over this many partitions of the index. */
const SHARDS = 4;

const shardOf = (accountId: AccountId) => Number(accountId.at(-1)) % SHARDS;

/** The item of a membership, with its place in the index by Region and state. */
export const itemOfMembership = (membership: Membership): Item => ({
  pk: `ACCOUNT#${membership.accountId}`,
  sk: `MEMBER#${membership.region}`,
  kind: "membership",
  regionShard: `${membership.region}#${shardOf(membership.accountId)}`,
  stateAccount: `${membership.state}#${membership.accountId}`,
  ...membership,
});

const fromItem = (item: unknown): Membership => Membership.parse(item);

/** The recorded memberships of these keys, read consistently. Never observed ones are left out. */
export async function membershipsAt(keys: Key[]): Promise<Membership[]> {
  const unique = new Map(keys.map((key) => [`${key.accountId}/${key.region}`, key]));
  const items = await getMany(
    [...unique.values()].map(({ accountId, region }) => ({
      pk: `ACCOUNT#${accountId}`,
      sk: `MEMBER#${region}`,
    })),
  );
  return items.map(fromItem);
}

/** The recorded memberships of a Region, all or those in one state, from an index that may be a moment behind. */
export async function membershipsIn(region: Region, state?: State): Promise<Membership[]> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) =>
      query({
        index: "byRegion",
        key: {
          text: `regionShard = :shard${state ? " and begins_with(stateAccount, :state)" : ""}`,
          values: { ":shard": `${region}#${shard}`, ...(state && { ":state": `${state}#` }) },
        },
      }),
    ),
  );
  return shards.flat().map(fromItem);
}
