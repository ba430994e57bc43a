// A ledger's way back: its cells are kept when it is read, and when its run ends they become a workbook with what
// rollcall says of every row.
import type { Cell, Problem, Row } from "@rollcall/core/ledger";
import type { Ended } from "@rollcall/core/workbook/ended";
import { resultSheets } from "@rollcall/core/workbook/result";
import { readRunFile, writeRunBytes, writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { runOf } from "../table/runs.ts";
import { WORKBOOK_TYPE, workbookOf } from "../workbook/write.ts";
import { type NamedRun, shownAs } from "./shown-as.ts";
import { localeOf } from "./tell.ts";

/** A run's file for people: its ledger with the result in it. */
const RESULT = "result.xlsx";

const KEPT = "cells.json";

/** A cell in JSON, which has no dates. */
type Kept = Exclude<Cell, Date> | { date: string | null };

/** Keeps a ledger's cells for its result. */
export const keepCells = (run: string, cells: readonly (readonly Cell[])[]): Promise<string> =>
  writeRunFile(
    run,
    KEPT,
    cells.map((row) => row.map(keep)),
  );

const keep = (cell: Cell): Kept =>
  cell instanceof Date ? { date: Number.isNaN(cell.getTime()) ? null : cell.toISOString() } : cell;

const back = (cell: Kept): Cell =>
  typeof cell === "object" && cell !== null && "date" in cell
    ? cell.date === null
      ? null
      : new Date(cell.date)
    : cell;

/** What a run came to, apart from its ledger. */
export interface RunEnd {
  ended?: Ended | undefined;
  failure?: { error: string; cause: string } | undefined;
}

/** Writes the result of a run whose ledger was accepted; nothing where it was not read. */
export async function writeResult(run: string, end: RunEnd): Promise<void> {
  const cells = (await readRunFile<Kept[][]>(run, KEPT))?.map((row) => row.map(back));
  const ledger = await readRunFile<{ rows: Row[]; problems: Problem[] }>(run, "ledger.json");
  if (cells && ledger) await write(await runOf(run), { cells, ...ledger, rejected: false, ...end });
}

/** Writes the result of a ledger that was refused: its own rows, with the problems of each. */
export const writeRejected = (
  run: NamedRun,
  ledger: { cells: readonly (readonly Cell[])[]; rows: Row[]; problems: Problem[] },
): Promise<void> => write(run, { ...ledger, rejected: true });

async function write(
  run: NamedRun,
  result: Omit<Parameters<typeof resultSheets>[0], "locale">,
): Promise<void> {
  const locale = localeOf(settings().slack.channel);
  const { cells, rows, problems, rejected, ended, failure } = result;
  const sheets = resultSheets({ cells, rows, problems, rejected, ended, failure, locale });
  const name = shownAs(run, RESULT);
  await writeRunBytes(run.run, RESULT, await workbookOf(sheets), WORKBOOK_TYPE, name);
}
