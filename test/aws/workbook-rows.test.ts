// The rows of a workbook that goes out: asked for one by one, written as XML of ours into what hucre wrote, and read
// back the same by hucre and by read-excel-file, which ledgers are read with.
import { createHash } from "node:crypto";
import { workbookOf } from "@rollcall/aws/workbook/write";
import { sheetsOf } from "@rollcall/aws/workbook/xlsx";
import type { Cell } from "@rollcall/core/ledger";
import { resultSheets } from "@rollcall/core/workbook/result";
import type { Line, Painted, Sheet } from "@rollcall/core/workbook/sheet";
import fc from "fast-check";
import { type CellStyle, readXlsx } from "hucre/xlsx";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import { linesOf } from "../core/sheet-lines.ts";
import { faultsOf, partsOf } from "./ooxml.ts";

/** A sheet that begins with a column of its own, since readers leave out what is empty around the cells. */
const sheet = (lines: readonly Line[], more: Partial<Sheet> = {}): Sheet => {
  const rows = lines.map((line) => ["|", ...line, "|"]);
  const most = Math.max(1, ...rows.map((row) => row.length));
  return {
    name: "台帳",
    rows,
    columns: Array.from({ length: most }, () => ({ width: 9 })),
    ...more,
  };
};

/** The cells of a workbook's first sheet, as each of the two reads them. */
async function read(bytes: Buffer): Promise<Record<"hucre" | "readExcelFile", unknown[][]>> {
  const { sheets } = await readXlsx(bytes);
  const [first] = await readXlsxFile(bytes, { trim: false });
  const within = (rows: readonly (readonly unknown[])[]) =>
    rows.map((row) => row.slice(1, row.lastIndexOf("|")));
  const data = within(first?.data ?? []).map((row) => row.map(inSeconds));
  return { hucre: within(sheets[0]?.rows ?? []), readExcelFile: data };
}

/** read-excel-file rounds a fraction of a day down, which can be a millisecond too few. */
const inSeconds = (value: unknown): unknown =>
  value instanceof Date ? new Date(Math.round(value.getTime() / 1_000) * 1_000) : value;

/** What a cell is once it was written. */
function written(cell: Cell): unknown {
  if (typeof cell === "string") return cell === "" ? null : cell.toWellFormed();
  return typeof cell === "object" && cell !== null && "error" in cell ? cell.error : cell;
}

async function same(lines: readonly (readonly Cell[])[]): Promise<void> {
  const bytes = await workbookOf([sheet(lines)]);
  expect(faultsOf(bytes)).toEqual([]);
  const expected = lines.map((line) => line.map(written));
  expect(await read(bytes)).toEqual({ hucre: expected, readExcelFile: expected });
}

const texts = [
  "日本語の備考　全角",
  "𠮷野家 👍🏽",
  " before",
  "behind ",
  "  ",
  "\tx",
  "one\ntwo",
  "one\r\ntwo\rthree",
  "\n",
  "\u0000\u0007\u000b\u001f",
  "\ufffe\uffff",
  "<&>\"'",
  "]]>",
  "&amp; &#10;",
  '<c r="A1"><v>1</v></c>',
  "\ud800 alone",
  "alone \udc00",
  "_x0041_",
  "_x005F_x0041_",
  "_x0041_x0042_",
  "_x0041\u0007",
  "__x0041__",
  "=1+1",
  "#N/A",
  "#SPILL!",
  "true",
  "012345678901",
  "1e5",
];
const others: Cell[] = [
  null,
  "",
  0,
  -1.5,
  1e300,
  1e-7,
  123_456_789_012,
  true,
  false,
  new Date("1900-03-01T00:00:00Z"),
  new Date("2026-11-22T00:00:00Z"),
  new Date("2026-11-22T13:45:01Z"),
  new Date("9999-12-31T00:00:00Z"),
  { error: "#REF!" },
];

describe("a cell that is written", () => {
  it.each(texts)("is read as the same text, once and often: %j", (text) =>
    same([[text], [text, text]]),
  );
  it.each(others)("is read as the same value: %j", (value) => same([[value, value]]));

  it("is the same whatever stands in it, and wherever", async () => {
    const cell = fc.oneof(
      fc.constantFrom<Cell>(...texts, ...others),
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom("_", "x", "0", "0041", "\u0007", " ", "&", "é", "\ud83d"),
      }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
      fc.boolean(),
    );
    const lines = fc.array(fc.array(cell, { maxLength: 30 }), { minLength: 1, maxLength: 12 });
    await fc.assert(fc.asyncProperty(lines, same), { numRuns: 60 });
  });

  it("keeps the spaces around it in Excel too, which drops those that are not marked", async () => {
    const bytes = await workbookOf([sheet([[" a", "b ", "c\nd", "\te", "f g"]])]);
    const xml = partsOf(bytes).get("xl/worksheets/sheet1.xml");
    const marked = [...(xml ?? "").matchAll(/<t xml:space="preserve">([^<]*)</g)];
    expect(marked.map(([, text]) => text)).toEqual([" a", "b ", "c\nd", "\te"]);
  });

  it("is cut where Excel would cut it, and holds that much of what is written in many characters", async () => {
    const most = 32_767;
    const bytes = await workbookOf([
      sheet([["x".repeat(most), "x".repeat(most + 1), "\u0007".repeat(most)]]),
    ]);
    const expected = [["x".repeat(most), `${"x".repeat(most - 1)}…`, "\u0007".repeat(most)]];
    expect(await read(bytes)).toEqual({ hucre: expected, readExcelFile: expected });
  });

  it("looks as it is painted, in every sheet", async () => {
    const tones = ["header", "own", "good", "waiting", "bad", "quiet"] as const;
    const day = new Date("2026-11-22T00:00:00Z");
    const values: Cell[] = ["text", day, new Date(day.getTime() + 60_000), null];
    const lines = [undefined, ...tones].map((tone) =>
      values.map((value): Cell | Painted => (tone ? { value, tone } : value)),
    );
    const columns = values.map((_, at) => ({ width: 9, text: at !== 1, wrap: at === 3 }));
    const one: Sheet = { name: "one", rows: lines, columns };
    const bytes = await workbookOf([one, { ...one, name: "two" }]);
    const { sheets } = await readXlsx(bytes, { readStyles: true });
    for (const { cells } of sheets) {
      const styles = lines.map((line, row) =>
        line.map((_, column) => cells?.get(`${row},${column}`)?.style),
      );
      const formats = ["@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "@"];
      for (const style of styles) expect(style.map((each) => each?.numFmt)).toEqual(formats);
      expect(styles.map(([, , , wrapped]) => wrapped?.alignment?.vertical)).toEqual(
        lines.map(() => "top"),
      );
      const fills = styles.map((style) => new Set(style.map((each) => fillOf(each))));
      expect(fills.every((each) => each.size === 1)).toBe(true);
      expect(new Set(fills.flatMap((each) => [...each])).size).toBe(lines.length);
      expect(styles.map(([first]) => first?.font?.bold ?? false)).toEqual(
        [undefined, ...tones].map((tone) => tone === "header" || tone === "own"),
      );
    }
  });
});

