// The losses that a roll call has told, `runs/losses/<roll call>.json`: heals and messages come back to them long after
// the roll call's own files have expired. Kept as long as the files of runs, 400 days.
import type { Key } from "@rollcall/core/membership";
import { isLoss, type Loss } from "@rollcall/core/roll-call";
import { atMost } from "../at-most.ts";
import { readRunFile, writeRunFile } from "../s3.ts";
import { transitionsOf } from "../table/transitions.ts";

const FOLDER = "losses";

/** Accounts whose history is read side by side. */
const AT_ONCE = 20;

/** Keeps the losses of a roll call; one without any leaves no file. */
export async function keepLosses(rollCall: string, losses: Loss[]): Promise<void> {
  if (losses.length > 0) await writeRunFile(FOLDER, `${rollCall}.json`, losses);
}

/** The losses that a roll call has told; undefined where there were none, or the file has expired. */
export const lossesToldBy = (rollCall: string): Promise<Loss[] | undefined> =>
  readRunFile<Loss[]>(FOLDER, `${rollCall}.json`);

/** The losses that these roll calls have told, each membership once. */
export async function lossesToldByAll(rollCalls: readonly string[]): Promise<Key[]> {
  const told = (await Promise.all(rollCalls.map(lossesToldBy))).flatMap((one) => one ?? []);
  return unique(told);
}

/** Every membership of these accounts that was ever lost, by their transitions, which never expire. */
export async function everLost(accounts: readonly string[]): Promise<Key[]> {
  const found: Key[] = [];
  await atMost(AT_ONCE, accounts, async (account) => {
    found.push(...(await transitionsOf(account)).filter(isLoss));
  });
  return unique(found);
}

const unique = (keys: readonly Key[]): Key[] => [
  ...new Map(
    keys.map(({ accountId, region }) => [`${accountId}/${region}`, { accountId, region }]),
  ).values(),
];
