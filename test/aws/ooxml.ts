// What Excel would offer to repair, found without Excel: the rules of ECMA-376 (Part 1 and 2) that writers break.
import { unzip } from "../../packages/aws/src/workbook/zip.ts";

/** The order of a worksheet's children (Part 1, 18.3.1.99, CT_Worksheet); any other is "unreadable content". */
const order = [
  "sheetPr",
  "dimension",
  "sheetViews",
  "sheetFormatPr",
  "cols",
  "sheetData",
  "sheetCalcPr",
  "sheetProtection",
  "protectedRanges",
  "scenarios",
  "autoFilter",
  "sortState",
  "dataConsolidate",
  "customSheetViews",
  "mergeCells",
  "phoneticPr",
  "conditionalFormatting",
  "dataValidations",
  "hyperlinks",
  "printOptions",
  "pageMargins",
  "pageSetup",
  "headerFooter",
  "rowBreaks",
  "colBreaks",
  "customProperties",
  "cellWatches",
  "ignoredErrors",
  "smartTags",
  "drawing",
  "legacyDrawing",
  "tableParts",
  "extLst",
];

/** The parts of a workbook by name. */
export const partsOf = (bytes: Uint8Array): Map<string, string> =>
  new Map([...unzip(bytes, () => true)].map(([name, content]) => [name, content.toString("utf8")]));

/** Everything that is wrong with a workbook; nothing in a good one. */
export function faultsOf(bytes: Uint8Array): string[] {
  const parts = partsOf(bytes);
  const faults: string[] = [];
  const claim = (holds: boolean, fault: string) => holds || faults.push(fault);

  for (const [name, xml] of parts) faults.push(...ill(xml).map((one) => `${name}: ${one}`));

  const types = parts.get("[Content_Types].xml") ?? "";
  const overrides = all(types, /<Override PartName="\/([^"]+)"/g);
  const defaults = all(types, /<Default Extension="([^"]+)"/g);
  for (const name of overrides)
    claim(parts.has(name), `content type of ${name}, which is not there`);
  claim(new Set(overrides).size === overrides.length, "a part with two content types");
  for (const name of parts.keys())
    if (name !== "[Content_Types].xml")
      claim(
        overrides.includes(name) || defaults.includes(name.split(".").at(-1) ?? ""),
        `${name} has no content type`,
      );

  for (const [name, xml] of parts) {
    if (!name.endsWith(".rels")) continue;
    const base = name.replace(/_rels\/[^/]+$/, "");
    const ids = all(xml, /<Relationship [^>]*?Id="([^"]+)"/g);
    claim(new Set(ids).size === ids.length, `${name} has an id twice`);
    for (const target of all(xml, /Target="([^"]+)"/g))
      claim(parts.has(base + target), `${name} points to ${target}, which is not there`);
  }

  const styles = parts.get("xl/styles.xml") ?? "";
  const formats = countIn(styles, "cellXfs", "xf", faults);
  for (const [list, item, use] of [
    ["fonts", "font", "fontId"],
    ["fills", "fill", "fillId"],
    ["borders", "border", "borderId"],
  ] as const) {
    const count = countIn(styles, list, item, faults);
    for (const id of all(styles, new RegExp(`${use}="(\\d+)"`, "g")))
      claim(Number(id) < count, `${use} ${id} of ${count}`);
  }
  const strings = all(parts.get("xl/sharedStrings.xml") ?? "", /<(si)>/g).length;

  const book = parts.get("xl/workbook.xml") ?? "";
  const names = all(book, /<sheet name="([^"]+)"/g);
  claim(names.length > 0, "no sheet");
  claim(
    new Set(names.map((one) => one.toLowerCase())).size === names.length,
    "a sheet's name twice",
  );
  for (const name of names)
    claim(name.length <= 31 && !/[[\]:*?/\\]/.test(name), `the sheet's name ${name}`);

  for (const [name, xml] of parts)
    if (name.startsWith("xl/worksheets/sheet"))
      faults.push(...sheetFaults(name, xml, formats, strings));
  return faults;
}

