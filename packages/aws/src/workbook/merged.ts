// Merged cells: a file keeps the value of the first only. A customer or a list of Regions that is merged
// down over several accounts is meant for each of them.
import { columnNumber, type RawRow } from "./cell-xml.ts";
import { UnreadableFile } from "./unreadable.ts";
import { PREFIX } from "./xml.ts";

const ranges = new RegExp(
  `<${PREFIX}mergeCell\\s[^<>]*?ref\\s*=\\s*["']\\$?([A-Z]{1,3})\\$?(\\d{1,7}):\\$?[A-Z]{1,3}\\$?(\\d{1,7})["']`,
  "g",
);
/** Ranges of a sheet cannot overlap; a file in which they do could take for ever. */
const MOST_FILLED = 3_000_000;

/** Gives the value of a merged range to its rows below, in its first column. Rows that are empty stay so. */
export function fillMerged(rows: readonly RawRow[], xml: string): void {
  const places = new Map(rows.map(({ number }, index) => [number, index]));
  let filled = 0;
  for (const [, letters = "", top, bottom] of xml.matchAll(ranges)) {
    const from = places.get(Number(top));
    const column = columnNumber(letters);
    const value = from === undefined ? undefined : rows[from]?.cells.get(column);
    if (from === undefined || !value) continue;
    for (let index = from + 1; index < rows.length; index += 1) {
      const row = rows[index];
      if (!row || row.number > Number(bottom)) break;
      filled += 1;
      if (filled > MOST_FILLED) throw new UnreadableFile("FileBroken", {});
      if (!row.cells.has(column)) row.cells.set(column, value);
    }
  }
}
