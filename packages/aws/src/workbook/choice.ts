// Which sheet of a workbook is the ledger: beside it stand instructions that list the very same column
// names, lists for drop-downs, and last year's copy.
import { findHeader } from "@rollcall/core/ledger/header";
import { isOwnColumn } from "@rollcall/core/ledger/own-columns";
import { problem } from "@rollcall/core/ledger/problems";
import type { Cell, Problem } from "@rollcall/core/ledger/row";
import type { Sheet } from "./xlsx.ts";

/** Rows below a header that show whether accounts stand there. */
const LOOK = 200;

interface Standing {
  /** Accounts stand below its header. */
  isFilled: boolean;
  hasIds: boolean;
  columns: number;
}

/** The first sheet that looks most like a ledger, and a warning for every other one with accounts. */
export function chosen(sheets: readonly Sheet[]): {
  sheet?: string;
  cells: Cell[][];
  warnings: Problem[];
} {
  const theirs = sheets.filter(({ cells }) => !isOurs(cells));
  const standings = (theirs.length > 0 ? theirs : sheets).map((sheet) => ({
    ...sheet,
    ...standingOf(sheet.cells),
  }));
  const points = ({ isFilled, columns }: Standing) => (isFilled ? 1000 : 0) + columns;
  const best = Math.max(...standings.map(points));
  const ledger =
    standings.find((one) => points(one) === best && (best > 0 || one.cells.length > 0)) ??
    standings[0];
  if (!ledger) return { cells: [], warnings: [] };
  if (ledger.refusal) throw ledger.refusal;
  const warnings = standings
    .filter((one) => one !== ledger && one.isFilled && one.hasIds)
    .map(({ sheet }) =>
      problem("OtherLedger", { row: 0, column: "", value: sheet }, { read: ledger.sheet }),
    );
  return { sheet: ledger.sheet, cells: ledger.cells, warnings };
}

/** Explanations that rollcall wrote begin with a column of its own. */
const isOurs = (cells: readonly Cell[][]): boolean => {
  const first = cells.find((row) => row.length > 0)?.find((cell) => cell !== null);
  return typeof first === "string" && isOwnColumn(first);
};

function standingOf(cells: readonly Cell[][]): Standing {
  const header = findHeader(cells);
  if (!header) return { isFilled: false, hasIds: false, columns: 0 };
  const columns = (["account_id", "email"] as const).flatMap(
    (column) => header.columns.get(column) ?? [],
  );
  const below = cells.slice(header.at + 1, header.at + 1 + LOOK);
  return {
    isFilled: below.some((row) =>
      columns.some((column) => /[\d@＠]/u.test(String(row[column] ?? ""))),
    ),
    hasIds: header.columns.has("account_id"),
    columns: header.columns.size,
  };
}
