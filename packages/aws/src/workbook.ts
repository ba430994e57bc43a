// A ledger file becomes cells. The file is untrusted: its kind is told by its bytes, and its size,
// expansion and extent are bounded before anything is parsed. No formula is ever evaluated.
import { problem } from "@rollcall/core/ledger/problems";
import type { Cell, Problem } from "@rollcall/core/ledger/row";
import { chosen } from "./workbook/choice.ts";
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
  /** What is told of a file that can be read: other sheets that look like a ledger too. */
  warnings: Problem[];
}

/** Reads a workbook (`.xlsx`) or a text file (CSV, TSV). Never throws for what is in the file. */
export async function cellsOf(bytes: Uint8Array, fileName: string): Promise<Workbook> {
  try {
    if (bytes.length > MOST_BYTES) {
      // Rounded up: a file that is a byte too large must not read as one of the permitted size.
      const megabytes = Math.ceil((bytes.length / 1024 / 1024) * 10) / 10;
      throw new UnreadableFile("FileTooLarge", { megabytes, most: MOST_BYTES / 1024 / 1024 });
    }
    const kind = kindOf(bytes);
    if (kind === "encrypted") throw new UnreadableFile("FileEncrypted", {});
    if (kind === "text") return { cells: cellsOfText(bytes), problems: [], warnings: [] };
    if (kind !== "zip") throw new UnreadableFile("FileType", { kind });
    return { ...chosen(await sheetsOf(bytes)), problems: [] };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const place = { row: error.row, column: "", value: fileName.split("/").at(-1) ?? "" };
    return { cells: [], problems: [problem(error.code, place, error.details)], warnings: [] };
  }
}
