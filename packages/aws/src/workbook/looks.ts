// How cells look that go out: a fill, a format for what stands in them, and whether they wrap. All that a workbook
// may need is listed, so that its styles are written before its rows are known.
import type { SheetColumn, Tone } from "@rollcall/core/workbook/sheet";
import type { CellStyle } from "hucre/xlsx";

const solid = (rgb: string): CellStyle => ({
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb } },
});

const bold: CellStyle = {
  // A font without name and size is one that Excel chooses.
  font: { bold: true, name: "Calibri", size: 11 },
  alignment: { wrapText: true },
};

/** Fills that dark text stands out on, and that are told apart in shades of grey. */
const tones: Record<Tone, CellStyle> = {
  header: { ...solid("D9E1F2"), ...bold },
  own: { ...solid("DDEBE0"), ...bold },
  good: solid("C6EFCE"),
  waiting: solid("FFEB9C"),
  bad: solid("FFC7CE"),
  quiet: solid("E7E6E6"),
};

const formats = ["", "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"] as const;
type Format = (typeof formats)[number];

const lookName = (tone: Tone | undefined, format: Format, wrap: boolean): string =>
  `${tone} ${format} ${wrap}`;

/** The name of a cell's look, by its tone, its column and what is written. */
export function lookOf(
  tone: Tone | undefined,
  column: SheetColumn | undefined,
  written: unknown,
): string {
  return lookName(tone, formatOf(column, written), column?.wrap ?? false);
}

function formatOf(column: SheetColumn | undefined, written: unknown): Format {
  if (!(written instanceof Date)) return column?.text ? "@" : "";
  return written.getTime() % 86_400_000 === 0 ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm";
}

/** Every look by its name, but that of a plain cell, which has no style. */
export const looks: ReadonlyMap<string, CellStyle> = new Map(
  [undefined, ...(Object.keys(tones) as Tone[])].flatMap((tone) =>
    formats.flatMap((format) =>
      [false, true].flatMap((wrap): [string, CellStyle][] =>
        tone || format || wrap ? [[lookName(tone, format, wrap), styleOf(tone, format, wrap)]] : [],
      ),
    ),
  ),
);

function styleOf(tone: Tone | undefined, format: Format, wrap: boolean): CellStyle {
  return {
    ...(tone && tones[tone]),
    ...(format && { numFmt: format }),
    ...(wrap && { alignment: { wrapText: true, vertical: "top" } }),
  };
}
