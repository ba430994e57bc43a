// Cells as text: what Excel, Japanese input methods and copying from a browser leave behind.
import type { Cell } from "./row.ts";

// Zero-width and direction marks, soft hyphen, byte order mark: never meant.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const stray = /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/gu;
// Hyphens and dashes that NFKC leaves apart.
const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63]/gu;

/** The cell's own text: no invisible characters, one space where there were many, none around. */
export function clean(cell: Exclude<Cell, { error: string }>): string {
  if (cell === null) return "";
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  return String(cell).replace(invisible, "").replace(stray, " ").replace(/ +/g, " ").trim();
}

/** Clean text in compatible form: full-width becomes half-width, every dash a hyphen. */
export const normal = (cell: Exclude<Cell, { error: string }>): string =>
  clean(clean(cell).normalize("NFKC").replace(dashes, "-"));

/** True for a cell that holds nothing a person can see. */
export const isEmpty = (cell: Cell | undefined): boolean =>
  cell === undefined || cell === null || (!isError(cell) && clean(cell) === "");

const dash = /^[-ーｰ─━~〜/／.・…]+$/u;
const nothing =
  /^(?:[-ーｰ─━~〜/／.・…]+|\(?(?:なし|無し|ナシ|無|該当なし|該当無し|未設定|未登録|空欄|n\/a|n\.a\.|na|none|null|nan)\)?)$/iu;
const notYet = /^(?:未発行|未作成|未取得|新規|新規作成|新規発行)$/u;

/**
 * True for what people write instead of leaving a cell empty. Not where empty means something: no
 * Regions is not all of them, and no state is not "member".
 */
export function isNothing(cell: Cell, column: string): boolean {
  if (typeof cell !== "string" || column === "regions" || column === "desired") return false;
  const text = normal(cell);
  // "none" is an answer there, and a dash is none.
  if (column === "baseline") return dash.test(text);
  return nothing.test(text) || (column === "account_id" && notYet.test(text));
}

/** True for `#N/A` and its like. */
export const isError = (cell: Cell | undefined): cell is { error: string } =>
  typeof cell === "object" && cell !== null && !(cell instanceof Date) && "error" in cell;

/** A cell for the eyes: what cannot be seen is written out, and what is long is cut. */
export function show(cell: Cell | undefined, most = 80): string {
  if (cell === undefined || cell === null) return "";
  if (isError(cell)) return cell.error;
  const raw = cell instanceof Date ? clean(cell) : String(cell).replace(/\r\n?/g, "\n");
  const shown = raw.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\p{Cs}\p{Co}\p{Cn}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return character === "\n" ? "⏎" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
  const points = [...shown];
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : shown;
}
