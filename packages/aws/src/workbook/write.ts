// Workbooks that go out. Every cell is a value: text is written as text whatever it begins with, and no formula is
// ever written, from anybody's input or from ours. Rows are asked for one by one and are compressed at once: what
// grows with them is the file alone, and not what is held while it is written.
import type { Sheet } from "@rollcall/core/workbook/sheet";
import { frameOf, SHARED_TEXTS, type StyleIds } from "./frame.ts";
import { packed } from "./packed.ts";
import { rowXml } from "./row-xml.ts";
import { SharedTexts } from "./shared-texts.ts";

/** What a workbook is called on the wire (ECMA-376, registered with IANA). */
export const WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Writes a workbook (`.xlsx`). */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  const { parts, around, styles } = await frameOf(sheets);
  const texts = new SharedTexts();
  const filled = around.map(
    ({ sheet, part, before, behind }) =>
      [part, within(before, rowsOf(sheet, styles, texts), behind)] as const,
  );
  return packed([...parts, ...filled, [SHARED_TEXTS, texts.part()]]);
}

function* within(before: string, rows: Iterable<string>, behind: string): Iterable<string> {
  yield `${before}<sheetData>`;
  yield* rows;
  yield `</sheetData>${behind}`;
}

/** The rows of a sheet as XML, and below them its room. */
function* rowsOf(
  { rows, columns, room = 0 }: Sheet,
  styles: StyleIds,
  texts: SharedTexts,
): Iterable<string> {
  const known = { styles, texts };
  for (let at = 0; at < rows.length; at += 1)
    yield rowXml(at + 1, rows.at(at) ?? [], columns, known);
  // The frame gives no column a format of its own, so each prepared cell has one.
  const empty = columns.map(() => null);
  for (let at = rows.length; at < rows.length + room; at += 1)
    yield rowXml(at + 1, empty, columns, known);
}
