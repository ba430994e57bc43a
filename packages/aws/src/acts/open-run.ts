// The beginning of a run: its ledger read, refused or accepted, and written down.

import { create } from "@rollcall/core/event";
import { type Cell, isRejected, type Problem, parse, type Row } from "@rollcall/core/ledger";
import { LedgerRejected } from "@rollcall/core/run";
import { read, writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { writeAccounts } from "../table/accounts.ts";
import { changeRun, findRun } from "../table/runs.ts";
import { cellsOf } from "../workbook.ts";
import { common, subjectOf } from "./run-events.ts";
import { type RunRequest, rowOf } from "./run-request.ts";
import { begin } from "./turn.ts";
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

/** Opens the run: rows and accounts are written before the event that tells of it. Opened before: nothing happens. */
export async function openRun(request: RunRequest, ledger: ReadLedger): Promise<void> {
  const { rows, problems, ignored } = ledger;
  await writeRunFile(request.run, "ledger.json", { rows, problems, ignored });
  await keepCells(request.run, ledger.cells);
  await writeAccounts(rows);
  await begin(request, rows.length, settings().regions);
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
