// Workbooks that go out: written, checked against the format's own rules, and read back by our reader, by
// read-excel-file alone, and by LibreOffice where there is one.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cellsOf } from "@rollcall/aws/workbook";
import { workbookOf } from "@rollcall/aws/workbook/write";
import type { Cell } from "@rollcall/core/ledger";
import { parse } from "@rollcall/core/ledger";
import { isError } from "@rollcall/core/ledger/text";
import { defaults } from "@rollcall/core/region";
import type { Line, Sheet } from "@rollcall/core/workbook/sheet";
import { templateSheets } from "@rollcall/core/workbook/template";
import fc from "fast-check";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import { linesOf } from "../core/sheet-lines.ts";
import { faultsOf, partsOf } from "./ooxml.ts";

const context = { hub: "111111111111", regions: [...defaults] };
const sheet = (rows: Line[], more: Partial<Sheet> = {}): Sheet => ({
  name: "台帳",
  rows,
  columns: Array.from({ length: Math.max(1, ...rows.map((row) => row.length)) }, () => ({
    width: 14,
  })),
  ...more,
});

const day = new Date("2026-11-22T00:00:00Z");
const rows: Cell[][] = [
  ["アカウントID", "名前", "開始", "備考"],
  ["012345678901", '=HYPERLINK("http://x")', day, "漢字\nかな"],
  ["000000000001", "+81 3", new Date("2026-11-22T13:45:00Z"), "@SUM(1)"],
  ["-1", "_x0041_ & <b>", 7, true],
  [null, { error: "#N/A" }, Number.NaN, "x".repeat(40_000)],
];

