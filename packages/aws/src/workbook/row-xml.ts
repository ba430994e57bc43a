// A row that goes out, as XML (ECMA-376 Part 1, 18.3.1.73 and 18.3.1.4). An error's name such as `#N/A` is written as
// the text it is.
import { letter } from "@rollcall/core/ledger/headers";
import type { Cell } from "@rollcall/core/ledger/row";
import { isPainted, type Line, type SheetColumn } from "@rollcall/core/workbook/sheet";
import type { StyleIds } from "./frame.ts";
import { lookOf } from "./looks.ts";
import { type SharedTexts, textXml } from "./shared-texts.ts";

type Written = string | number | boolean | Date | null;

const DAY = 86_400_000;

/** A row by its number in the sheet; nothing where none of its cells holds or shows anything. */
export function rowXml(
  number: number,
  line: Line,
  columns: readonly SheetColumn[],
  { styles, texts }: { styles: StyleIds; texts: SharedTexts },
): string {
  let cells = "";
  line.forEach((cell, at) => {
    const { value, tone } = isPainted(cell) ? cell : { value: cell, tone: undefined };
    const written = writtenOf(value);
    const style = styles.get(lookOf(tone, columns[at], written));
    cells += cellXml(`${letter(at)}${number}`, written, style, texts);
  });
  return cells && `<row r="${number}">${cells}</row>`;
}

function cellXml(
  address: string,
  written: Written,
  style: number | undefined,
  texts: SharedTexts,
): string {
  const tag = `<c r="${address}"${style === undefined ? "" : ` s="${style}"`}`;
  if (written === null || written === "") return style === undefined ? "" : `${tag}/>`;
  if (typeof written === "string") {
    const shared = texts.numberOf(written);
    return shared === undefined
      ? `${tag} t="inlineStr"><is>${textXml(written)}</is></c>`
      : `${tag} t="s"><v>${shared}</v></c>`;
  }
  if (typeof written === "boolean") return `${tag} t="b"><v>${written ? 1 : 0}</v></c>`;
  return `${tag}><v>${written instanceof Date ? serialOf(written) : written}</v></c>`;
}

/** A cell as it is written: errors and everything that is no plain value become text. */
function writtenOf(value: Cell): Written {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return dateOf(value);
  return typeof value === "object" && value !== null ? value.error : value;
}

/** Excel knows days from 1900-03-01 on without doubt, and none after 9999. */
function dateOf(date: Date): Date | string | null {
  const time = date.getTime();
  if (Number.isNaN(time)) return null;
  const isPlain = time >= Date.UTC(1900, 2, 1) && time < Date.UTC(10_000, 0, 1);
  return isPlain ? date : date.toISOString().slice(0, 10);
}

/** Days since the last one of 1899, which is what Excel counts from 1900-03-01 on: it thinks that 1900 was a leap year. */
const serialOf = (date: Date): number =>
  Math.round(((date.getTime() - Date.UTC(1899, 11, 30)) / DAY) * 1e10) / 1e10;
