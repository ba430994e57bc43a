// Excel workbooks. Before read-excel-file gets one, its sheets are cut down to what has a value, their
// extent is checked, and error cells are made visible (it would return them as empty).
import { MOST_ROWS } from "@rollcall/core/ledger";
import type { Cell } from "@rollcall/core/ledger/row";
import readXlsxFile from "read-excel-file/universal";
import { asError } from "./error-cell.ts";
import { UnreadableFile } from "./unreadable.ts";
import { unzip, zip } from "./zip.ts";

/** Excel's own rows, with room for titles and gaps; columns far beyond any ledger. */
const MOST_SHEET_ROWS = MOST_ROWS * 2;
const MOST_COLUMNS = 500;
const MOST_CELLS = 3_000_000;

interface Sheet {
  sheet: string;
  cells: Cell[][];
}

const isXml = (name: string): boolean => name.endsWith(".xml") || name.endsWith(".rels");
const isSheet = (name: string): boolean => /^\/?xl\/worksheets\/[^/]+\.xml$/i.test(name);

/** The visible sheets of a workbook, in its order. */
export async function sheetsOf(bytes: Uint8Array): Promise<Sheet[]> {
  const contents = unzip(bytes, isXml);
  const book = contents.get("xl/workbook.xml")?.toString("utf8");
  if (book === undefined) throw new UnreadableFile("FileType", { kind: archiveKind(contents) });
  for (const [name, content] of contents) {
    const xml = content.toString("utf8");
    // No part of a workbook declares entities or a document type; the parser would not expand them.
    if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new UnreadableFile("FileBroken", {});
    if (isSheet(name)) contents.set(name, Buffer.from(trimmed(xml)));
  }
  const hidden = hiddenSheets(book);
  const sheets = await read(zip(contents));
  return sheets.filter(({ sheet }) => !hidden.has(sheet));
}

/** What else people upload that is a zip inside. */
function archiveKind(contents: ReadonlyMap<string, Buffer>): string {
  const names = [...contents.keys()];
  if (names.some((name) => name.startsWith("word/"))) return "Word (.docx)";
  if (names.some((name) => name.startsWith("ppt/"))) return "PowerPoint (.pptx)";
  if (names.some((name) => name.startsWith("xl/"))) return "Excel binary (.xlsb)";
  return names.includes("content.xml") ? "OpenDocument (.ods)" : "zip";
}

/**
 * A sheet's XML without empty cells and rows: formatting often reaches the last of Excel's million
 * rows. Error cells (`t="e"`) become text, so that `#N/A` does not look like nothing.
 */
function trimmed(xml: string): string {
  const cut = xml
    .replace(/<c\b[^<>]*\/>/g, "")
    .replace(/<c\b[^<>]*>\s*<\/c>/g, "")
    .replace(/<row\b(?=[^<>]*\br=)[^<>]*\/>/g, "")
    .replace(/<row\b(?=[^<>]*\br=)[^<>]*>\s*<\/row>/g, "")
    .replace(/<c\b[^<>]*>/g, (tag) => tag.replace(/\bt=(["'])e\1/, 't="str"'));

  let rows = 0;
  let columns = 0;
  for (const [, letters = "", digits] of cut.matchAll(
    /<c\b[^<>]*?\br=["']([A-Z]{1,3})(\d+)["']/g,
  )) {
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnNumber(letters));
  }
  for (const [, digits] of cut.matchAll(/<row\b[^<>]*?\br=["'](\d+)["']/g))
    rows = Math.max(rows, Number(digits));
  if (rows > MOST_SHEET_ROWS) throw new UnreadableFile("TooManyRows", { rows, most: MOST_ROWS });
  if (columns > MOST_COLUMNS || rows * columns > MOST_CELLS)
    throw new UnreadableFile("TooManyColumns", {
      columns,
      most: Math.min(MOST_COLUMNS, Math.floor(MOST_CELLS / rows)),
    });
  return cut;
}

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

function hiddenSheets(book: string): Set<string> {
  const hidden = new Set<string>();
  for (const [tag] of book.matchAll(/<sheet\b[^<>]*>/g)) {
    const name = /\bname=(["'])(.*?)\1/.exec(tag)?.[2];
    if (name !== undefined && /\bstate=["'](hidden|veryHidden)["']/.test(tag))
      hidden.add(plain(name));
  }
  return hidden;
}

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const plain = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => entities[name] ?? whole);

async function read(workbook: Buffer): Promise<Sheet[]> {
  const input = new Uint8Array(workbook).buffer;
  try {
    const sheets = await readXlsxFile(input, { trim: false });
    return sheets.map(({ sheet, data }) => ({
      sheet,
      cells: data.map((row) => row.map((cell) => cellOf(cell as unknown as Cell))),
    }));
  } catch {
    // Besides its own errors it throws whatever its XML parser says about damaged parts.
    throw new UnreadableFile("FileBroken", {});
  }
}

const cellOf = (cell: Cell): Cell => (typeof cell === "string" ? (asError(cell) ?? cell) : cell);
