// A ledger file becomes cells. The file is untrusted: its kind is told by its bytes, and its size,
// expansion and extent are bounded before anything is parsed. No formula is ever evaluated.
import { findHeader } from "@rollcall/core/ledger/header";
import { problem } from "@rollcall/core/ledger/problems";
import type { Cell, Problem } from "@rollcall/core/ledger/row";
import { cellsOfText } from "./workbook/csv.ts";
import { kindOf } from "./workbook/kind.ts";
import { UnreadableFile } from "./workbook/unreadable.ts";
import { sheetsOf } from "./workbook/xlsx.ts";

/** Bytes of a file that are read at most. */
export const MOST_BYTES = 5 * 1024 * 1024;

/** What a file holds, or why it cannot be read: then there are problems and no cells. */
export interface Workbook {
  cells: Cell[][];
  /** The sheet that was read; a CSV has none. */
  sheet?: string | undefined;
  problems: Problem[];
}

/** Reads a workbook (`.xlsx`) or a text file (CSV, TSV). Never throws for what is in the file. */
export async function cellsOf(bytes: Uint8Array, fileName: string): Promise<Workbook> {
  try {
    if (bytes.length > MOST_BYTES) {
      const megabytes = Math.round((bytes.length / 1024 / 1024) * 10) / 10;
      throw new UnreadableFile("FileTooLarge", { megabytes, most: MOST_BYTES / 1024 / 1024 });
    }
    const kind = kindOf(bytes);
    if (kind === "encrypted") throw new UnreadableFile("FileEncrypted", {});
    if (kind === "text") return { cells: cellsOfText(bytes), problems: [] };
    if (kind !== "zip") throw new UnreadableFile("FileType", { kind });
    return { ...chosen(await sheetsOf(bytes)), problems: [] };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const place = { row: 0, column: "", value: fileName.split("/").at(-1) ?? "" };
    return { cells: [], problems: [problem(error.code, place, error.details)] };
  }
}

/** The first visible sheet that has a header; else the first that has anything. */
function chosen(sheets: { sheet: string; cells: Cell[][] }[]): { sheet?: string; cells: Cell[][] } {
  return (
    sheets.find(({ cells }) => findHeader(cells)) ??
    sheets.find(({ cells }) => cells.length > 0) ??
    sheets[0] ?? { cells: [] }
  );
}
