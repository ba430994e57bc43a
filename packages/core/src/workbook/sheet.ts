// A sheet that goes out, as plain data: what stands in it and how it looks. An adapter writes it.
import type { Cell } from "../ledger/row.ts";

/**
 * How a cell looks. `good`, `waiting` and `bad` say how something ended, and never stand without a word; `quiet` is
 * what nobody has to look at; `own` is a header of rollcall's.
 */
export type Tone = "header" | "own" | "good" | "waiting" | "bad" | "quiet";

/** A cell with its looks. */
export interface Painted {
  value: Cell;
  tone: Tone;
}

/** A column: its width in characters. `text`: whatever is typed into it stays text, such as an id's zeros. */
export interface SheetColumn {
  width: number;
  text?: boolean;
  wrap?: boolean;
}

/** Values to choose from in a column below the header. Others may be typed where `others` is set. */
export interface Choice {
  column: number;
  values: readonly string[];
  title: string;
  message: string;
  others: boolean;
}

/** The cells of one row, from the first column on. */
export type Line = readonly (Cell | Painted)[];

/** Rows by their index. An array is this, and so are rows that are made when they are asked for. */
export interface Rows {
  readonly length: number;
  at(index: number): Line | undefined;
}

/** One sheet of a workbook. */
export interface Sheet {
  name: string;
  rows: Rows;
  columns: readonly SheetColumn[];
  /** Index of the row with the column names: it stays in sight, and what is below it can be filtered. */
  header?: number;
  /** Empty rows below that are formatted and offer choices already. */
  room?: number;
  choices?: readonly Choice[];
}

/** True for a cell that has looks. */
export const isPainted = (cell: Cell | Painted): cell is Painted =>
  typeof cell === "object" && cell !== null && "tone" in cell;

const wide = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\uff01-\uff60]/u;

/** Columns of a fixed-width font that a text takes: a Japanese character takes two. */
export const breadth = (text: string): number =>
  [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
