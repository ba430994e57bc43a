// What a result says that belongs to no row of the ledger: problems of the file as a whole, accounts that no row
// names, and why a run failed.
import type { Header } from "../ledger/header.ts";
import { ownColumn } from "../ledger/own-columns.ts";
import { accountsOf, type ResultInput } from "./ended.ts";
import type { Painted, Sheet } from "./sheet.ts";
import type { WorkbookWords } from "./words.ts";

/** The sheet, or undefined where there is nothing to say. */
export function loose(
  input: ResultInput,
  words: WorkbookWords,
  header: Header | undefined,
): Sheet | undefined {
  const lines = [
    ...ofFailure(input, words),
    ...ofFile(input, words, header),
    ...ofRun(input, words),
  ];
  return lines.length > 0 ? looseSheet(lines, words) : undefined;
}

/** A sheet of where, what and what to do. */
export function looseSheet(lines: readonly string[][], words: WorkbookWords): Sheet {
  const head = [words.where, words.problem, words.next].map(
    (name): Painted => ({ value: ownColumn(name), tone: "own" }),
  );
  const columns = [
    { width: 34, wrap: true },
    { width: 60, wrap: true },
    { width: 80, wrap: true },
  ];
  return { name: "rollcall", rows: [head, ...lines], columns, header: 0 };
}

function ofFailure({ failure }: ResultInput, words: WorkbookWords): string[][] {
  if (!failure) return [];
  const { problem, next } = words.failed(failure.error, failure.cause);
  return [[words.wholeRun, problem, next]];
}

/** Problems that stand in no row below a header. */
function ofFile(
  { cells, problems, locale }: ResultInput,
  words: WorkbookWords,
  header: Header | undefined,
): string[][] {
  const from = header ? header.at + 1 : cells.length;
  return problems
    .filter(({ row }) => row <= from || row > cells.length)
    .map((one) => [
      one.row === 0 ? words.wholeFile : words.atRow(one.row, one.column, one.value),
      one.problem[locale],
      one.fix[locale],
    ]);
}

/** Accounts that need somebody, and that no row names. */
function ofRun({ rows, ended, locale }: ResultInput, words: WorkbookWords): string[][] {
  if (!ended) return [];
  const accountOf = accountsOf(ended);
  const named = new Set(rows.flatMap((row) => [accountOf(row), row.email]));
  return ended.attention
    .filter(({ account }) => !named.has(account))
    .map((one) => [words.account(one.account, one.region), one.reason[locale], one.next[locale]]);
}
