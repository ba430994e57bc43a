// Rows that are no accounts: totals, notes and legends, dividers, and numbered lines that nobody filled in.
import type { Header } from "./header.ts";
import type { Column } from "./headers.ts";
import type { Cell } from "./row.ts";
import { isEmpty, isError, normal } from "./text.ts";

const totals =
  /^(合計|総計|小計|総合計|計|件数|合計件数|アカウント数|total|grand total|sub ?total|sum|count)\s*:?$/i;
const marks = /^([※■□◆◇●▼▲★☆【〈《<注＊*]|備考|凡例|以上|\(以上\)|以下余白|note|legend)/iu;

/** What a row without an account is, or undefined for a row that must be read. */
export type Note = "total" | "note" | "unused";

/** Sorts out a row. `isLast`: no account follows, so that lines prepared for later may be empty. */
export function noteOf(row: readonly Cell[], header: Header, isLast: boolean): Note | undefined {
  const filled = [...row.keys()].filter((index) => !isEmpty(row[index]));
  const columns = filled.map((index) => columnAt(header, index));
  const texts = filled.map((index) => textAt(row, index));
  const id = textAt(row, header.columns.get("account_id") ?? -1).replace(/[\s-]/g, "");

  if (totals.test(texts[0] ?? "") && !/^\d{9,}$/.test(id)) return "total";
  const [only = ""] = texts;
  if (filled.length === 1 && typeof row[filled[0] ?? -1] === "string" && !only.includes("@")) {
    if (marks.test(only)) return "note";
    if (columns[0] === "account_id" && !/\d{3}|^\d+$/.test(only)) return "note";
  }
  const isIdle = (column: Column | undefined) =>
    column === undefined || (isLast && prepared.has(column));
  return columns.every(isIdle) ? "unused" : undefined;
}

/** Columns that forms fill in beforehand. */
const prepared: ReadonlySet<Column> = new Set<Column>(["regions", "join", "desired"]);

/** True for a row that says which account it means. */
export const namesAccount = (row: readonly Cell[], header: Header): boolean =>
  (["account_id", "email", "account_name"] as const).some(
    (column) => !isEmpty(row[header.columns.get(column) ?? -1]),
  );

const columnAt = (header: Header, at: number): Column | undefined =>
  [...header.columns].find(([, index]) => index === at)?.[0];

function textAt(row: readonly Cell[], index: number): string {
  const cell = row[index];
  return cell === undefined || isError(cell) ? "" : normal(cell);
}
