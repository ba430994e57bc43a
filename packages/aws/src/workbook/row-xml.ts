// A row that goes out, as XML (ECMA-376 Part 1, 18.3.1.73 and 18.3.1.4). A text stands in its own cell: a table of
// shared texts would have to be held until the last row. An error's name such as `#N/A` is written as the text it is.
import { letter } from "@rollcall/core/ledger/headers";
import type { Cell } from "@rollcall/core/ledger/row";
import { isPainted, type Line, type SheetColumn } from "@rollcall/core/workbook/sheet";
import type { StyleIds } from "./frame.ts";
import { lookOf } from "./looks.ts";
import { escaped } from "./xml.ts";

type Written = string | number | boolean | Date | null;

/** Characters that Excel takes in a cell; a file with more is one that it offers to repair (Excel's limits). */
const MOST_TEXT = 32_767;

const DAY = 86_400_000;

/** A row by its number in the sheet; nothing where none of its cells holds or shows anything. */
export function rowXml(
  number: number,
  line: Line,
  columns: readonly SheetColumn[],
  styles: StyleIds,
): string {
  let cells = "";
  line.forEach((cell, at) => {
    const { value, tone } = isPainted(cell) ? cell : { value: cell, tone: undefined };
    const written = writtenOf(value);
    const style = styles.get(lookOf(tone, columns[at], written));
    cells += cellXml(`${letter(at)}${number}`, written, style);
  });
  return cells && `<row r="${number}">${cells}</row>`;
}

function cellXml(address: string, written: Written, style: number | undefined): string {
  const tag = `<c r="${address}"${style === undefined ? "" : ` s="${style}"`}`;
  if (written === null || written === "") return style === undefined ? "" : `${tag}/>`;
  if (typeof written === "string") return `${tag} t="inlineStr"><is>${textXml(written)}</is></c>`;
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

const CONTROL = "\\u0000-\\u0008\\u000b-\\u001f\\ufffe\\uffff";
/** Characters that XML has not or would change, and text that reads like one of them written. */
const unwritable = new RegExp(`[${CONTROL}]|_(?=x[\\da-f]{4}[_${CONTROL}])`, "gi");

/** `_x0041_` is how the format writes a character that XML cannot (ECMA-376 Part 1, 22.9.2.19): as text, it is escaped. */
const coded = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

function textXml(text: string): string {
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
  const written = escaped(cut.toWellFormed().replace(unwritable, coded));
  return /^ | $|[\t\n]/.test(written)
    ? `<t xml:space="preserve">${written}</t>`
    : `<t>${written}</t>`;
}
