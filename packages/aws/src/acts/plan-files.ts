// What a run works from, as it is stored: the rows of its ledger, its plans, and what others have to read of those alone.
import type { AccountId } from "@rollcall/core/account";
import type { Row } from "@rollcall/core/ledger";
import type { Plan } from "@rollcall/core/plan";
import { readRunFile, writeRunFile } from "../s3.ts";

/** Which plan: that of the ledger, or that of the accounts that the run has created since. */
type Kind = "plan" | "plan-created";

/** Stores a plan and, beside it, the accounts that nobody but their owners can bring in: few, where a plan is large. */
export async function writePlan(run: string, plan: Plan, kind: Kind = "plan"): Promise<void> {
  const owned = plan.escalations.flatMap(({ reason, account }) =>
    reason === "WaitsForOwner" ? [account] : [],
  );
  await writeRunFile(run, `${kind}-owned.json`, [...new Set(owned)]);
  await writeRunFile(run, `${kind}.json`, plan);
}

/** Accounts that a run leaves to their owners, by all of its plans. */
export async function ownedIn(run: string): Promise<AccountId[]> {
  const kinds: Kind[] = ["plan", "plan-created"];
  const files = kinds.map((kind) => readRunFile<AccountId[]>(run, `${kind}-owned.json`));
  return [...new Set((await Promise.all(files)).flatMap((one) => one ?? []))];
}

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
