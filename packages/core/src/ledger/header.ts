// Finds the row with the column names, and what each column means.
import { nearest } from "./distance.ts";
import { fits } from "./fits.ts";
import {
  aliases,
  type Column,
  columnOf,
  fold,
  folded,
  isReading,
  isWeak,
  letter,
} from "./headers.ts";
import { isOwnColumn } from "./own-columns.ts";
import { type Place, problem } from "./problems.ts";
import type { Cell, Problem } from "./row.ts";
import { clean, isEmpty, isError, normal, show } from "./text.ts";

/** The first rows may be titles, dates and notes. */
const LOOK = 20;

export interface Header {
  /** Index of the header's row. */
  at: number;
  /** Where each known column stands. */
  columns: Map<Column, number>;
  /** Columns of the ledger's own, by index. */
  extra: Map<number, string>;
  /** Columns that rollcall wrote: the result of an earlier run. */
  own: Set<number>;
  /** How each column is named in messages: `リージョン (H)`. */
  label: (index: number) => string;
  problems: Problem[];
  ignored: string[];
}

/** Columns of AWS's own exports that only look like one of ours. */
const foreign = new Set(["Joined method", "Joined timestamp", "Join date", "参加日"].map(fold));

const isJapanese = (name: string): boolean => /[\p{scx=Kana}\p{scx=Hira}\p{scx=Han}]/u.test(name);

/** What a header that we do not know was meant to be. A longer name of its own is no slip. */
export function slip(written: string): Column | undefined {
  const word = fold(written);
  if (word.length < 5 || foreign.has(word) || isReading(written)) return undefined;
  const near = nearest(word, folded().keys(), word.length < 8 ? 1 : 2);
  if (near === undefined || near.length < 5) return undefined;
  const [longer, shorter] = near.length > word.length ? [near, word] : [word, near];
  const added = longer.length - shorter.length;
  // リージョン数 and customer_id are words of their own, emails and account_idd are slips.
  const contains = longer.startsWith(shorter) || longer.endsWith(shorter);
  const isOwn = added > 1 || (added === 1 && (isJapanese(word) || /\d$/.test(word)));
  return contains && isOwn ? undefined : folded().get(near);
}

const written = (cell: Cell | undefined): string =>
  cell === undefined || isError(cell) ? "" : clean(cell).slice(0, 200);

/** How much a row looks like the header: known names count double, likely slips once. */
function score(row: readonly Cell[]): number {
  const names = row.map(written).filter((name) => name.length > 0 && name.length < 60);
  const known = new Set(names.map((name) => columnOf(name)).filter((column) => column));
  const slips = names.filter((name) => !columnOf(name) && slip(name)).length;
  return 2 * known.size + slips;
}

/** The header, or undefined when none of the first rows names a column. */
export function findHeader(cells: readonly (readonly Cell[])[]): Header | undefined {
  let at = -1;
  let best = 0;
  cells.slice(0, LOOK).forEach((row, index) => {
    const points = score(row);
    if (points > best) {
      best = points;
      at = index;
    }
  });
  const row = cells[at];
  return row ? read(row, at, cells) : undefined;
}

function read(row: readonly Cell[], at: number, cells: readonly (readonly Cell[])[]): Header {
  const label = (index: number) => {
    const name = normal(written(row[index]));
    return name ? `${show(name, 40)} (${letter(index)})` : letter(index);
  };
  const header: Header = {
    at,
    columns: new Map(),
    extra: new Map(),
    own: new Set(),
    label,
    problems: [],
    ignored: [],
  };
  const place = (index: number): Place => ({
    row: at + 1,
    column: label(index),
    value: show(row[index]),
  });

  const width = cells.reduce((most, one) => Math.max(most, one.length), 0);
  const below = (index: number) => cells.slice(at + 1).map((one) => one[index]);
  const exact = new Set(
    row
      .map(written)
      .filter((name) => !isWeak(name))
      .map(columnOf),
  );
  for (let index = 0; index < width; index += 1) {
    const name = written(row[index]);
    const column = columnOf(name);
    if (isOwnColumn(name)) header.own.add(index);
    else if (column && isWeak(name) && exact.has(column)) keep(name, index);
    else if (column && isWeak(name) && !fits(column, below(index))) loosen(column, index);
    else if (column) take(column, index);
    else if (name) unknown(name, index);
    else if (below(index).some((cell) => !isEmpty(cell))) keep(letter(index), index);
  }

  function take(column: Column, index: number): void {
    const earlier = header.columns.get(column);
    if (earlier === undefined) header.columns.set(column, index);
    // Two columns mean the same. Loose names may well mean two things, exact ones cannot.
    else if (isWeak(written(row[index]))) loosen(column, index);
    else header.problems.push(problem("DuplicateColumn", place(index), { first: letter(earlier) }));
  }

  /** A loose name that means something else here: its column is one of the ledger's own. */
  function loosen(column: Column, index: number): void {
    const [english, japanese] = aliases[column];
    const names = { en: english ?? column, ja: japanese ?? column };
    header.problems.push(problem("LooseColumn", place(index), names));
    keep(written(row[index]), index);
  }

  function unknown(name: string, index: number): void {
    const column = slip(name);
    if (column) {
      const suggestion = aliases[column][isJapanese(name) ? 1 : 0];
      const details = { written: show(name, 40), suggestion: suggestion ?? column };
      header.problems.push(problem("MisspeltColumn", place(index), details));
    } else keep(name, index);
  }

  function keep(written: string, index: number): void {
    // It becomes a key of every row.
    const name = show(written);
    const taken = [...header.extra.values()].includes(name);
    const key = taken ? `${name} (${letter(index)})` : name;
    header.extra.set(index, key);
    header.ignored.push(key);
  }

  for (const above of cells.slice(0, at)) {
    const title = above.map(written).filter(Boolean).join(" ");
    if (title) header.ignored.push(show(title));
  }
  if (!header.columns.has("account_id") && !header.columns.has("email")) {
    const slipped = header.problems.some(({ code }) => code === "MisspeltColumn");
    if (!slipped)
      header.problems.push(problem("NoIdentityColumn", { row: at + 1, column: "", value: "" }, {}));
  }
  return header;
}
