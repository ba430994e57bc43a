// A ledger in one line: a header, rows, and what comes out of it.
import { type Cell, parse } from "@rollcall/core/ledger";
import { defaults } from "@rollcall/core/region";

export const hub = "111111111111";
export const management = "222222222222";
export const context = { hub, management, regions: [...defaults] };

/** Reads a sheet given as rows of cells. */
export const read = (...sheet: Cell[][]) => parse(sheet, context);

/** Reads one row under the given header. */
export const readOne = (header: string[], ...row: Cell[]) => {
  const { rows, problems, ignored } = read(header, row);
  return { row: rows[0], problems, ignored, codes: problems.map(({ code }) => code) };
};
