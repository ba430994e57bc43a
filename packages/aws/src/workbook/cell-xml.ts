// One cell of a sheet's XML: what read-excel-file may read as it is, and what it would lose or refuse.
import type { Cell } from "@rollcall/core/ledger/row";
import type { Styles } from "./styles.ts";
import { UnreadableFile } from "./unreadable.ts";
import { attribute, PREFIX, plain } from "./xml.ts";

/** `xml` is for read-excel-file, with its attributes but without an address; `cell` is known already. */
export type Raw = { xml: string } | { cell: Cell };

/** A row of a sheet; its columns count from 1. */
export interface RawRow {
  number: number;
  cells: Map<number, Raw>;
}

/** The number of a column by its letters: A is 1, AA is 27. */
export const columnNumber = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0);

const content = new RegExp(`<${PREFIX}v(?:\\s[^<>]*)?>([^<]*)</`);
const inline = new RegExp(`<${PREFIX}is(?:\\s[^<>]*)?>([\\s\\S]*)</${PREFIX}is\\s*>`);
const formula = new RegExp(`<${PREFIX}f(?:\\s[^<>]*)?(?:/>|>([^<]*)<)`);
const structure = new RegExp(`<${PREFIX}(?:c|row|sheetData|dimension)[\\s/>]`);

/** A cell by its opening tag and what is inside, or undefined when it holds nothing. */
export function rawOf(tag: string, inside: string, styles: Styles): Raw | undefined {
  const type = attribute(tag, "t") ?? "n";
  const value = content.exec(inside)?.[1];
  const text = inline.exec(inside)?.[1];
  if (text !== undefined) {
    if (structure.test(text)) throw new UnreadableFile("FileBroken", {});
    return { xml: ` t="inlineStr"><is>${text}</is>` };
  }
  if (value === undefined || value === "") {
    const written = formula.exec(inside);
    // A formula that gave "" is text; one without a type was never calculated (openpyxl writes these).
    return written && type !== "str"
      ? { cell: { error: `=${plain(written[1] ?? "")}` } }
      : undefined;
  }
  if (type === "e") return { cell: { error: plain(value) } };
  if (type === "b") return { cell: /^\s*(1|true)\s*$/i.test(value) };
  if (type === "s" || (type === "d" && !Number.isNaN(Date.parse(value))))
    return { xml: ` t="${type}"><v>${value}</v>` };
  if (type === "n" && Number.isFinite(Number(value))) return number(tag, Number(value), styles);
  return { xml: ` t="str"><v>${value}</v>` };
}

function number(tag: string, value: number, styles: Styles): Raw {
  const style = Number(attribute(tag, "s") ?? Number.NaN);
  const digits = styles.digits.get(style);
  if (digits && Number.isSafeInteger(value) && value >= 0)
    return { cell: String(value).padStart(digits, "0") };
  // read-excel-file refuses a whole workbook for a style that is not there; Excel takes none.
  const dressed = style < styles.count ? ` s="${style}"` : "";
  return { xml: `${dressed}><v>${value}</v>` };
}