describe("a workbook that goes out", () => {
  it("reads the same to our reader and to read-excel-file", async () => {
    const bytes = await workbookOf([sheet(rows, { header: 0 })]);
    expect(faultsOf(bytes)).toEqual([]);
    const { cells } = await cellsOf(bytes, "x.xlsx");
    expect(cells.slice(0, 4)).toEqual(rows.slice(0, 4));
    expect(cells[4]?.slice(0, 3)).toEqual([null, { error: "#N/A" }, "NaN"]);
    // What Excel takes in one cell.
    expect(String(cells[4]?.[3])).toHaveLength(32_767);
    const [plain] = await readXlsxFile(bytes);
    expect(plain?.sheet).toBe("台帳");
    expect(plain?.data.slice(0, 4)).toEqual(rows.slice(0, 4));
  });

  it("holds ids as text, dates as dates, a filter and a header that stays, and no formula", async () => {
    const painted = rows.map((row) => row.map((value) => ({ value, tone: "bad" as const })));
    const columns = rows[0]!.map((_, at) => ({ width: 20, text: at === 0, wrap: at === 3 }));
    const bytes = await workbookOf([sheet(painted, { header: 0, columns })]);
    expect(faultsOf(bytes)).toEqual([]);
    const parts = partsOf(bytes);
    const xml = parts.get("xl/worksheets/sheet1.xml") ?? "";
    expect(xml).not.toMatch(/<f[\s>]/);
    expect(xml).toContain('ySplit="1"');
    expect(xml).toContain('<autoFilter ref="A1:D5"/>');
    expect(xml).toMatch(/<c r="A2" s="\d+" t="inlineStr">/);
    expect(xml).toMatch(/<c r="C2" s="\d+"><v>46348<\/v>/);
    const styles = parts.get("xl/styles.xml") ?? "";
    expect(styles).toContain('formatCode="@"');
    expect(styles).toContain('formatCode="yyyy-mm-dd"');
  });

  it("survives whatever stands in its cells (D122)", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom(
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "＝1",
        "日本語",
        "'0",
        "_x000D_",
        "]]>",
        "#SPILL!",
        " a ",
      ),
    );
    const cell = fc.oneof(
      text,
      fc.integer(),
      fc.boolean(),
      fc.date({ min: day, max: new Date("2099-01-01"), noInvalidDate: true }).map((one) => {
        return new Date(Math.floor(one.getTime() / 86_400_000) * 86_400_000);
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        async (cells) => {
          const bytes = await workbookOf([sheet([["start"], ...cells])]);
          expect(faultsOf(bytes)).toEqual([]);
          const read = (await cellsOf(bytes, "x.xlsx")).cells.slice(1);
          // Our reader knows error names; an XML reader makes one line break of each kind; characters that are none become U+FFFD.
          const plain = (one: unknown): unknown =>
            isError(one as Cell)
              ? (one as { error: string }).error
              : typeof one === "string"
                ? one.toWellFormed().replace(/\r\n?/g, "\n")
                : one;
          cells.forEach((row, at) => {
            row.forEach((value, column) => {
              const written = value === "" ? null : plain(value);
              expect(plain(read[at]?.[column] ?? null)).toEqual(written);
            });
          });
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("the template", () => {
  it.each(["en", "ja"] as const)("says by itself that it has no rows (%s)", async (locale) => {
    const bytes = await workbookOf(templateSheets(locale));
    expect(faultsOf(bytes)).toEqual([]);
    const { cells, problems, warnings } = await cellsOf(bytes, "template.xlsx");
    expect([...problems, ...warnings]).toEqual([]);
    expect(parse(cells, context)).toMatchObject({
      rows: [],
      problems: [{ code: "EmptyLedger", row: 0 }],
      ignored: [],
    });
    const xml = partsOf(bytes).get("xl/worksheets/sheet1.xml") ?? "";
    expect(xml.match(/<dataValidation /g)).toHaveLength(3);
    // What is typed into the first empty row stays text.
    expect(xml).toMatch(/<c r="A2" s="\d+"\/>/);
  });

  it.each(["en", "ja"] as const)(
    "is a ledger once it is filled in from its lists (%s)",
    async (locale) => {
      const [ledger, explanation] = templateSheets(locale) as [Sheet, Sheet];
      const [regions, join, desired] = ledger.choices!.map((one) => one.values);
      const filled = join!.map((one, at) => [
        at === 0 ? null : `00000000000${at}`,
        `Name ${at}`,
        `aws+${at}@example.com`,
        null,
        null,
        null,
        null,
        regions![0]!,
        one,
        at === 0 ? desired![0]! : desired![at - 1]!,
      ]);
      const bytes = await workbookOf([
        { ...ledger, rows: [...linesOf(ledger), ...filled] },
        explanation,
      ]);
      const { cells, warnings } = await cellsOf(bytes, "ledger.xlsx");
      const { rows: read, problems } = parse(cells, context);
      expect([...warnings, ...problems]).toEqual([]);
      expect(read.map((one) => [one.join, one.desired])).toEqual([
        ["create", "member"],
        ["role", "member"],
        ["self-service", "absent"],
      ]);
    },
  );
});

const office = spawnSync("soffice", ["--version"]).status === 0;

it.skipIf(!office)("opens in LibreOffice with everything in it", { timeout: 120_000 }, async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-office-"));
  try {
    const painted = rows
      .slice(0, 4)
      .map((row) => row.map((value) => ({ value, tone: "good" as const })));
    fs.writeFileSync(
      path.join(directory, "result.xlsx"),
      await workbookOf([sheet(painted, { header: 0 })]),
    );
    fs.writeFileSync(path.join(directory, "template.xlsx"), await workbookOf(templateSheets("ja")));
    // 76: UTF-8; the last option writes every sheet to a file of its own.
    const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    execFileSync(
      "soffice",
      [
        `-env:UserInstallation=${pathToFileURL(path.join(directory, "profile"))}`,
        "--headless",
        "--convert-to",
        filter,
        "--outdir",
        directory,
        path.join(directory, "result.xlsx"),
        path.join(directory, "template.xlsx"),
      ],
      { stdio: "ignore", timeout: 100_000 },
    );
    const said = (name: string) => fs.readFileSync(path.join(directory, name), "utf8");
    const result = said("result-台帳.csv");
    expect(result).toContain('012345678901,"=HYPERLINK(""http://x"")",2026-11-22,"漢字\nかな"');
    expect(result).toContain("000000000001,+81 3,2026-11-22 13:45:00,@SUM(1)");
    expect(said("template-台帳.csv")).toMatch(/^アカウントID,アカウント名,メールアドレス/);
    expect(said("template-説明.csv")).toContain("先頭のゼロ");
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});
