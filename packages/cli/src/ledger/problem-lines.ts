// Problems of a ledger on the terminal: where each is, what it is, and below it what to do.
import type { Problem } from "@rollcall/core/ledger";
import type { Locale } from "@rollcall/core/locale";
import type { Colours } from "../colours.ts";
import { oneLine } from "../layout.ts";
import { words } from "../words.ts";

/** Two lines for each of the first `most` problems, with file, row and column. */
export function problemLines(
  problems: readonly Problem[],
  file: string,
  { locale, colours, most }: { locale: Locale; colours: Colours; most: number },
): string[] {
  const said = words(locale);
  const lines = problems.slice(0, most).flatMap((one) => {
    const value = one.value && one.value !== file ? ` "${oneLine(one.value)}"` : "";
    const place = said.place(file, one.row, oneLine(one.column));
    return [
      `  ${place}${value}: ${oneLine(one.problem[locale])}`,
      colours.dim(`    → ${oneLine(one.fix[locale])}`),
    ];
  });
  const more = problems.length - most;
  return more > 0 ? [...lines, `  ${said.more(more)}`] : lines;
}
