// The ledger: the file that says which accounts must be members, and in which Regions. An adapter
// turns the file into cells; here cells become rows, and problems that a person can act on.
import { findHeader } from "./ledger/header.ts";
import { columnOf } from "./ledger/headers.ts";
import { merge } from "./ledger/merge.ts";
import { problem } from "./ledger/problems.ts";
import { type Context, readRow } from "./ledger/read.ts";
import type { Cell, Problem, Row as RowType } from "./ledger/row.ts";
import { isEmpty, isError, normal } from "./ledger/text.ts";

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
export function parse(cells: readonly (readonly Cell[])[], context: Context): Parsed {
  if (!cells.some((row) => row.some((cell) => !isEmpty(cell))))
    return { rows: [], problems: [problem("EmptyLedger", nowhere, {})], ignored: [] };
  const header = findHeader(cells);
  if (!header) return { rows: [], problems: [problem("NoHeader", nowhere, {})], ignored: [] };

  const { problems, ignored } = header;
  if (problems.some(({ code }) => code === "NoIdentityColumn"))
    return { rows: [], problems, ignored };
  const body = cells.slice(header.at + 1);
  const rows: RowType[] = [];
  let filled = 0;
  body.forEach((row, index) => {
    if (row.every(isEmpty)) return;
    filled += 1;
    const number = header.at + 2 + index;
    if (isHeaderAgain(row)) ignored.push(`${number}: ${row.map(text).filter(Boolean).join(" ")}`);
    else if (filled <= MOST_ROWS) rows.push(readRow(row, number, header, context, problems));
  });
  if (filled > MOST_ROWS)
    problems.push(problem("TooManyRows", nowhere, { rows: filled, most: MOST_ROWS }));
  if (rows.length === 0) problems.push(problem("EmptyLedger", nowhere, {}));

  const merged = merge(rows, header, problems);
  problems.sort((one, other) => one.row - other.row);
  return { rows: merged, problems, ignored };
}

/** True when one problem is an error: nothing of the ledger may be applied. */
export const isRejected = (problems: readonly Problem[]): boolean =>
  problems.some(({ severity }) => severity === "error");

const text = (cell: Cell): string => (isError(cell) ? cell.error : normal(cell));

/** Sheets that were put together from several repeat the header in the middle. */
const isHeaderAgain = (row: readonly Cell[]): boolean => {
  const filled = row.filter((cell) => !isEmpty(cell));
  return filled.length > 1 && filled.every((cell) => typeof cell === "string" && columnOf(cell));
};
