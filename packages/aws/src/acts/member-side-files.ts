// What was switched off in accounts that left lies in the ledger bucket, a file for each Region.
import type { AccountId } from "@rollcall/core/account";
import type { Plan } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import type { Outcome } from "@rollcall/core/run";
import { failuresOf, type Side, tallySides } from "@rollcall/core/run/member-side";
import { readRunFile, writeRunFile } from "../s3.ts";

/** What became of each account in a Region. */
export type Cleaned = Record<AccountId, Side>;

const nameOf = (region: Region) => `member-side/${region}.json`;

/** What is noted of a Region. */
export const cleanedIn = async (run: string, region: Region): Promise<Cleaned> =>
  (await readRunFile<Cleaned>(run, nameOf(region))) ?? {};

/** Notes what became of the accounts of a Region. */
export const writeCleaned = (run: string, region: Region, cleaned: Cleaned): Promise<string> =>
  writeRunFile(run, nameOf(region), cleaned);

type Removal = Plan["removals"][number];

/** Of the removals that were to be cleaned up and are done: what became of each, where it was noted. */
async function sidesOf(run: string, removals: readonly Removal[]) {
  const regions = [...new Set(removals.map((one) => one.region))];
  const cleaned = new Map(
    await Promise.all(
      regions.map(async (region) => [region, await cleanedIn(run, region)] as const),
    ),
  );
  return removals.map((removal) => ({
    removal,
    side: cleaned.get(removal.region)?.[removal.accountId],
  }));
}

/**
 * What was done in members, in numbers, and everything that was to be switched off and is not. Both are missing where
 * nobody asked for that.
 */
export async function memberSideOf(
  run: string,
  { removals }: Pick<Plan, "removals">,
  isGone: (removal: Removal) => boolean,
) {
  const asked = removals.filter((one) => one.memberSide);
  if (asked.length === 0) return { outcomes: [] };
  const sides = await sidesOf(run, asked.filter(isGone));
  const outcomes = sides.flatMap(({ removal, side }): Outcome[] => {
    const detail = side && failuresOf(side);
    if (side && !detail) return [];
    const { accountId: account, region, state } = removal;
    return [{ account, region, state, reason: "MemberSideLeft", ...(detail && { detail }) }];
  });
  return { outcomes, memberSide: tallySides(sides.flatMap(({ side }) => side ?? [])) };
}
