// The sentences of workbooks that go out, in one typed catalogue: English is the source, Japanese has its shape.
import type { Column } from "../ledger/headers.ts";
import type { Locale } from "../locale.ts";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** What the explanation of a ledger says of one column. */
export interface ColumnWords {
  says: string;
  empty: string;
  example: string;
}

/** Everything that a workbook says in one language. */
export interface WorkbookWords {
  ledger: string;
  /** Headers of rollcall's own columns. */
  result: string;
  problem: string;
  next: string;
  enabled: (enabled: number, wanted: number) => string;
  created: (accountId: string) => string;
  gone: string;
  stillIn: (regions: number) => string;
  rejected: string;
  notApplied: string;
  unread: string;
  /** Before a reason: where it holds. */
  inRegions: (regions: readonly string[]) => string;
  inColumn: (column: string, problem: string) => string;
  /** The sheet for what belongs to no row. */
  where: string;
  wholeFile: string;
  wholeRun: string;
  atRow: (row: number, column: string, value: string) => string;
  account: (account: string, region: string) => string;
  failed: (error: string, cause: string) => { problem: string; next: string };
  explanation: string;
  explained: { column: string; says: string; empty: string; example: string };
  column: Record<Column, ColumnWords>;
  /** Below the explanation. */
  advice: readonly string[];
}

const catalogue: Record<Locale, WorkbookWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const workbookWords = (locale: Locale): WorkbookWords => catalogue[locale];