const fillOf = (style: CellStyle | undefined): string | undefined =>
  style?.fill?.type === "pattern" ? style.fill.fgColor?.rgb : undefined;

describe("rows", () => {
  it("are asked for one at a time, in their order and once each", async () => {
    const asked: number[] = [];
    const rows = {
      length: 300,
      at(index: number): Line {
        asked.push(index);
        return [`row ${index}`, index];
      },
    };
    const bytes = await workbookOf([
      { name: "台帳", rows, columns: [{ width: 9, text: true }, { width: 9 }], header: 0, room: 2 },
    ]);
    expect(faultsOf(bytes)).toEqual([]);
    expect(asked).toEqual(Array.from({ length: 300 }, (_, at) => at));
    const { sheets } = await readXlsx(bytes);
    expect(sheets[0]?.rows.slice(0, 300)).toEqual(asked.map((index) => [`row ${index}`, index]));
    const xml = partsOf(bytes).get("xl/worksheets/sheet1.xml");
    expect(xml).toContain('<dimension ref="A1:B302"/>');
    expect(xml).toContain('<autoFilter ref="A1:B302"/>');
    expect(xml).toMatch(/<row r="302"><c r="A302" s="\d+"\/><\/row><\/sheetData>/);
  });

  it("that repeat long texts make no file that is refused when it is uploaded again", async () => {
    const notes = ["連絡先と手順は社内の案内を見てください。".repeat(250), "#N/A ".repeat(1_000)];
    const lines = Array.from({ length: 400 }, (_, at) => [`row ${at}`, ...notes]);
    const bytes = await workbookOf([sheet(lines)]);
    const [first] = await sheetsOf(bytes);
    expect(first?.cells).toEqual(lines.map((line) => ["|", ...line, "|"]));
    // The second of many cells is the first that can know of another one.
    const parts = partsOf(bytes);
    expect(parts.get("xl/worksheets/sheet1.xml")?.split(notes[0]!)).toHaveLength(2);
    expect(parts.get("xl/sharedStrings.xml")?.split(notes[0]!)).toHaveLength(2);
    expect(parts.get("xl/sharedStrings.xml")).not.toContain("row 7");
  });

  it("share no more texts than there is room for", async () => {
    // Nothing that would be compressed to a hundredth.
    const long = Array.from({ length: 140 }, (_, at) =>
      Array.from({ length: 500 }, (_, part) =>
        createHash("sha256").update(`${at}/${part}`).digest("hex"),
      ).join(""),
    );
    const bytes = await workbookOf([sheet([long, long, ["behind"]])]);
    expect(faultsOf(bytes)).toEqual([]);
    const shared = partsOf(bytes).get("xl/sharedStrings.xml") ?? "";
    // And the "|" around each line.
    expect(shared.match(/<si>/g)?.length).toBe(Math.floor((4 * 1024 * 1024) / 32_000) + 1);
    expect((await read(bytes)).hucre).toEqual([long, long, ["behind"]]);
  });

  it("that hold nothing leave their place empty", async () => {
    const bytes = await workbookOf([
      { name: "台帳", rows: [["a"], [], [null], ["b"]], columns: [{ width: 9 }] },
    ]);
    const xml = partsOf(bytes).get("xl/worksheets/sheet1.xml");
    expect(xml?.match(/<row r="\d+"/g)).toEqual(['<row r="1"', '<row r="4"']);
  });

  it("of a result are made when they are asked for", () => {
    const ids = ["012345678901", "000000000002"];
    const [ledger] = resultSheets({
      cells: [["account_id"], ...ids.map((id) => [id])],
      rows: [],
      problems: [],
      rejected: false,
      locale: "en",
    });
    expect(linesOf(ledger!).map(([id]) => id)).toEqual([
      { value: "account_id", tone: "header" },
      ...ids,
    ]);
    expect(ledger?.rows.at(1)).not.toBe(ledger?.rows.at(1));
    expect(ledger?.rows.at(1)).toEqual(ledger?.rows.at(1));
  });
});
