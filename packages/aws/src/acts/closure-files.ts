// Approved closures lie in the ledger bucket. Accounts that stand there may be closed, and no other: this is the seam
// between what a person approved and what closes accounts.
import type { Closure } from "@rollcall/core/plan";
import { readRunFile, writeRunFile } from "../s3.ts";
import { type CreationRow, findCreations } from "../table/creations.ts";

const FILE = "closures.json";

/** Stores what may be closed, and returns how many accounts that are. */
export async function writeClosures(run: string, closures: readonly Closure[]): Promise<number> {
  if (closures.length > 0) await writeRunFile(run, FILE, closures);
  return closures.length;
}

/** The accounts that a run may close. */
export const closuresOf = async (run: string): Promise<Closure[]> =>
  (await readRunFile<Closure[]>(run, FILE)) ?? [];

/** The accounts that a run may close, with their creations as they are on record, and whether that says closed. */
export async function recordedClosures(
  run: string,
  closures: readonly Closure[],
): Promise<{ closure: Closure; creation: CreationRow; isDone: boolean }[]> {
  const creations = await findCreations(closures.map((one) => one.email));
  const byId = new Map(creations.map((one) => [one.accountId, one]));
  return closures.flatMap((closure) => {
    const creation = byId.get(closure.accountId);
    if (!creation) return [];
    // An account that was closed before may have been reopened since.
    const { closedAt, run: by } = creation.closure ?? {};
    return [
      { closure, creation, isDone: closedAt !== undefined && (by === run || closure.already) },
    ];
  });
}

/** How many of a run's accounts are closed, by the record. */
export const closedOf = async (run: string): Promise<number> =>
  (await recordedClosures(run, await closuresOf(run))).filter((one) => one.isDone).length;
