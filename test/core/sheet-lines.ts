// The rows of a sheet that goes out, all at once.
import type { Line, Sheet } from "@rollcall/core/workbook/sheet";

/** Every row of a sheet. */
export const linesOf = ({ rows }: Sheet): Line[] =>
  Array.from({ length: rows.length }, (_, at) => rows.at(at) ?? []);
