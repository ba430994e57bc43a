// A table in the terminal: columns as wide as what stands in them, numbers to the right.
import { cut, padded, widest } from "../layout.ts";

/** A cell: text stands left and numbers right; `paint` colours it without making it wider. */
export interface Cell {
  text: string;
  right?: boolean;
  paint?: (text: string) => string;
}

/** Two columns of the terminal between two cells. */
const GAP = "  ";

/** The lines of a table. Cells are cut to `most` columns; nothing trails behind a line. */
export function table(rows: readonly (readonly Cell[])[], most = 40): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.min(most, widest(rows.map((row) => row[at]?.text ?? ""))),
  );
  return rows.map((row) =>
    row
      .map(({ text, right, paint = same }, at) => {
        const shown = cut(text, most);
        const blank = " ".repeat(padded(shown, widths[at]!).length - shown.length);
        if (right) return blank + paint(shown);
        return at === row.length - 1 ? paint(shown) : paint(shown) + blank;
      })
      .join(GAP)
      .trimEnd(),
  );
}

const same = (text: string): string => text;
