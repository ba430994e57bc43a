// The ledger as it was applied last.
import type { Row } from "@rollcall/core/ledger";
import type { Named } from "@rollcall/core/ledger/rows-by-id";
import { readRunFile } from "../s3.ts";
import { findCreations } from "../table/creations.ts";
import { findLease, ledgersOf } from "../table/lease.ts";
import { organizationSeen } from "./organization-file.ts";

/** The run that applied it; undefined before the first ledger. */
export async function appliedLedger(): Promise<string | undefined> {
  const lease = await findLease();
  return lease && ledgersOf(lease)[0];
}

/**
 * The run whose ledger holds, and its rows; undefined before the first ledger, and once the run's files have expired. A
 * run that has taken its turn and not yet written down its ledger does not count: until then the one before it holds.
 */
export async function applied(): Promise<{ run: string; rows: Row[] } | undefined> {
  const lease = await findLease();
  for (const run of lease ? ledgersOf(lease) : []) {
    const ledger = await readRunFile<{ rows: Row[] }>(run, "ledger.json");
    if (ledger) return { run, rows: ledger.rows };
  }
  return undefined;
}

/** Its rows; empty where no ledger holds. */
export const appliedRows = async (): Promise<Row[]> => (await applied())?.rows ?? [];

/** The accounts that these rows mean by an e-mail alone, as far as a run has seen the organization. */
export async function accountsNamed(rows: Row[], run: string): Promise<Named[]> {
  const emails = emailsOnly(rows);
  if (emails.length === 0) return [];
  const created = await createdFor(emails);
  return [...((await organizationSeen(run)).accounts ?? []), ...created];
}

/** The e-mails of rows that know no more. */
export const emailsOnly = (rows: Row[]): string[] =>
  rows.flatMap(({ accountId, email }) => (!accountId && email ? [email] : []));

/** The accounts that rollcall has created for these e-mails. */
export const createdFor = async (emails: string[]): Promise<Named[]> =>
  (await findCreations(emails)).flatMap(({ accountId, email }) =>
    accountId ? [{ id: accountId, email }] : [],
  );
