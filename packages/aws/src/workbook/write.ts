// Workbooks that go out. Every cell is a value: text is written as text whatever it begins with, and no formula is
// ever written, from anybody's input or from ours.

import { letter } from "@rollcall/core/ledger/headers";
import type { Cell } from "@rollcall/core/ledger/row";
import {
  type Choice,
  isPainted,
  type Painted,
  type Sheet,
  type SheetColumn,
  type Tone,
} from "@rollcall/core/workbook/sheet";
import { type CellStyle, type DataValidation, type WriteSheet, writeXlsx } from "hucre/xlsx";

/** What a workbook is called on the wire (ECMA-376, registered with IANA). */
export const WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Characters that Excel takes in a cell; a file with more is one that it offers to repair (Excel's limits). */
const MOST_TEXT = 32_767;
/** Writes a workbook (`.xlsx`). */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  return Buffer.from(await writeXlsx({ sheets: sheets.map(sheetOf) }));
}

function sheetOf(sheet: Sheet): WriteSheet {
  const { name, header, columns } = sheet;
  const cells: NonNullable<WriteSheet["cells"]> = new Map();
  const rows = sheet.rows.map((row, at) =>
    row.map((cell, column) => {
      const { value, tone } = isPainted(cell) ? cell : { value: cell, tone: undefined };
      const written = writtenOf(value);
      const style = styleOf(tone, columns[column], written);
      const key = `${at},${column}`;
      if (isErrorName(written))
        cells.set(key, { richText: [{ text: written }], ...(style && { style }) });
      else if (style) cells.set(key, { value: written, style });
      return written;
    }),
  );
  const { room = 0, choices = [] } = sheet;
  const end = rows.length + room;
  // The writer gives no column a format of its own, so each prepared cell has one.
  for (let at = rows.length; at < end; at += 1) {
    rows.push([]);
    columns.forEach((column, index) => {
      const style = styleOf(undefined, column, null);
      if (style) cells.set(`${at},${index}`, { value: null, style });
    });
  }
  const last = letter(columns.length - 1);
  return {
    // Excel's rules for names: at most 31 characters, none of these.
    name: name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31),
    rows,
    cells,
    columns: columns.map(({ width }) => ({ width })),
    ...(header !== undefined && {
      freezePane: { rows: header + 1 },
      autoFilter: { range: `A${header + 1}:${last}${Math.max(end, header + 2)}` },
    }),
    ...(choices.length > 0 && {
      dataValidations: choices.map((one) => validationOf(one, (header ?? 0) + 2, end)),
    }),
  };
}

/** hucre makes an error cell of a text such as `#N/A`, and Excel knows not all of them: rich text stays text. */
const isErrorName = (value: ReturnType<typeof writtenOf>): value is string =>
  typeof value === "string" && /^#[A-Z0-9_/]+[!?]?$/.test(value);

/** A cell as it is written: errors and everything that is no plain value become text. */
function writtenOf(value: Cell): string | number | boolean | Date | null {
  if (value === null || value === "") return null;
  if (typeof value === "string") return textOf(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "boolean") return value;
  if (value instanceof Date) return dateOf(value);
  return textOf(value.error);
}

/** `_x0041_` is how the format writes a character that XML cannot (ECMA-376 Part 1, 22.9.2.19): as text, it is escaped. */
const textOf = (text: string): string => {
  const escaped = text.toWellFormed().replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_");
  if (escaped.length <= MOST_TEXT) return escaped;
  return `${escaped.slice(0, MOST_TEXT - 1).toWellFormed()}…`;
};

/** Excel knows days from 1900-03-01 on without doubt, and none after 9999. */
function dateOf(date: Date): Date | string | null {
  const time = date.getTime();
  if (Number.isNaN(time)) return null;
  const isPlain = time >= Date.UTC(1900, 2, 1) && time < Date.UTC(10_000, 0, 1);
  return isPlain ? date : date.toISOString().slice(0, 10);
}

const solid = (rgb: string): CellStyle => ({
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb } },
});

const bold: CellStyle = {
  // A font without name and size is one that Excel chooses.
  font: { bold: true, name: "Calibri", size: 11 },
  alignment: { wrapText: true },
};

/** Fills that dark text stands out on, and that are told apart in shades of grey. */
const tones: Record<Tone, CellStyle> = {
  header: { ...solid("D9E1F2"), ...bold },
  own: { ...solid("DDEBE0"), ...bold },
  good: solid("C6EFCE"),
  waiting: solid("FFEB9C"),
  bad: solid("FFC7CE"),
  quiet: solid("E7E6E6"),
};

const styles = new Map<string, CellStyle | undefined>();

/** The style of a cell; one and the same for all that look alike. */
function styleOf(
  tone: Painted["tone"] | undefined,
  column: SheetColumn | undefined,
  value: ReturnType<typeof writtenOf>,
): CellStyle | undefined {
  const isDate = value instanceof Date;
  const isDay = isDate && value.getTime() % 86_400_000 === 0;
  const format = isDay ? "yyyy-mm-dd" : isDate ? "yyyy-mm-dd hh:mm" : column?.text ? "@" : "";
  const key = `${tone} ${format} ${column?.wrap ?? false}`;
  if (!styles.has(key)) {
    const style: CellStyle = {
      ...(tone && tones[tone]),
      ...(format && { numFmt: format }),
      ...(column?.wrap && { alignment: { wrapText: true, vertical: "top" } }),
    };
    styles.set(key, Object.keys(style).length > 0 ? style : undefined);
  }
  return styles.get(key);
}

/** A list that Excel offers. Its values stand in the file itself, which takes 255 characters (Excel's limits). */
function validationOf(choice: Choice, from: number, to: number): DataValidation {
  const column = letter(choice.column);
  return {
    type: "list",
    values: [...choice.values],
    range: `${column}${from}:${column}${to}`,
    allowBlank: true,
    showInputMessage: true,
    inputTitle: choice.title.slice(0, 32),
    inputMessage: choice.message.slice(0, 255),
    showErrorMessage: !choice.others,
    errorStyle: "stop",
    errorTitle: choice.title.slice(0, 32),
    errorMessage: choice.message.slice(0, 255),
  };
}
