import { cellsOf, MOST_BYTES } from "@rollcall/aws/workbook";
import { parse } from "@rollcall/core/ledger";
import { describe, expect, it } from "vitest";
import { archive, parts, text, workbook, workbookOf } from "./workbook-files.ts";

const context = { hub: "111111111111", regions: ["us-east-1", "ap-northeast-1"] };
const codes = (problems: { code: string }[]) => problems.map(({ code }) => code);

describe("a workbook", () => {
  it("keeps numbers as numbers, dates as dates and ids as text", async () => {
    const date = new Date("2026-11-22T00:00:00Z");
    const bytes = await workbook([
      ["account_id", "a number", "a date", "yes"],
      ["012345678912", 12345678912, { value: date, type: Date, format: "yyyy/mm/dd" }, true],
    ]);
    const { cells, problems } = await cellsOf(bytes, "ledgers/台帳.xlsx");
    expect(problems).toEqual([]);
    expect(cells[1]).toEqual(["012345678912", 12345678912, date, true]);
  });

  it("shows #N/A as an error, not as an empty cell", async () => {
    const rows =
      `<row r="1">${text("A1", "account_id")}${text("B1", "project")}</row>` +
      `<row r="2"><c r="A2" t="e"><f>VLOOKUP(1,A:A,2)</f><v>#N/A</v></c>${text("B2", "x")}</row>`;
    const { cells } = await cellsOf(archive(parts(rows)), "a.xlsx");
    expect(cells[1]).toEqual([{ error: "#N/A" }, "x"]);
    expect(codes(parse(cells, context).problems)).toEqual(["ErrorCell"]);
  });

  it("drops furigana and joins rich text", async () => {
    const rich =
      '<c r="A2" t="inlineStr"><is><r><t>東</t></r><r><t>京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>';
    const rows = `<row r="1">${text("A1", "account_id")}</row><row r="2">${rich}</row>`;
    const { cells } = await cellsOf(archive(parts(rows)), "a.xlsx");
    expect(cells[1]).toEqual(["東京"]);
  });

  it("never evaluates a formula: the value that Excel stored counts", async () => {
    const rows =
      `<row r="1">${text("A1", "account_id")}</row>` +
      '<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://evil.example")</f><v>222222222222</v></c></row>';
    const { cells } = await cellsOf(archive(parts(rows)), "a.xlsx");
    expect(cells[1]).toEqual(["222222222222"]);
  });

  it("keeps row numbers where rows are empty", async () => {
    const rows = `<row r="3">${text("A3", "account_id")}</row><row r="7">${text("A7", "222222222222")}</row>`;
    const { cells } = await cellsOf(archive(parts(rows)), "a.xlsx");
    expect(parse(cells, context).rows.map(({ row }) => row)).toEqual([7]);
  });

  it("does not mind formatting down to the last row of Excel", async () => {
    const rows =
      `<row r="1">${text("A1", "account_id")}</row><row r="2">${text("A2", "222222222222")}<c r="XFD2" s="0"/></row>` +
      '<row r="1048576" s="0" customFormat="1"/>';
    const { cells, problems } = await cellsOf(archive(parts(rows)), "a.xlsx");
    expect(problems).toEqual([]);
    expect(cells).toEqual([["account_id"], ["222222222222"]]);
  });

  it("reads the first visible sheet that has a header", async () => {
    const bytes = await workbookOf([
      { sheet: "表紙", data: [["アカウント管理"], ["2026年"]] },
      { sheet: "台帳", data: [["アカウントID"], ["222222222222"]] },
      { sheet: "控え", data: [["アカウントID"], ["333333333333"]] },
    ]);
    expect(await cellsOf(bytes, "a.xlsx")).toMatchObject({ sheet: "台帳", problems: [] });
  });

  it("reads a stray cell in the last row of Excel where it stands", async () => {
    const far = `<row r="1">${text("A1", "account_id")}</row><row r="1048576">${text("A1048576", "12")}</row>`;
    const { cells } = await cellsOf(archive(parts(far)), "a.xlsx");
    expect(parse(cells, context).problems).toMatchObject([{ code: "IdLength", row: 1_048_576 }]);
  });

  it("passes over hidden sheets", async () => {
    const book = parts("");
    const hidden = book["xl/workbook.xml"]!.replace(
      "<sheets>",
      '<sheets><sheet name="旧&amp;台帳" sheetId="2" state="hidden" r:id="rId2"/>',
    );
    const relations = book["xl/_rels/workbook.xml.rels"]!.replace(
      "</Relationships>",
      '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
    );
    const sheet = (id: string) =>
      `<row r="1">${text("A1", "account_id")}</row><row r="2">${text("A2", id)}</row>`;
    const files = parts(sheet("222222222222"), {
      "xl/workbook.xml": hidden,
      "xl/_rels/workbook.xml.rels": relations,
      "xl/worksheets/sheet2.xml": parts(sheet("333333333333"))["xl/worksheets/sheet1.xml"]!,
    });
    const { cells, sheet: name } = await cellsOf(archive(files), "a.xlsx");
    expect(name).toBe("台帳");
    expect(cells[1]).toEqual(["222222222222"]);
  });
});

