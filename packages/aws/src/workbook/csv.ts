// Text files: CSV, and its relatives with semicolons or tabs. Excel on Japanese Windows saves
// Shift_JIS, "Unicode text" is UTF-16, "CSV UTF-8" has a byte order mark.
import { columnOf } from "@rollcall/core/ledger/headers";
import type { Cell } from "@rollcall/core/ledger/row";
import { CsvError, parse } from "csv-parse/sync";
import { asError } from "./error-cell.ts";
import { UnreadableFile } from "./unreadable.ts";

const MOST_RECORD = 100_000;

/** The cells of a text file. A line that is empty stays, so that row numbers are those of Excel. */
export function cellsOfText(bytes: Uint8Array): Cell[][] {
  const text = decoded(bytes);
  let rows = 0;
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: MOST_RECORD,
      cast: (value, { quoting }) => cellOf(value, quoting),
      on_record: (record) => {
        rows += 1;
        return record;
      },
    }) as unknown as Cell[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quotation mark without its other half makes one cell of everything behind it.
    const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
    throw isOpen
      ? new UnreadableFile("QuoteOpen", {}, rows + 1)
      : new UnreadableFile("FileBroken", {});
  }
}

/**
 * A bare number may have been a number cell: an id that lost its zeros. With zeros it is text, and so is
 * `="012"`, which is how exports keep Excel from taking zeros away.
 */
function cellOf(value: string, isQuoted: boolean): Cell {
  if (value === "") return null;
  if (!isQuoted && /^[1-9]\d{0,10}$/.test(value)) return Number(value);
  const kept = /^="([^"]*)"$/.exec(value)?.[1];
  return kept ?? asError(value) ?? value;
}

/** Tried in this order: what is valid UTF-8 is hardly ever anything else. */
function decoded(bytes: Uint8Array): string {
  for (const encoding of encodingsOf(bytes)) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new UnreadableFile("FileEncoding", {});
}

function encodingsOf(bytes: Uint8Array): string[] {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return ["utf-16le"];
  if (first === 0xfe && second === 0xff) return ["utf-16be"];
  // JIS changes its character set with ESC $; all of its bytes would pass for ASCII.
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("\u001b$"))
    return ["iso-2022-jp"];
  return ["utf-8", "shift_jis"];
}

const delimiters = [",", "\t", ";"] as const;

/** The sign that cuts a line into column names; where there are none, the one that cuts most often. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 10_000)
    .replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replace(/[",;\s]/g, ""))
    .split(/\r\n?|\n/, 30);
  const counts = delimiters.map((sign) => {
    const rows = lines.map((line) => line.split(sign));
    const names = rows.map((cells) => new Set(cells.map(columnOf).filter(Boolean)).size);
    const cuts = rows.reduce((sum, cells) => sum + cells.length - 1, 0);
    return { sign, count: Math.max(...names) * text.length + cuts };
  });
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}
