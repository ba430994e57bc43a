// A sheet's XML, written anew before read-excel-file gets it: only cells that hold something, under
// checked addresses, in rows without gaps. So formatting may reach the last of Excel's million rows, a
// stray cell far below costs nothing, and nothing that was not counted here is ever unfolded there.
import { MOST_ROWS } from "@rollcall/core/ledger";
import { letter } from "@rollcall/core/ledger/headers";
import type { Cell } from "@rollcall/core/ledger/row";
import { columnNumber, type RawRow, rawOf } from "./cell-xml.ts";
import { fillMerged } from "./merged.ts";
import type { Styles } from "./styles.ts";
import { UnreadableFile } from "./unreadable.ts";
import { attribute, PREFIX } from "./xml.ts";

// Rows with room for titles and notes; columns far beyond any ledger.
const MOST_SHEET_ROWS = MOST_ROWS * 2;
const MOST_COLUMNS = 500;
const MOST_CELLS = 3_000_000;
/** Of a sheet that is too large, as much as shows whether it is the ledger. */
const HEAD = 30;
const LAST_ROW = 1_048_576;

/** A sheet for read-excel-file, and what it is not told. */
export interface Rewritten {
  xml: string;
  /** The number in the sheet of each row in `xml`. */
  numbers: number[];
  /** Cells that are known already: index of the row, index of the column. */
  known: { row: number; column: number; cell: Cell }[];
  /** Why the sheet cannot be the ledger: then only its first rows are there. */
  refusal?: UnreadableFile | undefined;
}

/** Rewrites a sheet. `mark` is put into a first row of its own, to know the sheet again. */
export function rewritten(xml: string, mark: number, styles: Styles): Rewritten {
  const all = rowsOf(dataOf(xml), styles);
  const refusal = refusalOf(all);
  const rows = refusal ? all.slice(0, HEAD) : all;
  fillMerged(rows, xml);

  const known: Rewritten["known"] = [];
  const lines = rows.map(({ cells }, row) => {
    const own = [...cells].filter(([column]) => column <= MOST_COLUMNS);
    const written = own
      .toSorted(([one], [other]) => one - other)
      .map(([column, raw]) => {
        if ("xml" in raw) return `<c r="${letter(column - 1)}${row + 2}"${raw.xml}</c>`;
        known.push({ row, column: column - 1, cell: raw.cell });
        return "";
      });
    return `<row r="${row + 2}">${written.join("")}</row>`;
  });
  const first = `<row r="1"><c r="A1"><v>${mark}</v></c></row>`;
  return {
    xml: `<worksheet><sheetData>${first}${lines.join("")}</sheetData></worksheet>`,
    numbers: rows.map(({ number }) => number),
    known,
    refusal,
  };
}

const tags = new RegExp(
  `<(/?)${PREFIX}(row|c)((?:\\s[^<>"']*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  "g",
);
/** Every tag of these must have been understood. */
const starts = new RegExp(`<${PREFIX}(?:row|c)(?=[\\s/>]|$)`, "g");
const broken = () => new UnreadableFile("FileBroken", {});

const data = new RegExp(`<${PREFIX}sheetData(?=[\\s>])([\\s\\S]*)</${PREFIX}sheetData\\s*>`);

const none = new RegExp(`<${PREFIX}sheetData\\s*/>`);

/** The part with the cells: check boxes and drawings behind it have rows and columns of their own. */
function dataOf(xml: string): string {
  const found = data.exec(xml)?.[1];
  if (found === undefined && !none.test(xml)) throw broken();
  return found ?? "";
}

/** The rows that hold something. Numbers and addresses may be left out; those that go backwards are refused. */
function rowsOf(xml: string, styles: Styles): RawRow[] {
  const rows: RawRow[] = [];
  let row: RawRow = { number: 0, cells: new Map() };
  let isInside = false;
  let column = 0;
  let opened = 0;
  let cell: { tag: string; from: number } | undefined;

  for (const { 0: whole, 1: slash, 2: name, 3: tag = "", 4: selfClosed, index } of xml.matchAll(
    tags,
  )) {
    if (!slash) opened += 1;
    if (name === "row" && slash) {
      if (cell) throw broken();
      if (isInside && row.cells.size > 0) rows.push(row);
      isInside = false;
    } else if (name === "row") {
      if (isInside) throw broken();
      row = { number: numberOf(tag, row.number), cells: new Map() };
      isInside = !selfClosed;
      column = 0;
    } else if (isInside && slash) {
      if (!cell) throw broken();
      const raw = rawOf(cell.tag, xml.slice(cell.from, index), styles);
      if (raw) row.cells.set(column, raw);
      cell = undefined;
    } else if (isInside) {
      if (cell) throw broken();
      column = columnOf(tag, column);
      if (!selfClosed) cell = { tag, from: index + whole.length };
    }
  }
  if (isInside || opened !== (xml.match(starts) ?? []).length) throw broken();
  return rows;
}

function numberOf(tag: string, last: number): number {
  const number = Number(attribute(tag, "r") ?? last + 1);
  if (!Number.isInteger(number) || number <= last || number > LAST_ROW) throw broken();
  return number;
}

function columnOf(tag: string, last: number): number {
  const address = attribute(tag, "r");
  if (address === undefined) return last + 1;
  const found = /^([A-Z]{1,3})\d{1,7}$/i.exec(address)?.[1];
  const column = found ? columnNumber(found) : 0;
  if (column <= last) throw broken();
  return column;
}

function refusalOf(rows: readonly RawRow[]): UnreadableFile | undefined {
  if (rows.length > MOST_SHEET_ROWS)
    return new UnreadableFile("TooManyRows", { rows: rows.length, most: MOST_ROWS });
  const columns = rows.reduce(
    (most, { cells }) => [...cells.keys()].reduce((one, other) => Math.max(one, other), most),
    0,
  );
  const most = Math.min(MOST_COLUMNS, Math.floor(MOST_CELLS / Math.max(1, rows.length)));
  return columns > most ? new UnreadableFile("TooManyColumns", { columns, most }) : undefined;
}