describe("a hostile or wrong file", () => {
  const refused = async (bytes: Uint8Array, name = "a.xlsx") => {
    const { cells, problems } = await cellsOf(bytes, name);
    expect(cells).toEqual([]);
    expect(problems[0]).toMatchObject({ severity: "error", row: 0, value: name });
    return codes(problems);
  };

  it("is refused when it is larger than 5 MB, before it is opened", async () => {
    expect(await refused(Buffer.alloc(MOST_BYTES + 1))).toEqual(["FileTooLarge"]);
  });

  it("is refused when it would expand beyond its bound", async () => {
    const bomb = archive(parts(" ".repeat(60_000_000)));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refused(bomb)).toEqual(["FileExpands"]);
  });

  it("is refused when it lies about its size", async () => {
    const files = parts(" ".repeat(60_000_000));
    const liar = archive(files, { "xl/worksheets/sheet1.xml": 1_000 });
    expect(await refused(liar)).toEqual(["FileExpands"]);
  });

  it("is refused when one cell far to the right would blow up the sheet", async () => {
    const wide = `<row r="1">${text("A1", "account_id")}${text("XFD1", "x")}</row>`;
    expect(await refused(archive(parts(wide)))).toEqual(["TooManyColumns"]);
    expect(await refused(archive(parts(wide.replace(/<(\/?)(?=\w)/g, "<$1x:"))))).toEqual([
      "TooManyColumns",
    ]);
  });

  it.each([
    ["a row without its number", '<row r="A">', "</row>"],
    ["rows that go backwards", '<row r="7"></row><row r="2">', "</row>"],
    ["a row in a row", '<row r="1"><row r="2">', "</row></row>"],
    [
      "an address that is none",
      '<row r="1"><c r="&#88;1"><v>1</v></c><c r="?"><v>1</v></c>',
      "</row>",
    ],
    ["an address without quotes", '<row r="1"><c r=XFD1048576><v>1</v></c>', "</row>"],
    ["a cell in a cell", '<row r="1"><c r="A1"><c r="B1"/></c>', "</row>"],
    [
      "a cell in a text",
      '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t><c r=B1></is></c>',
      "</row>",
    ],
    ["a row without its end", '<row r="1">', ""],
  ])("is refused when its sheet has %s", async (_, from, to) => {
    expect(await refused(archive(parts(`${from}${to}`)))).toEqual(["FileBroken"]);
  });

  it("is refused when its sheet is cut off, and empty when it has no rows", async () => {
    const sheet = "xl/worksheets/sheet1.xml";
    const files = parts(`<row r="1">${text("A1", "account_id")}</row>`);
    const cut = files[sheet]!.replace(/<\/sheetData>.*/, "");
    expect(await refused(archive({ ...files, [sheet]: cut }))).toEqual(["FileBroken"]);
    const none = "<worksheet><sheetData/></worksheet>";
    const { problems } = await cellsOf(archive({ ...files, [sheet]: none }), "a.xlsx");
    expect(problems).toEqual([]);
  });

  it("is told as too large even by one byte", async () => {
    const { problems } = await cellsOf(Buffer.alloc(MOST_BYTES + 1), "a.xlsx");
    expect(problems[0]?.problem.en).toContain("5.1 MB");
  });

  it("is refused when one long text stands in very many cells", async () => {
    const strings = `<sst><si><t>account_id</t></si><si><t>${"x".repeat(30_000)}</t></si></sst>`;
    const rows = Array.from(
      { length: 3_000 },
      (_, index) => `<row r="${index + 2}"><c r="A${index + 2}" t="s"><v>1</v></c></row>`,
    );
    const files = parts(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>${rows.join("")}`, {
      "xl/sharedStrings.xml": strings,
    });
    expect(await refused(archive(files))).toEqual(["FileExpands"]);
  });

  it("is refused when it declares entities", async () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    const files = parts(`<row r="1">${text("A1", "&b;")}</row>`);
    const sheet = "xl/worksheets/sheet1.xml";
    files[sheet] = files[sheet]!.replace("?>", `?>${lol}`);
    expect(await refused(archive(files))).toEqual(["FileBroken"]);
  });

  it.each([
    ["an old workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "FileType"],
    [
      "a workbook with a password",
      Buffer.concat([
        Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
        Buffer.from("EncryptedPackage", "utf16le"),
      ]),
      "FileEncrypted",
    ],
    ["a workbook as XML of 2003", Buffer.from('<?xml version="1.0"?><Workbook/>'), "FileType"],
    ["a PDF", Buffer.from("%PDF-1.7\n"), "FileType"],
    ["a Word file", archive({ "word/document.xml": "<x/>" }), "FileType"],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), "FileType"],
    ["half an archive", Buffer.from("PK\u0003\u0004 and no more"), "FileBroken"],
    ["an archive whose parts are no XML", archive(parts("<row r='1'><c")), "FileBroken"],
    ["bytes", Buffer.from([1, 2, 0, 3, 0]), "FileType"],
  ])("is refused when it is %s", async (_, bytes, code) => {
    expect(await refused(bytes as Buffer)).toEqual([code]);
  });
});

describe("a text file", () => {
  const rows = "アカウントID,プロジェクト\r\n222222222222,検証\r\n";
  const shiftJis = Buffer.from([
    ...[0x83, 0x41, 0x83, 0x4a, 0x83, 0x45, 0x83, 0x93, 0x83, 0x67, 0x49, 0x44], // アカウントID
    0x2c,
    ...[0x83, 0x76, 0x83, 0x8d, 0x83, 0x57, 0x83, 0x46, 0x83, 0x4e, 0x83, 0x67], // プロジェクト
    ...[0x0d, 0x0a],
    ...Buffer.from("222222222222,"),
    ...[0x8c, 0x9f, 0x8f, 0xd8], // 検証
    ...[0x0d, 0x0a],
  ]);
  const jis = Buffer.concat([
    Buffer.from("\u001b$B%\"%+%&%s%H\u001b(BID,\u001b$B%W%m%8%'%/%H\u001b(B\r\n"),
    Buffer.from("222222222222,\u001b$B8!>Z\u001b(B\r\n"),
  ]);
  const utf16be = Buffer.from(`\ufeff${rows}`, "utf16le").swap16();

  it.each([
    ["UTF-8", Buffer.from(rows)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${rows}`)],
    ["UTF-16", Buffer.from(`\ufeff${rows}`, "utf16le")],
    ["UTF-16, the other way round", utf16be],
    ["Shift_JIS", shiftJis],
    ["JIS", jis],
    ["old Macintosh line ends", Buffer.from(rows.replaceAll("\r\n", "\r"))],
    ["tabs", Buffer.from(rows.replaceAll(",", "\t"))],
    ["semicolons", Buffer.from(rows.replaceAll(",", ";"))],
    ["old line ends", Buffer.from(rows.replaceAll("\r\n", "\n"))],
  ])("is read in %s", async (_, bytes) => {
    const { cells, problems } = await cellsOf(bytes, "a.csv");
    expect(problems).toEqual([]);
    expect(cells).toEqual([
      ["アカウントID", "プロジェクト"],
      ["222222222222", "検証"],
    ]);
  });

  it("takes a bare number for a number, so that lost zeros come back with a warning", async () => {
    const { cells } = await cellsOf(
      Buffer.from('Account ID,Email\n12345678912,"12345678912"\n'),
      "a.csv",
    );
    expect(cells[1]).toEqual([12345678912, "12345678912"]);
  });

  it("keeps an id with its zeros as text", async () => {
    const { cells } = await cellsOf(Buffer.from("Account ID\n012345678912\n"), "a.csv");
    expect(cells[1]).toEqual(["012345678912"]);
  });

  it("keeps line breaks and separators inside quotes, and row numbers across empty lines", async () => {
    const { cells } = await cellsOf(
      Buffer.from('account_id,regions\n\n222222222222,"us-east-1,\nap-northeast-1"\n'),
      "a.csv",
    );
    const { rows: read, problems } = parse(cells, context);
    expect(problems).toEqual([]);
    expect(read).toMatchObject([{ row: 3, regions: ["us-east-1", "ap-northeast-1"] }]);
  });

  it("keeps the zeros that an export kept with a formula", async () => {
    const { cells } = await cellsOf(
      Buffer.from('account_id\n="012345678912"\n"=""012345678913"""\n'),
      "a.csv",
    );
    expect(cells.slice(1)).toEqual([["012345678912"], ["012345678913"]]);
  });

  it("is cut where its column names are, not where most signs stand", async () => {
    const { cells } = await cellsOf(
      Buffer.from("アカウントID\tリージョン\n333333333333\tus-east-1,us-east-2,us-west-1\n"),
      "a.tsv",
    );
    expect(cells[1]).toEqual(["333333333333", "us-east-1,us-east-2,us-west-1"]);
  });

  it("with an open quotation mark is refused, with the row where it stands", async () => {
    const { problems } = await cellsOf(
      Buffer.from('account_id,project\n333333333333,x\n444444444444,"y\n555555555555,z\n'),
      "a.csv",
    );
    expect(problems).toMatchObject([{ code: "QuoteOpen", row: 3 }]);
  });

  it("shows an error that Excel exported as text", async () => {
    const { cells } = await cellsOf(Buffer.from("account_id\n#N/A\n"), "a.csv");
    expect(cells[1]).toEqual([{ error: "#N/A" }]);
  });

  it("has the signs of Windows that Shift_JIS itself lacks", async () => {
    const signs = [0x87, 0x40, 0x87, 0x8a, 0xfb, 0xfc, 0xfa, 0xb1, 0x81, 0x60, 0xb6, 0x5c, 0x7e];
    const { cells } = await cellsOf(Buffer.from([...signs, 0x0a]), "a.csv");
    expect(cells).toEqual([["①㈱髙﨑～ｶ\\~"]]);
  });

  it("is refused when its characters are none", async () => {
    const { problems } = await cellsOf(Buffer.from([0x61, 0xff, 0xfd, 0x80]), "a.csv");
    expect(codes(problems)).toEqual(["FileEncoding"]);
  });
});

it("reads 50,000 rows within its time", async () => {
  const rows = Array.from(
    { length: 50_000 },
    (_, index) => `${200_000_000_000 + index},all,project ${index}`,
  );
  const started = performance.now();
  const { cells } = await cellsOf(
    Buffer.from(`account_id,regions,project\n${rows.join("\n")}`),
    "a.csv",
  );
  const parsed = parse(cells, context);
  expect(parsed.problems).toEqual([]);
  expect(parsed.rows).toHaveLength(50_000);
  expect(performance.now() - started).toBeLessThan(15_000);
});
