// The ledger as it was applied last.
import type { Row } from "@rollcall/core/ledger";
import { readRunFile } from "../s3.ts";
import { findLease, ledgerOf } from "../table/lease.ts";

/** The run that applied it; undefined before the first ledger. */
export async function appliedLedger(): Promise<string | undefined> {
  const lease = await findLease();
  return lease && ledgerOf(lease);
}

/** Its rows; empty before the first ledger, and once the run's files have expired. */
export async function appliedRows(): Promise<Row[]> {
  const run = await appliedLedger();
  if (run === undefined) return [];
  return (await readRunFile<{ rows: Row[] }>(run, "ledger.json"))?.rows ?? [];
}
