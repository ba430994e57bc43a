// Workbooks as other programs write them: all of these open in Excel without a word.
import { cellsOf } from "@rollcall/aws/workbook";
import { parse } from "@rollcall/core/ledger";
import { describe, expect, it } from "vitest";
import { archive, parts, text } from "./workbook-files.ts";

const context = { hub: "111111111111", regions: ["us-east-1", "ap-northeast-1"] };
const sheet1 = "xl/worksheets/sheet1.xml";
const head = `<row r="1">${text("A1", "account_id")}</row>`;
const ledger = `${head}<row r="2">${text("A2", "333333333333")}</row>`;

const read = async (files: Record<string, string | Buffer>) => {
  const { cells, problems } = await cellsOf(archive(files), "a.xlsx");
  return problems.length > 0 ? problems.map(({ code }) => code) : cells;
};
const both = [["account_id"], ["333333333333"]];

describe("a workbook of another program", () => {
  it("may put a prefix before every name (Open XML SDK)", async () => {
    const files = parts(ledger);
    files[sheet1] = files[sheet1]!.replace(/<(\/?)(?=[a-z])/g, "<$1x:").replace(
      "xmlns=",
      "xmlns:x=",
    );
    expect(await read(files)).toEqual(both);
  });

  it("may leave out the numbers of rows and cells", async () => {
    expect(await read(parts(ledger.replace(/ r="[A-Z]*\d+"/g, "")))).toEqual(both);
  });

  it("may be Strict Open XML, with its own namespaces and dates as text", async () => {
    const date = '<row r="3"><c r="A3" t="d"><v>2026-11-22</v></c></row>';
    const files = parts(ledger + date);
    for (const [name, xml] of Object.entries(files))
      files[name] = xml
        .replaceAll(
          "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
          "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replaceAll(
          "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
          "http://purl.oclc.org/ooxml/officeDocument/relationships",
        );
    expect(await read(files)).toEqual([...both, [new Date("2026-11-22")]]);
  });

  it("may number its main part (Office on the web)", async () => {
    const files = parts(ledger);
    const moved: Record<string, string> = {};
    for (const [name, xml] of Object.entries(files))
      moved[name.replace("workbook.xml", "workbook22.xml")] = xml.replace(
        "xl/workbook.xml",
        "/xl/workbook22.xml",
      );
    expect(await read(moved)).toEqual(both);
  });

  it("may separate folders by backslashes", async () => {
    const files = Object.entries(parts(ledger)).map(([name, xml]) => [
      name.replaceAll("/", "\\"),
      xml,
    ]);
    expect(await read(Object.fromEntries(files))).toEqual(both);
  });

  it("may give every size in 64 bits (Apache POI)", async () => {
    const { cells } = await cellsOf(archive(parts(ledger), {}, { isZip64: true }), "a.xlsx");
    expect(cells).toEqual(both);
  });

  it("may have a sheet that is a chart, comments in its XML, and text in CDATA", async () => {
    const files = parts(
      ledger.replace("333333333333", "<![CDATA[<!channel> & |]]><!-- <c r='XFD9'> -->"),
    );
    files["xl/workbook.xml"] = files["xl/workbook.xml"]!.replace(
      "<sheets>",
      '<sheets><sheet name="グラフ" sheetId="9" r:id="rId9"/>',
    );
    files["xl/_rels/workbook.xml.rels"] = files["xl/_rels/workbook.xml.rels"]!.replace(
      "</Relationships>",
      '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>',
    );
    expect(await read(files)).toEqual([["account_id"], ["<!channel> & |"]]);
  });

  it("may have check boxes, whose places are rows and columns too", async () => {
    const files = parts(ledger);
    files[sheet1] = files[sheet1]!.replace(
      "</sheetData>",
      "</sheetData><controls><control><anchor><from><xdr:row>99999999</xdr:row></from></anchor></control></controls>",
    );
    expect(await read(files)).toEqual(both);
  });

  it("may use styles that are not there, and words for true", async () => {
    const row =
      '<row r="2"><c r="A2" s="77"><v>333333333333</v></c><c r="B2" t="b"><v>true</v></c><c r="C2"><v>NaN</v></c></row>';
    expect(await read(parts(head + row))).toEqual([["account_id"], [333333333333, true, "NaN"]]);
  });

  it("keeps furigana and rich text in shared strings apart", async () => {
    const strings =
      '<sst><si><t>account_id</t></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>' +
      '<si><r><rPr><b/></rPr><t xml:space="preserve">3333 </t></r><r><t>33333333</t></r><rPh sb="0" eb="1"><t>サン</t></rPh></si></sst>';
    const cell = (at: string, index: number) => `<c r="${at}" t="s"><v>${index}</v></c>`;
    const rows = `<row r="1">${cell("A1", 0)}</row><row r="2">${cell("A2", 2)}${cell("B2", 1)}</row>`;
    expect(await read(parts(rows, { "xl/sharedStrings.xml": strings }))).toEqual([
      ["account_id"],
      ["3333 33333333", "東京"],
    ]);
  });
});

