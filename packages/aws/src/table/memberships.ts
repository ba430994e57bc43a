// Reading memberships, and how one lies in the table. Writing them is for `record` alone.
import { type Key, Membership, type State } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { getMany, type Item } from "../dynamodb.ts";
import { inShards, shardOf } from "./shards.ts";

/** The item of a membership, with its place in the index by Region and state. */
export const itemOfMembership = (membership: Membership): Item => ({
  pk: `ACCOUNT#${membership.accountId}`,
  sk: `MEMBER#${membership.region}`,
  kind: "membership",
  regionShard: shardOf(membership.region, membership.accountId),
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
export const membershipsIn = (region: Region, state?: State): Promise<Membership[]> =>
  inShards(region, fromItem, state && `${state}#`);
