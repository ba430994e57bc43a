// Excel workbooks. read-excel-file reads shared strings, dates and numbers; what it would lose, or could
// be made to unfold without end, is settled before (sheet-xml.ts).
import type { Cell } from "@rollcall/core/ledger/row";
import readXlsxFile from "read-excel-file/universal";
import { asError } from "./error-cell.ts";
import { type Rewritten, rewritten } from "./sheet-xml.ts";
import { stylesOf } from "./styles.ts";
import { UnreadableFile } from "./unreadable.ts";
import { attribute, PREFIX, simple } from "./xml.ts";
import { unzip, zip } from "./zip.ts";

/** A visible sheet. One that is too large has only its first rows, and says so. */
export interface Sheet {
  sheet: string;
  cells: Cell[][];
  refusal?: UnreadableFile | undefined;
}

const isXml = (name: string): boolean => name.endsWith(".xml") || name.endsWith(".rels");
const sheetData = new RegExp(`<${PREFIX}sheetData[\\s/>]`);
/** Characters of one sheet: a text is stored once, and may stand in every cell. */
const MOST_TEXT = 50_000_000;
const BOOK = "xl/workbook.xml";

/** The visible sheets of a workbook, in its order. */
export async function sheetsOf(bytes: Uint8Array): Promise<Sheet[]> {
  const parts = new Map<string, string>();
  for (const [name, content] of unzip(bytes, isXml))
    parts.set(name, simple(content.toString("utf8")));
  locate(parts);
  const book = parts.get(BOOK);
  if (book === undefined) throw new UnreadableFile("FileType", { kind: archiveKind(parts) });

  const styles = stylesOf(parts.get("xl/styles.xml"));
  const facts: Rewritten[] = [];
  for (const [name, xml] of parts) {
    if (!sheetData.test(xml)) continue;
    const sheet = rewritten(xml, facts.length, styles);
    parts.set(name, sheet.xml);
    facts.push(sheet);
  }
  const hidden = hiddenSheets(book);
  const sheets = await read(parts, facts);
  return sheets.filter(({ sheet }) => !hidden.has(sheet));
}

/** Puts the main part where read-excel-file looks for it; Office on the web numbers it: xl/workbook22.xml. */
function locate(parts: Map<string, string>): void {
  const links = parts.get("_rels/.rels") ?? "";
  for (const [tag] of links.matchAll(new RegExp(`<${PREFIX}Relationship\\s[^<>]*>`, "g"))) {
    if (!attribute(tag, "Type")?.endsWith("/officeDocument")) continue;
    const own = /^\/?xl\/([^/]+)$/.exec(attribute(tag, "Target") ?? "")?.[1];
    const book = parts.get(`xl/${own}`);
    if (book === undefined) continue;
    parts.set(BOOK, book);
    parts.set("xl/_rels/workbook.xml.rels", parts.get(`xl/_rels/${own}.rels`) ?? "");
  }
}

/** What else people upload that is a zip inside. */
function archiveKind(parts: ReadonlyMap<string, string>): string {
  const names = [...parts.keys()];
  if (names.some((name) => name.startsWith("word/"))) return "Word (.docx)";
  if (names.some((name) => name.startsWith("ppt/"))) return "PowerPoint (.pptx)";
  if (names.some((name) => name.startsWith("xl/"))) return "Excel binary (.xlsb)";
  return names.includes("content.xml") ? "OpenDocument (.ods)" : "zip";
}

function hiddenSheets(book: string): Set<string> {
  const hidden = new Set<string>();
  for (const [tag] of book.matchAll(new RegExp(`<${PREFIX}sheet\\s[^<>]*>`, "g"))) {
    const name = attribute(tag, "name");
    if (name !== undefined && /^(hidden|veryHidden)$/.test(attribute(tag, "state") ?? ""))
      hidden.add(name);
  }
  return hidden;
}

async function read(
  parts: ReadonlyMap<string, string>,
  facts: readonly Rewritten[],
): Promise<Sheet[]> {
  const contents = new Map([...parts].map(([name, xml]) => [name, Buffer.from(xml)]));
  const input = new Uint8Array(zip(contents)).buffer;
  try {
    const sheets = await readXlsxFile(input, { trim: false });
    return sheets.flatMap(({ sheet, data }) => {
      // A sheet that is only a chart has no rows at all.
      const fact = facts[Number(data?.[0]?.[0] ?? -1)];
      return fact ? [{ sheet, cells: cellsOf(data as Cell[][], fact), refusal: fact.refusal }] : [];
    });
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    // Besides its own errors it throws whatever its XML parser says about damaged parts.
    throw new UnreadableFile("FileBroken", {});
  }
}

/** The cells under the row numbers of the sheet. All rows that are empty are one and the same. */
function cellsOf(data: readonly Cell[][], { numbers, known }: Rewritten): Cell[][] {
  const nothing: Cell[] = [];
  const rows = numbers.map((_, index) => trimmed(data[index + 1] ?? []));
  const length = rows.flat().reduce<number>((sum, cell) => sum + lengthOf(cell), 0);
  if (length > MOST_TEXT) throw new UnreadableFile("FileExpands", {});
  for (const { row, column, cell } of known) {
    const cells = rows[row];
    if (!cells) continue;
    while (cells.length <= column) cells.push(null);
    cells[column] = cell;
  }
  const all = new Array<Cell[]>(numbers.at(-1) ?? 0).fill(nothing);
  numbers.forEach((number, index) => {
    all[number - 1] = rows[index] ?? nothing;
  });
  return all;
}

const lengthOf = (cell: Cell): number => (typeof cell === "string" ? cell.length : 0);
const cellOf = (cell: Cell): Cell => (typeof cell === "string" ? (asError(cell) ?? cell) : cell);

/** Without the empty cells behind the last one. */
function trimmed(cells: readonly Cell[]): Cell[] {
  const last = cells.findLastIndex((cell) => cell !== null);
  return cells.slice(0, last + 1).map(cellOf);
}