describe("a cell", () => {
  const styles = (format: string) => ({
    "xl/styles.xml": `<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="${format}"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>`,
  });

  it.each([
    ["000000000000", "012345678912"],
    ["0000-0000-0000", "012345678912"],
    ["0000&quot;-&quot;0000&quot;-&quot;0000", "012345678912"],
    ["[$-411]000000000000_ ;@", "012345678912"],
    ["#,##0", 12345678912],
    ["0.00E+00", 12345678912],
  ])("that the format %s fills up with zeros is read as it is shown", async (format, shown) => {
    const rows = `${head}<row r="2"><c r="A2" s="1"><v>12345678912</v></c></row>`;
    const { cells } = await cellsOf(archive(parts(rows, styles(format))), "a.xlsx");
    expect(cells[1]).toEqual([shown]);
    const codes = parse(cells, context).problems.map(({ code }) => code);
    expect(codes).toEqual(typeof shown === "string" ? [] : ["LeadingZeros"]);
  });

  it.each([
    ["was never calculated", "<c r='B2'><f>A1&amp;\"x\"</f><v></v></c>", ["FormulaUnread"]],
    ["gives nothing", "<c r='B2' t='str'><f>IF(1,\"\",2)</f><v></v></c>", []],
    ["gives text", "<c r='B2' t='str'><f>C1</f><v>us-east-1</v></c>", []],
    ["fails", "<c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", ["ErrorCell"]],
  ])("whose formula %s is told from an empty one", async (_, cell, expected) => {
    const rows =
      `<row r="1">${text("A1", "account_id")}${text("B1", "regions")}</row>` +
      `<row r="2">${text("A2", "333333333333")}${cell}</row>`;
    const { problems } = parse((await cellsOf(archive(parts(rows)), "a.xlsx")).cells, context);
    expect(problems.map(({ code }) => code)).toEqual(expected);
    if (expected.includes("FormulaUnread")) expect(problems[0]?.value).toBe('=A1&"x"');
  });
});

describe("merged cells", () => {
  const merged = (rows: string, range: string) => {
    const files = parts(rows);
    files[sheet1] = files[sheet1]!.replace(
      "</sheetData>",
      `</sheetData><mergeCells count="1"><mergeCell ref="${range}"/></mergeCells>`,
    );
    return files;
  };
  const row = (number: number, id: string, regions = "") =>
    `<row r="${number}">${text(`A${number}`, id)}${regions && text(`B${number}`, regions)}</row>`;

  it("give their value to each account beside them, and to no empty row", async () => {
    const rows =
      row(1, "account_id", "regions") +
      row(2, "333333333333", "us-east-1") +
      row(3, "444444444444") +
      row(5, "555555555555");
    const cells = await read(merged(rows, "B2:B4"));
    expect(cells).toEqual([
      ["account_id", "regions"],
      ["333333333333", "us-east-1"],
      ["444444444444", "us-east-1"],
      [],
      ["555555555555"],
    ]);
  });

  it("of an id with a Region in each row are a contradiction, not a row without an id", async () => {
    const rows = `${row(1, "account_id", "regions")}${row(2, "333333333333", "us-east-1")}<row r="3">${text("B3", "ap-northeast-1")}</row>`;
    const cells = await read(merged(rows, "A2:A3"));
    expect(parse(cells as string[][], context).problems).toMatchObject([
      { code: "Contradicts", row: 3 },
    ]);
  });
});
