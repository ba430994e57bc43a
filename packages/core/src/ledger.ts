// The ledger: the file that says which accounts must be members, and in which Regions. An adapter
// turns the file into cells; here cells become rows, and problems that a person can act on.
import { findHeader, type Header } from "./ledger/header.ts";
import { columnOf } from "./ledger/headers.ts";
import { merge } from "./ledger/merge.ts";
import { type Note, namesAccount, noteOf } from "./ledger/notes.ts";
import { emptied } from "./ledger/own-columns.ts";
import { problem } from "./ledger/problems.ts";
import { type Context, readRow } from "./ledger/read.ts";
import type { Cell, Problem, Row as RowType } from "./ledger/row.ts";
import { isEmpty, isError, normal, show } from "./ledger/text.ts";
import { closedOf } from "./ledger/words.ts";

export { aliases, type Column } from "./ledger/headers.ts";
export type { Code } from "./ledger/problems.ts";
export type { Context } from "./ledger/read.ts";
export { type Cell, Join, Problem, Row } from "./ledger/row.ts";

/** Rows below the header that are read; more is refused. */
export const MOST_ROWS = 50_000;

/** The rows of a ledger, what is wrong with it, and what in it was not used. */
export interface Parsed {
  rows: RowType[];
  problems: Problem[];
  /** Columns (and titles above the header) that rollcall does not know. */
  ignored: string[];
}

const nowhere = { row: 0, column: "", value: "" };

/**
 * Reads a ledger. Rows come back even when there are errors, but then nothing may be applied:
 * `isRejected` says so.
 */
export function parse(written: readonly (readonly Cell[])[], context: Context): Parsed {
  if (!written.some((row) => row.some((cell) => !isEmpty(cell))))
    return { rows: [], problems: [problem("EmptyLedger", nowhere, {})], ignored: [] };
  const header = findHeader(written);
  if (!header) return { rows: [], problems: [problem("NoHeader", nowhere, {})], ignored: [] };

  const cells = emptied(written, header.at, header.own);
  const { problems, ignored } = header;
  if (problems.some(({ code }) => code === "NoIdentityColumn"))
    return { rows: [], problems, ignored };
  const rows: RowType[] = [];
  let filled = 0;
  for (const { row, number, note } of linesOf(cells, header)) {
    if (note) continue;
    filled += 1;
    if (isHeaderAgain(row, cells[header.at] ?? [])) {
      ignored.push(`${number}: ${row.map(text).filter(Boolean).join(" ")}`);
    } else if (!isClosed(row, number, header) && filled <= MOST_ROWS)
      rows.push(readRow(row, number, header, context, problems));
  }
  if (filled > MOST_ROWS)
    problems.push(problem("TooManyRows", nowhere, { rows: filled, most: MOST_ROWS }));
  if (rows.length === 0) problems.push(problem("EmptyLedger", nowhere, {}));

  const merged = merge(rows, header, problems);
  problems.sort((one, other) => one.row - other.row);
  return { rows: merged, problems, ignored };
}

interface Line {
  row: readonly Cell[];
  number: number;
  note: Note | undefined;
}

/** The rows below the header that are not empty. Those that are no accounts are told. */
function linesOf(cells: readonly (readonly Cell[])[], header: Header): Line[] {
  const last = cells.findLastIndex((row) => namesAccount(row, header));
  const lines = cells.flatMap((row, index): Line[] =>
    index <= header.at || row.every(isEmpty)
      ? []
      : [{ row, number: index + 1, note: noteOf(row, header, index > last) }],
  );
  for (const { row, number, note } of lines) {
    if (note === undefined || note === "unused") continue;
    const value = show(row.find((cell) => !isEmpty(cell)));
    header.problems.push(problem("NoteRow", { row: number, column: "", value }, {}));
  }
  const unused = lines.filter(({ note }) => note === "unused");
  const [first] = unused;
  if (first) {
    const details = { rows: unused.length, last: unused.at(-1)?.number ?? first.number };
    header.problems.push(
      problem("UnusedRows", { row: first.number, column: "", value: "" }, details),
    );
  }
  return lines;
}

/** True, and told, for an account that AWS itself lists as closed: a row that is missing means the same. */
function isClosed(row: readonly Cell[], number: number, header: Header): boolean {
  const index = header.columns.get("desired") ?? -1;
  const cell = row[index];
  const state = cell === undefined || isError(cell) ? undefined : closedOf(cell);
  if (!state) return false;
  const place = { row: number, column: header.label(index), value: show(cell) };
  header.problems.push(problem("ClosedAccount", place, { state }));
  return true;
}

/** True when one problem is an error: nothing of the ledger may be applied. */
export const isRejected = (problems: readonly Problem[]): boolean =>
  problems.some(({ severity }) => severity === "error");

const text = (cell: Cell): string => (isError(cell) ? cell.error : normal(cell));

/** Sheets that were put together from several repeat the header; one merged over two rows does too. */
const isHeaderAgain = (row: readonly Cell[], header: readonly Cell[]): boolean => {
  const filled = row.filter((cell) => !isEmpty(cell));
  const isNames = filled.every((cell) => typeof cell === "string" && columnOf(cell));
  const isSame = row.every((cell, index) => text(cell) === text(header[index] ?? null));
  return filled.length > 1 ? isNames || isSame : isSame;
};