function sheetFaults(name: string, xml: string, formats: number, strings: number): string[] {
  const faults: string[] = [];
  const claim = (holds: boolean, fault: string) => holds || faults.push(`${name}: ${fault}`);
  const children = childrenOf(xml);
  const places = children.map((child) => order.indexOf(child));
  claim(!places.includes(-1), `a child that no worksheet has: ${children.join(" ")}`);
  claim(
    places.every((place, at) => at === 0 || place > (places[at - 1] ?? -1)),
    `children out of order: ${children.join(" ")}`,
  );
  claim(!/<f[\s/>]/.test(xml), "a formula");
  claim(!/t="e"/.test(xml), "an error cell");

  let row = 0;
  for (const [, number = "", body = ""] of xml.matchAll(
    /<row r="(\d+)"[^>]*?(?:\/>|>(.*?)<\/row>)/gs,
  )) {
    claim(Number(number) > row, `row ${number} behind row ${row}`);
    row = Number(number);
    let column = 0;
    for (const [, letters = "", at, rest = "", inside = ""] of body.matchAll(
      /<c r="([A-Z]+)(\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs,
    )) {
      const index = [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0);
      claim(index > column && at === number, `cell ${letters}${at} out of place`);
      column = index;
      const style = /\bs="(\d+)"/.exec(rest)?.[1];
      claim(style === undefined || Number(style) < formats, `style ${style}`);
      const value = /<v>(.*?)<\/v>/s.exec(inside)?.[1];
      if (/t="s"/.test(rest)) claim(Number(value) < strings, `string ${value} of ${strings}`);
      else if (!/t="/.test(rest) && value !== undefined)
        claim(Number.isFinite(Number(value)), `the number ${value}`);
    }
  }
  for (const list of all(xml, /<formula1>"?(.*?)"?<\/formula1>/g))
    claim(list.length <= 255, `a list of ${list.length} characters`);
  for (const [title, most] of [
    ["promptTitle", 32],
    ["prompt", 255],
    ["errorTitle", 32],
    ["error", 255],
  ] as const)
    for (const text of all(xml, new RegExp(`\\b${title}="([^"]*)"`, "g")))
      claim(text.length <= most, `${title} of ${text.length} characters`);
  return faults;
}

const all = (xml: string, pattern: RegExp): string[] =>
  [...xml.matchAll(pattern)].map((match) => match[1] ?? "");

function countIn(xml: string, list: string, item: string, faults: string[]): number {
  const [, claimed, body = ""] =
    new RegExp(`<${list} count="(\\d+)">(.*?)</${list}>`, "s").exec(xml) ?? [];
  const count = all(body, new RegExp(`<(${item})[\\s/>]`, "g")).length;
  if (Number(claimed) !== count) faults.push(`${list} claims ${claimed}, and has ${count}`);
  return count;
}

const tag = /<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/g;

/** The names of the root's children. */
function childrenOf(xml: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (const [, closes, name = "", , closed] of xml.matchAll(tag)) {
    if (closes) depth -= 1;
    else {
      if (depth === 1) found.push(name);
      if (!closed) depth += 1;
    }
  }
  return found;
}

/** What makes a part ill-formed (XML 1.0). */
function ill(xml: string): string[] {
  const faults: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml))
    faults.push("a character that XML has not");
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/.test(xml)) faults.push("a bare ampersand");
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^>]*\?>/, "");
  if (body.replace(tag, "").includes("<")) faults.push("a tag that is none");
  for (const [, closes, name = "", attributes = "", closed] of body.matchAll(tag)) {
    const names = all(attributes, /([\w:]+)=/g);
    if (new Set(names).size !== names.length) faults.push(`an attribute twice in ${name}`);
    if (closes && open.pop() !== name) faults.push(`${name} closes what is not open`);
    if (!closes && !closed) open.push(name);
  }
  if (open.length > 0) faults.push(`${open.join(" ")} stays open`);
  return faults;
}
