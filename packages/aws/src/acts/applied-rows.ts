// The ledger as it was applied last.
import type { Row } from "@rollcall/core/ledger";
import { readRunFile } from "../s3.ts";
import { findLease } from "../table/lease.ts";

/** Its rows; empty before the first ledger, and once the run's files have expired. */
export async function appliedRows(): Promise<Row[]> {
  const [run] = (await findLease())?.recent ?? [];
  if (run === undefined) return [];
  return (await readRunFile<{ rows: Row[] }>(run, "ledger.json"))?.rows ?? [];
}
