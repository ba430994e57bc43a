// The beginning of a run: its ledger read, refused or accepted, and written down.

import { create } from "@rollcall/core/event";
import { type Problem, parse, type Row } from "@rollcall/core/ledger";
import { LedgerRejected, Started } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { read, writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { writeAccounts } from "../table/accounts.ts";
import { findRun, type RunRow, tellRun, writeRun } from "../table/runs.ts";
import { cellsOf } from "../workbook.ts";

/** An uploaded ledger and who brought it; `at` is when, as an ISO time. */
export interface RunRequest {
  run: string;
  execution: string;
  bucket: string;
  key: string;
  versionId: string;
  uploader: string;
  at: string;
}

/** A ledger as it was read. One error, and nothing of it is applied. */
export interface ReadLedger {
  rows: Row[];
  problems: Problem[];
  /** Headers of columns that rollcall does not know. */
  ignored: string[];
  rejected: boolean;
}

/** Reads and checks an uploaded ledger; a file that is none is a ledger with one problem. */
export async function readLedger(request: RunRequest): Promise<ReadLedger> {
  const { hub, management, regions } = settings();
  const bytes = await read(request);
  const { cells, problems } = await cellsOf(bytes, request.key);
  if (problems.length > 0) return { rows: [], problems, ignored: [], rejected: true };
  const ledger = parse(cells, {
    hub: hub.account,
    ...(management && { management: management.account }),
    regions,
  });
  return { ...ledger, rejected: ledger.problems.some((one) => one.severity === "error") };
}

const common = (request: RunRequest, word: string) => ({
  id: `${request.run}/${word}`,
  at: new Date().toISOString(),
  run: request.run,
  link: executionPage(request.execution),
});

const rowOf = (request: RunRequest): RunRow => ({
  run: request.run,
  status: "waiting",
  stage: "read",
  reached: { read: new Date().toISOString() },
  execution: request.execution,
  ledger: request.key,
  bucket: request.bucket,
  versionId: request.versionId,
  uploader: request.uploader,
  startedAt: new Date().toISOString(),
  rows: 0,
  regions: settings().regions,
});

const subjectOf = ({ key, versionId, uploader }: RunRequest) => ({
  ledger: key,
  versionId,
  uploader,
});

/** Opens the run: rows and accounts are written before the event that tells of it. */
export async function openRun(request: RunRequest, ledger: ReadLedger): Promise<void> {
  const { rows, problems, ignored } = ledger;
  await writeRunFile(request.run, "ledger.json", { rows, problems, ignored });
  await writeAccounts(rows);
  const row: RunRow = {
    ...((await findRun(request.run)) ?? rowOf(request)),
    status: "running",
    rows: rows.length,
  };
  await tellRun(row, create(Started, common(request, "started"), subjectOf(request)));
}

/** Notes that the run waits for another, or that a newer ledger took its place. */
export async function waitForTurn(
  request: RunRequest,
  lease: "busy" | "superseded",
): Promise<void> {
  const row = (await findRun(request.run)) ?? rowOf(request);
  const status = lease === "busy" ? "waiting" : "superseded";
  if (row.status === status && lease === "busy") return;
  await writeRun({
    ...row,
    status,
    ...(lease === "superseded" && { closedAt: new Date().toISOString() }),
  });
}

/** Ends a run whose ledger has errors. All problems lie beside it; the first ones travel with the event. */
export async function rejectLedger(request: RunRequest, ledger: ReadLedger): Promise<void> {
  const { rows, problems, ignored } = ledger;
  await writeRunFile(request.run, "problems.json", { problems, ignored });
  const errors = problems.filter((one) => one.severity === "error");
  const closedAt = new Date().toISOString();
  await tellRun(
    { ...rowOf(request), status: "rejected", closedAt, rows: rows.length },
    create(LedgerRejected, common(request, "rejected"), {
      ...subjectOf(request),
      rows: rows.length,
      errors: errors.length,
      warnings: problems.length - errors.length,
      // Errors first: a message shows ten.
      problems: [...errors, ...problems.filter((one) => one.severity === "warning")].slice(0, 10),
    }),
  );
}
