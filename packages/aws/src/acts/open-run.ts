// The beginning of a run: its ledger read, refused or accepted, and written down.

import { create } from "@rollcall/core/event";
import { type Cell, isRejected, type Problem, parse, type Row } from "@rollcall/core/ledger";
import type { Region } from "@rollcall/core/region";
import { Advanced, LedgerRejected, Started } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { read, writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { writeAccounts } from "../table/accounts.ts";
import { findLease } from "../table/lease.ts";
import { changeRun, findRun } from "../table/runs.ts";
import { cellsOf } from "../workbook.ts";
import { closedEvent } from "./close-run.ts";
import { type RunRequest, rowOf } from "./run-request.ts";
import { keepCells, writeRejected } from "./write-result.ts";

/** A ledger as it was read. One error, and nothing of it is applied. */
export interface ReadLedger {
  /** Everything that stands in its sheet. */
  cells: readonly (readonly Cell[])[];
  rows: Row[];
  problems: Problem[];
  /** Headers of columns that rollcall does not know. */
  ignored: string[];
  rejected: boolean;
}

/** Reads and checks an uploaded ledger; a file that is none is a ledger with one problem. */
export const readLedger = async (request: RunRequest): Promise<ReadLedger> =>
  readCells(await read(request), request.key);

/** Reads and checks the bytes of a ledger; `name` says which kind of file it is. */
export async function readCells(bytes: Buffer, name: string): Promise<ReadLedger> {
  const { hub, management, regions } = settings();
  const { cells, problems, warnings } = await cellsOf(bytes, name);
  if (problems.length > 0) return { cells, rows: [], problems, ignored: [], rejected: true };
  const ledger = parse(cells, {
    hub: hub.account,
    ...(management && { management: management.account }),
    regions,
  });
  return {
    cells,
    ...ledger,
    problems: [...warnings, ...ledger.problems],
    rejected: isRejected(ledger.problems),
  };
}

const common = (request: RunRequest, word: string) => ({
  id: `${request.run}/${word}`,
  at: new Date().toISOString(),
  run: request.run,
  link: executionPage(request.execution),
});

const subjectOf = ({ key, versionId, uploader }: RunRequest) => ({
  ledger: key,
  versionId,
  uploader,
});

/** Opens the run: rows and accounts are written before the event that tells of it. Opened before: nothing happens. */
export async function openRun(request: RunRequest, ledger: ReadLedger): Promise<void> {
  const { rows, problems, ignored } = ledger;
  await writeRunFile(request.run, "ledger.json", { rows, problems, ignored });
  await keepCells(request.run, ledger.cells);
  await writeAccounts(rows);
  await begin(request, rows.length, settings().regions);
}

/** Notes and tells that a run has begun with so many rows, in these Regions. */
export async function begin(request: RunRequest, rows: number, regions: Region[]): Promise<void> {
  await changeRun(request.run, (seen) => {
    if (seen && seen.status !== "waiting") return undefined;
    return {
      row: { ...(seen ?? rowOf(request)), status: "running", rows, regions },
      event: create(Started, common(request, "started"), subjectOf(request)),
    };
  });
}

/** Notes and tells that the run waits for another one. */
export async function waitForTurn(request: RunRequest): Promise<void> {
  await changeRun(request.run, (seen) => {
    if (seen) return undefined;
    const event = create(Advanced, common(request, "waiting"), { stage: "read", wave: 0 });
    return { row: rowOf(request), event };
  });
}

/** Ends a run that has not begun, because a newer ledger takes its place. */
export async function supersedeRun(request: RunRequest): Promise<void> {
  await changeRun(request.run, (seen) => {
    const row = seen ?? rowOf(request);
    if (row.closedAt) return undefined;
    const closedAt = new Date().toISOString();
    return {
      row: { ...row, status: "superseded", closedAt },
      event: closedEvent(row, "superseded"),
    };
  });
}

/**
 * Ends a run whose plan waits for a person, because this ledger takes its place; returns it. Its execution still waits:
 * the workflow has it told.
 */
export async function displaceParked({ run }: RunRequest): Promise<string | undefined> {
  const parked = (await findLease())?.parked;
  if (!parked || parked.run === run) return undefined;
  await changeRun(parked.run, (row) => {
    if (!row || row.closedAt) return undefined;
    const closedAt = new Date().toISOString();
    const approval = row.approval && { ...row.approval, standing: "superseded" as const };
    return {
      row: { ...row, status: "superseded", closedAt, approval },
      event: closedEvent(row, "superseded"),
    };
  });
  return parked.run;
}

/** Ends a run whose ledger has errors. All problems lie beside it; the first ones travel with the event. */
export async function rejectLedger(request: RunRequest, ledger: ReadLedger): Promise<void> {
  const { rows, problems, ignored } = ledger;
  await writeRunFile(request.run, "problems.json", { problems, ignored });
  await writeRejected((await findRun(request.run)) ?? rowOf(request), ledger);
  const errors = problems.filter((one) => one.severity === "error");
  const event = create(LedgerRejected, common(request, "rejected"), {
    ...subjectOf(request),
    rows: rows.length,
    errors: errors.length,
    warnings: problems.length - errors.length,
    // Errors first: a message shows ten.
    problems: [...errors, ...problems.filter((one) => one.severity === "warning")].slice(0, 10),
  });
  await changeRun(request.run, (seen) => {
    if (seen?.closedAt) return undefined;
    const closedAt = new Date().toISOString();
    return {
      row: { ...(seen ?? rowOf(request)), status: "rejected", closedAt, rows: rows.length },
      event,
    };
  });
}
