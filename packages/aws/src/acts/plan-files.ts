// What a run works from, as it is stored: the rows of its ledger, and its plans.
import type { Row } from "@rollcall/core/ledger";
import type { Plan } from "@rollcall/core/plan";
import { readRunFile } from "../s3.ts";

/** The stored plan of a run; undefined when it has not come that far. */
export const planOf = (run: string): Promise<Plan | undefined> =>
  readRunFile<Plan>(run, "plan.json");

/** The plan of the accounts that a run has created; undefined where it has created none. */
export const planCreatedOf = (run: string): Promise<Plan | undefined> =>
  readRunFile<Plan>(run, "plan-created.json");

/** The rows of a run's ledger. */
export async function rowsOf(run: string): Promise<Row[]> {
  const ledger = await readRunFile<{ rows: Row[] }>(run, "ledger.json");
  return ledger?.rows ?? [];
}
