// An empty ledger to begin with: the columns, lists to choose from, and a second sheet that explains them.
import { aliases, type Column } from "../ledger/headers.ts";
import { ownColumn } from "../ledger/own-columns.ts";
import { wordsIn } from "../ledger/words.ts";
import type { Locale } from "../locale.ts";
import type { Choice, Painted, Sheet } from "./sheet.ts";
import { type WorkbookWords, workbookWords } from "./words.ts";

const columns = Object.keys(aliases) as Column[];

const widths: Record<Column, number> = {
  account_id: 18,
  account_name: 28,
  email: 34,
  project: 20,
  customer: 20,
  owner_email: 30,
  slack_channel: 20,
  regions: 30,
  join: 18,
  desired: 14,
  baseline: 24,
  ou: 24,
  tags: 34,
};

/** The name of a column in a language. */
export const columnName = (column: Column, locale: Locale): string =>
  aliases[column][locale === "ja" ? 1 : 0] ?? column;

const painted = (values: readonly string[], tone: Painted["tone"]): Painted[] =>
  values.map((value) => ({ value, tone }));

/** The sheets of an empty ledger. */
export function templateSheets(locale: Locale): Sheet[] {
  const words = workbookWords(locale);
  const { join, desired } = wordsIn(locale);
  const choice = (column: Column, values: readonly string[], others = false): Choice => ({
    column: columns.indexOf(column),
    values,
    title: columnName(column, locale),
    message: words.column[column].says,
    others,
  });
  const ledger: Sheet = {
    name: words.ledger,
    rows: [
      painted(
        columns.map((column) => columnName(column, locale)),
        "header",
      ),
    ],
    // Everything here is text: ids keep their zeros, and dates and numbers are left as they are typed.
    columns: columns.map((column) => ({ width: widths[column], text: true })),
    header: 0,
    room: 1_000,
    choices: [choice("regions", ["all"], true), choice("join", join), choice("desired", desired)],
  };
  return [ledger, explanation(words, locale)];
}

function explanation(words: WorkbookWords, locale: Locale): Sheet {
  const { column, says, empty, example } = words.explained;
  const lines = columns.map((one) => {
    const told = words.column[one];
    return [columnName(one, locale), told.says, told.empty, told.example];
  });
  return {
    name: words.explanation,
    rows: [
      painted([column, says, empty, example].map(ownColumn), "own"),
      ...lines,
      [],
      ...words.advice.map((line) => [line]),
    ],
    columns: [
      { width: 22 },
      { width: 60, wrap: true },
      { width: 40, wrap: true },
      { width: 28, text: true },
    ],
    header: 0,
  };
}
