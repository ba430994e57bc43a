// A wave lies in the ledger bucket: a file for each Region, for the hub's side, and one of accounts to enter.
import type { AccountId } from "@rollcall/core/account";
import type { Way } from "@rollcall/core/membership";
import type { Wave } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { readRunFile, writeRunFile } from "../s3.ts";

/** One account of a wave in one Region, for the hub's side. */
export interface WaveMember {
  accountId: AccountId;
  email?: string | undefined;
  way: Way;
  /** Present for the management account, which nobody can enable from outside. */
  management?: true;
}

/** What the workflow carries about a wave; the lists themselves stay in the files. */
export interface WaveInput {
  run: string;
  wave: number;
  regions: Region[];
  /** How many accounts are to be entered. */
  accounts: number;
  /** How many accounts lack something of their baseline. */
  raised: number;
  /** Regions in which some of those become members of the hub's GuardDuty. */
  guarded: Region[];
}

/** One account that becomes a member of the hub's GuardDuty in a Region. */
export interface Guarded {
  accountId: AccountId;
  email?: string | undefined;
}

/** Stores a wave as number `wave` of its run. Accounts that join by themselves are invited, not entered. */
export async function writeWave(run: string, wave: number, content: Wave): Promise<WaveInput> {
  const regions = new Map<Region, WaveMember[]>();
  for (const { accountId, email, management, regions: wanted } of content.accounts)
    for (const { region, way } of wanted) {
      const members = regions.get(region) ?? [];
      members.push({
        accountId,
        way,
        ...(email && { email }),
        ...(management && { management }),
      });
      regions.set(region, members);
    }
  const accounts = content.accounts
    .filter((one) => one.join !== "self-service" && !one.management)
    .map(({ accountId, regions: wanted }) => ({
      run,
      wave,
      accountId,
      regions: wanted.filter((one) => one.way === "invitation").map((one) => one.region),
      attempt: 1,
    }))
    .filter((one) => one.regions.length > 0);
  const raised = content.accounts.filter((one) => one.baseline !== undefined);
  const guarded = new Map<Region, Guarded[]>();
  for (const { accountId, email, baseline = [] } of raised)
    for (const { region, parts } of baseline)
      if (parts.includes("guardDuty"))
        guarded.set(region, [
          ...(guarded.get(region) ?? []),
          { accountId, ...(email && { email }) },
        ]);
  await Promise.all([
    ...[...guarded].map(([region, members]) =>
      writeRunFile(run, `waves/${wave}/guard-duty/${region}.json`, members),
    ),
    ...(raised.length > 0
      ? [
          writeRunFile(
            run,
            `waves/${wave}/baselines.json`,
            raised.map(({ accountId, baseline }) => ({ run, accountId, baseline, attempt: 1 })),
          ),
        ]
      : []),
    ...[...regions].map(([region, members]) =>
      writeRunFile(run, `waves/${wave}/regions/${region}.json`, members),
    ),
    writeRunFile(run, `waves/${wave}/accounts.json`, accounts),
  ]);
  return {
    run,
    wave,
    regions: [...regions.keys()],
    accounts: accounts.length,
    raised: raised.length,
    guarded: [...guarded.keys()],
  };
}

/** The accounts of a wave that become members of the hub's GuardDuty in one Region. */
export const guardedRegion = async (of: {
  run: string;
  wave: number;
  region: Region;
}): Promise<Guarded[]> =>
  (await readRunFile<Guarded[]>(of.run, `waves/${of.wave}/guard-duty/${of.region}.json`)) ?? [];

/** The accounts of a wave in one Region. */
export const waveRegion = async (of: {
  run: string;
  wave: number;
  region: Region;
}): Promise<WaveMember[]> =>
  (await readRunFile<WaveMember[]>(of.run, `waves/${of.wave}/regions/${of.region}.json`)) ?? [];
