// Text files: CSV, and its relatives with semicolons or tabs. Excel on Japanese Windows saves
// Shift_JIS, "Unicode text" is UTF-16, "CSV UTF-8" has a byte order mark.
import type { Cell } from "@rollcall/core/ledger/row";
import { CsvError, parse } from "csv-parse/sync";
import { asError } from "./error-cell.ts";
import { UnreadableFile } from "./unreadable.ts";

const MOST_RECORD = 100_000;

/** The cells of a text file. A line that is empty stays, so that row numbers are those of Excel. */
export function cellsOfText(bytes: Uint8Array): Cell[][] {
  const text = decoded(bytes);
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: MOST_RECORD,
      cast: (value, { quoting }) => cellOf(value, quoting),
    }) as unknown as Cell[][];
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableFile("FileBroken", {});
    throw error;
  }
}

/** A bare number may have been a number cell: an id that lost its zeros. With zeros it is text. */
function cellOf(value: string, isQuoted: boolean): Cell {
  if (value === "") return null;
  if (!isQuoted && /^[1-9]\d{0,10}$/.test(value)) return Number(value);
  return asError(value) ?? value;
}

/** Tried in this order: what is valid UTF-8 is hardly ever anything else. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe
      ? "utf-16le"
      : first === 0xfe && second === 0xff
        ? "utf-16be"
        : undefined;
  for (const encoding of marked ? [marked] : ["utf-8", "shift_jis"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new UnreadableFile("FileEncoding", {});
}

const delimiters = [",", "\t", ";"] as const;

/** The sign that cuts the first lines most often, outside of quotes. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 10_000)
    .replace(/"(?:[^"]|"")*"/g, "")
    .split(/\r?\n/, 20);
  const counts = delimiters.map((sign) => ({
    sign,
    count: lines.reduce((sum, line) => sum + line.split(sign).length - 1, 0),
  }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}
