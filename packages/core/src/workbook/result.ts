// What became of a ledger, in the ledger itself: the same rows in the same order, with the user's own columns as
// they were given, and rollcall's columns behind them. It can be uploaded again as it is.
import { findHeader, type Header } from "../ledger/header.ts";
import { ownColumn, without } from "../ledger/own-columns.ts";
import type { Cell, Problem, Row } from "../ledger/row.ts";
import type { ResultInput, Said } from "./ended.ts";
import { loose } from "./loose.ts";
import { repaired } from "./repaired.ts";
import {
  breadth,
  type Line,
  type Painted,
  type Sheet,
  type SheetColumn,
  type Tone,
} from "./sheet.ts";
import { standingOf } from "./standing.ts";
import { type WorkbookWords, workbookWords } from "./words.ts";

/** The sheets of the result: the ledger, and where there is something, what belongs to none of its rows. */
export function resultSheets(input: ResultInput): Sheet[] {
  const words = workbookWords(input.locale);
  const header = findHeader(input.cells);
  const rest = loose(input, words, header);
  return [
    ...(input.cells.length > 0 ? [ledgerSheet(input, words, header)] : []),
    ...(rest ? [rest] : []),
  ];
}

function ledgerSheet(input: ResultInput, words: WorkbookWords, header: Header | undefined): Sheet {
  const { cells } = input;
  const given = givenRow(cells, header);
  const width = cells.reduce((most, _, at) => Math.max(most, given(at).length), 0);
  const columns = columnsOf(
    cells.slice(0, LOOK).map((_, at) => given(at)),
    width,
  );
  if (!header) return { name: words.ledger, rows: { length: cells.length, at: given }, columns };

  const id = header.columns.get("account_id");
  const theirs = columns.map((column, at) =>
    at === id ? { ...column, width: Math.max(16, column.width), text: true } : column,
  );
  const ofRegions = (input.ended?.regions ?? []).map((): SheetColumn => ({ width: 17 }));
  const said: SheetColumn[] = [
    { width: 20 },
    { width: 44, wrap: true },
    { width: 60, wrap: true },
    ...ofRegions,
  ];
  return {
    name: words.ledger,
    // A line is made when it is asked for: all of them at once are many times the ledger.
    rows: { length: cells.length, at: saidLine(input, words, header, { given, width }) },
    columns: [...theirs, ...said],
    header: header.at,
  };
}

/** A row as it was given, by its index: without rollcall's columns, and without the empty cells behind the last one. */
function givenRow(
  cells: ResultInput["cells"],
  header: Header | undefined,
): (at: number) => readonly Cell[] {
  const { at: from, own } = header ?? { at: 0, own: new Set<number>() };
  return (at) => {
    const row = cells[at] ?? [];
    return trimmed(at < from ? row : without(row, own));
  };
}

/** A row as it goes out, by its index: as it was given, and what is said of it behind `width` columns. */
function saidLine(
  input: ResultInput,
  words: WorkbookWords,
  header: Header,
  { given, width }: { given: (at: number) => readonly Cell[]; width: number },
): (at: number) => Line {
  const say = speaker(input, words);
  const rowAt = new Map(input.rows.map((row) => [row.row, row]));
  const problemsAt = Map.groupBy(input.problems, (one) => one.row);
  return (at) => {
    const line = given(at);
    if (at < header.at) return line;
    if (at === header.at) return [...filled(line, width, "header"), ...ownHeaders(input, words)];
    const [row, problems] = [rowAt.get(at + 1), problemsAt.get(at + 1) ?? []];
    if (!row && problems.length === 0) return line;
    const user = row ? repaired(line, row, problems, header) : line;
    const { result, problem, next, regions } = say(row, problems);
    return [
      ...marked(padded(user, width), problems, header),
      result,
      problem.join("\n") || null,
      next.join("\n") || null,
      ...regions,
    ];
  };
}

/** What is said of a row. A row with problems that was not read has no account: only they are told. */
function speaker(input: ResultInput, words: WorkbookWords) {
  const { ended, locale, rejected } = input;
  const standing = ended && standingOf(ended, words, locale);
  return (row: Row | undefined, problems: readonly Problem[]): Said => {
    const known = row && standing?.(row);
    const isWrong = problems.some((one) => one.severity === "error");
    const unapplied: Painted = isWrong
      ? { value: words.rejected, tone: "bad" }
      : { value: words.notApplied, tone: "quiet" };
    return {
      result: known?.result ?? (ended && !rejected ? null : unapplied),
      problem: unique([
        ...problems.map((one) =>
          one.column ? words.inColumn(one.column, one.problem[locale]) : one.problem[locale],
        ),
        ...(known?.problem ?? []),
      ]),
      next: unique([...problems.map((one) => one.fix[locale]), ...(known?.next ?? [])]),
      regions: known?.regions ?? [],
    };
  };
}

const unique = (lines: readonly string[]): string[] => [...new Set(lines)];

const ownHeaders = ({ ended }: ResultInput, words: WorkbookWords): Painted[] =>
  [
    words.result,
    words.problem,
    words.next,
    ...(ended?.regions ?? []).map(({ region }) => region),
  ].map((name) => ({ value: ownColumn(name), tone: "own" }));

/** The cells that problems name, coloured. */
function marked(
  line: readonly Cell[],
  problems: readonly Problem[],
  header: Header,
): (Cell | Painted)[] {
  const tones = new Map<string, Tone>();
  for (const { column, severity } of problems)
    if (column && tones.get(column) !== "bad")
      tones.set(column, severity === "error" ? "bad" : "waiting");
  if (tones.size === 0) return [...line];
  return line.map((value, at) => {
    const tone = tones.get(header.label(at));
    return tone ? { value, tone } : value;
  });
}

const padded = (line: readonly Cell[], width: number): Cell[] =>
  Array.from({ length: width }, (_, at) => line[at] ?? null);

const filled = (line: readonly Cell[], width: number, tone: Tone): Painted[] =>
  padded(line, width).map((value) => ({ value, tone }));

const trimmed = (line: readonly Cell[]): readonly Cell[] =>
  line.slice(0, line.findLastIndex((cell) => cell !== null) + 1);

/** Rows that decide how wide a column is. */
const LOOK = 200;

/** Columns as wide as what stands in these rows, within reason. */
function columnsOf(head: readonly (readonly Cell[])[], width: number): SheetColumn[] {
  return Array.from({ length: width }, (_, at) => {
    const widest = head.reduce((most, row) => {
      const cell = row[at];
      // A title above runs on over its neighbours.
      const isTitle = row.filter((one) => one !== null).length === 1 && at === 0;
      return typeof cell === "string" && !isTitle ? Math.max(most, breadth(cell)) : most;
    }, 0);
    return { width: Math.min(40, Math.max(10, widest + 2)) };
  });
}
