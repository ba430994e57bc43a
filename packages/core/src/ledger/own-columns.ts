// The columns that rollcall itself writes into a ledger: its result comes back beside the user's own columns,
// and the file can be uploaded again as it is. A prefix tells them from every column of a user.
import type { Cell } from "./row.ts";

const mark = /^\s*rollcall\s*[:：]/iu;

/** The name of a column of rollcall's own. */
export const ownColumn = (name: string): string => `rollcall: ${name}`;

/** True for a column that rollcall wrote, in whichever language: it is read past without a word. */
export const isOwnColumn = (written: string): boolean => mark.test(written);

/** A row without what stands in these columns. */
export const without = (row: readonly Cell[], own: ReadonlySet<number>): readonly Cell[] =>
  own.size === 0 ? row : row.map((cell, column) => (own.has(column) ? null : cell));

/** The sheet with these columns emptied, from the header on. */
export const emptied = (
  cells: readonly (readonly Cell[])[],
  from: number,
  own: ReadonlySet<number>,
): readonly (readonly Cell[])[] =>
  own.size === 0 ? cells : cells.map((row, at) => (at < from ? row : without(row, own)));
