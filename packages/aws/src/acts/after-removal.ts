// What a run leaves behind of the accounts that it took out: findings in S3, and until when they can be brought back.
import type { Plan } from "@rollcall/core/plan";
import { settings } from "../settings.ts";
import { tombstonesOf } from "../table/tombstones.ts";
import { bookOf } from "./findings-book.ts";

/** Findings that were exported, where the settings ask for that, and the end of the undo period (ISO). */
export async function afterRemoval(
  run: string,
  { removals }: Pick<Plan, "removals">,
): Promise<{ findings?: number; undoUntil?: string }> {
  const regions = [...new Set(removals.map((one) => one.region))];
  const books = await Promise.all(regions.map((region) => bookOf(run, region)));
  const findings = books
    .flatMap((book) => Object.values(book.done))
    .reduce((sum, one) => sum + one.findings, 0);
  const accounts = [...new Set(removals.map((one) => one.accountId))];
  const tombstones = (await Promise.all(accounts.map(tombstonesOf))).flat();
  const undoUntil = tombstones
    .filter((one) => one.run === run)
    .map((one) => one.until)
    .sort()[0];
  return {
    ...(settings().offboarding.exportFindings && { findings }),
    ...(undoUntil && { undoUntil }),
  };
}
