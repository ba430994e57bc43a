// The files of healing: what a heal is about, in its run's `heal.json`, written when it begins and never more than
// that; and in a roll call's `healing.json` what was decided on every open loss.
import type { Treatment } from "@rollcall/core/healing";
import type { Row } from "@rollcall/core/ledger";
import type { Key } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { readRunFile, writeRunFile } from "../s3.ts";

/** A heal's memberships, and the rows of the ledger that want them, with no other Region in them. */
export interface HealFile {
  memberships: Key[];
  rows: Row[];
}

/** The file of a heal; undefined for the run of a ledger. */
export const healFileOf = (run: string): Promise<HealFile | undefined> =>
  readRunFile<HealFile>(run, "heal.json");

/** The Regions of a heal: it looks at no other. */
export const regionsOf = ({ memberships }: HealFile): Region[] => [
  ...new Set(memberships.map((one) => one.region)),
];

/** Keeps what a heal is about. */
export async function keepHealFile(run: string, rows: readonly Row[], memberships: Key[]) {
  const wanted = Map.groupBy(memberships, (one) => one.accountId);
  const file: HealFile = {
    memberships,
    rows: rows.flatMap((row) => {
      const own = row.accountId && wanted.get(row.accountId);
      return own ? [{ ...row, regions: own.map((one) => one.region) }] : [];
    }),
  };
  await writeRunFile(run, "heal.json", file);
}

/** The decision on the losses that were open when a roll call closed. */
export interface HealingFile {
  at: string;
  /** The run that heals what is treated as `now`. */
  run: string;
  treatments: Treatment[];
}

/** Keeps what was decided after a roll call. */
export const keepDecision = (rollCall: string, file: HealingFile): Promise<string> =>
  writeRunFile(rollCall, "healing.json", file);

/** What was decided after a roll call; undefined where nothing was open, or the file has expired. */
export const decisionOf = (rollCall: string): Promise<HealingFile | undefined> =>
  readRunFile<HealingFile>(rollCall, "healing.json");
