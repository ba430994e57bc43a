// A workbook without its rows, as hucre writes it: styles, names, panes, filters, lists to choose from. hucre takes
// all cells of a workbook at once, and 200,000 of them are 240 MB; so it gets one cell for each look instead, and
// what it made of these says which style is which.
import { letter } from "@rollcall/core/ledger/headers";
import type { Choice, Sheet } from "@rollcall/core/workbook/sheet";
import { type DataValidation, type WriteSheet, writeXlsx } from "hucre/xlsx";
import { looks } from "./looks.ts";
import { unzip } from "./zip.ts";

/** The number of a style in the workbook, by the name of the look. */
export type StyleIds = ReadonlyMap<string, number>;

/** A sheet's part of the workbook: its text before and behind the rows. */
interface Around {
  sheet: Sheet;
  part: string;
  before: string;
  behind: string;
}

/** What stands around the rows. */
export interface Frame {
  /** Parts that have no rows: name and text. */
  parts: (readonly [name: string, texts: readonly string[]])[];
  around: Around[];
  styles: StyleIds;
}

/** The part of the texts that cells share. The frame announces it and leaves it to whoever writes the rows. */
export const SHARED_TEXTS = "xl/sharedStrings.xml";

/** The frame of a workbook with these sheets. */
export async function frameOf(sheets: readonly Sheet[]): Promise<Frame> {
  const samples: WriteSheet["cells"] = new Map(
    [...looks.values()].map((style, at) => [`0,${at}`, { value: null, style }]),
  );
  samples.set("1,0", { value: "a text, so that there is a part for texts" });
  const written = await writeXlsx({
    sheets: sheets.map((sheet, at) => ({ ...frame(sheet), ...(at === 0 && { cells: samples }) })),
  });
  const texts = new Map<string, string>();
  for (const [name, content] of unzip(written, () => true)) texts.set(name, content.toString());

  const around = sheets.map((sheet, at) => {
    const part = `xl/worksheets/sheet${at + 1}.xml`;
    const [before = "", rows = "", behind = ""] = (texts.get(part) ?? "").split(data);
    return { sheet, part, before: before.replace(dimension, dimensionOf(sheet)), rows, behind };
  });
  for (const part of [SHARED_TEXTS, ...around.map((one) => one.part)])
    if (!texts.delete(part)) throw new Error(`hucre wrote no ${part}`);
  return {
    parts: [...texts].map(([name, text]) => [name, [text]]),
    around,
    styles: styleIds(around[0]?.rows ?? ""),
  };
}

const data = /(<sheetData\/>|<sheetData>.*<\/sheetData>)/s;
const dimension = /<dimension [^<>]*\/>/;

/** The samples stand in the order of the looks, each under the number that its style was given. */
function styleIds(rows: string): StyleIds {
  const ids = [...rows.matchAll(/<c r="[A-Z]+1" s="(\d+)"\/>/g)].map(([, id]) => Number(id));
  if (ids.length !== looks.size)
    throw new Error(`hucre wrote ${ids.length} of ${looks.size} styles where they are looked for`);
  return new Map([...looks.keys()].map((name, at) => [name, ids[at]!]));
}

const endOf = ({ rows, room = 0 }: Sheet): number => rows.length + room;

const lastColumn = ({ columns }: Sheet): string => letter(Math.max(0, columns.length - 1));

const dimensionOf = (sheet: Sheet): string =>
  `<dimension ref="A1:${lastColumn(sheet)}${Math.max(1, endOf(sheet))}"/>`;

function frame(sheet: Sheet): WriteSheet {
  const { name, header, columns, choices = [] } = sheet;
  const end = endOf(sheet);
  return {
    // Excel's rules for names: at most 31 characters, none of these.
    name: name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31),
    columns: columns.map(({ width }) => ({ width })),
    ...(header !== undefined && {
      freezePane: { rows: header + 1 },
      autoFilter: { range: `A${header + 1}:${lastColumn(sheet)}${Math.max(end, header + 2)}` },
    }),
    ...(choices.length > 0 && {
      dataValidations: choices.map((one) => validationOf(one, (header ?? 0) + 2, end)),
    }),
  };
}

/** A list that Excel offers. Its values stand in the file itself, which takes 255 characters (Excel's limits). */
function validationOf(choice: Choice, from: number, to: number): DataValidation {
  const column = letter(choice.column);
  return {
    type: "list",
    values: [...choice.values],
    range: `${column}${from}:${column}${to}`,
    allowBlank: true,
    showInputMessage: true,
    inputTitle: choice.title.slice(0, 32),
    inputMessage: choice.message.slice(0, 255),
    showErrorMessage: !choice.others,
    errorStyle: "stop",
    errorTitle: choice.title.slice(0, 32),
    errorMessage: choice.message.slice(0, 255),
  };
}
