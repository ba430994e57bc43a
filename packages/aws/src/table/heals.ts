// The last heal of each membership, written when it begins and together with the event that tells of it: so that a
// crash never forgets that a membership was healed a moment ago.
import type { AccountId } from "@rollcall/core/account";
import { ConflictError } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import { Begun, type By } from "@rollcall/core/healing";
import type { Command, Key, State } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { get, getMany, isNew, isStill, putTogether, type Write } from "../dynamodb.ts";
import { itemOfEvent } from "./events.ts";

/** The last heal of a membership. */
export interface HealRow {
  accountId: AccountId;
  region: Region;
  /** The run that heals, and when the heal was wanted (ISO). */
  run: string;
  at: string;
  by: By;
  /** The membership's version that was lost. */
  lost: number;
  version: number;
}

/** What one account's heal begins with. */
export interface Beginning {
  run: string;
  at: string;
  by: By;
  actor: string;
  accountId: AccountId;
  memberships: { region: Region; state: State; command: Command; lost: number }[];
}

const keyOf = ({ accountId, region }: Key) => ({
  pk: `ACCOUNT#${accountId}`,
  sk: `HEAL#${region}`,
});

/** The last heals of these memberships; those that never were healed are left out. */
export const healsAt = (keys: readonly Key[]): Promise<HealRow[]> =>
  getMany<HealRow>(
    [...new Map(keys.map((one) => [`${one.accountId}/${one.region}`, one])).values()].map(keyOf),
  );

/**
 * Writes the beginning of an account's heal, and tells it, once. Returns the Regions that are this heal's: without
 * those of which another heal began meanwhile. An account has at most 34 Regions, and a transaction takes 100 items (API reference).
 */
export async function beginHeal(beginning: Beginning): Promise<Region[]> {
  const { run, at, by, actor, accountId, memberships } = beginning;
  const keys = memberships.map(({ region }) => ({ accountId, region }));
  const seen = new Map((await healsAt(keys)).map((one) => [one.region, one]));
  const ours = (rows: Iterable<HealRow>) =>
    [...rows].filter((one) => one.run === run).map((one) => one.region);
  // An earlier attempt came so far, and its answer was lost.
  if (ours(seen.values()).length > 0) return ours(seen.values());
  const event = create(
    Begun,
    { id: `${run}/${accountId}`, at, run },
    {
      accountId,
      by,
      actor,
      memberships: memberships.map(({ region, state, command }) => ({ region, state, command })),
    },
  );
  const rows = memberships.map(({ region, lost }): Write => {
    const before = seen.get(region)?.version;
    const row: HealRow = { accountId, region, run, at, by, lost, version: (before ?? 0) + 1 };
    return {
      item: { ...keyOf(row), kind: "heal", ...row },
      condition: isStill(before),
    };
  });
  try {
    await putTogether([...rows, { item: itemOfEvent(`heal/${run}`, event), condition: isNew }]);
    return keys.map((one) => one.region);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return ours(await healsAt(keys));
  }
}

const pointer = { pk: "HEALING#last", sk: "HEALING" };

/** The last roll call whose losses were weighed: its decision lies in its `healing.json`. */
export const lastWeighed = (): Promise<{ rollCall: string; version: number } | undefined> =>
  get(pointer);

/** Notes and tells that a roll call's losses were weighed, once. Whoever moves first has it. */
export async function noteWeighed(
  rollCall: string,
  event: Parameters<typeof itemOfEvent>[1],
): Promise<void> {
  const last = await lastWeighed();
  if (last && last.rollCall >= rollCall) return;
  const version = (last?.version ?? 0) + 1;
  const item = { ...pointer, kind: "healing", rollCall, version };
  await putTogether([
    { item, condition: isStill(last?.version) },
    { item: itemOfEvent(`roll-call/${rollCall}`, event), condition: isNew },
  ]);
}
