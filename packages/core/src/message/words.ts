// The sentences of Slack messages, in one typed catalogue: English is the source, Japanese has its
// shape. Sums come as numbers, names as text that is escaped where it is put in.
import type { Locale } from "../locale.ts";
import type { RunStatus, Stage, Unit } from "../run/stages.ts";
import type { Counts } from "../run/summary.ts";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** Everything that is said in Slack, in one language. */
export interface Words {
  status: Record<RunStatus, string>;
  stage: Record<Stage, string>;
  unit: Record<Unit, string>;
  runTitle: (ledger: string) => string;
  runSentence: (ledger: string, status: string, stage: string | undefined) => string;
  progress: (done: number, total: number, unit: string) => string;
  creating: (duration: string) => string;
  regions: (complete: number, total: number) => string;
  unread: (regions: string) => string;
  started: (date: string) => string;
  elapsed: (duration: string) => string;
  duration: (seconds: number) => string;
  uploader: (name: string) => string;
  openExecution: string;
  counts: (counts: Counts) => string;
  failure: (error: string, cause: string) => string;
  completion: (ledger: string, counts: Counts, seconds: string) => string;
  nothingLeft: string;
  attentionTitle: (accounts: number, memberships: number) => string;
  attentionSentence: (memberships: number, reasons: string) => string;
  group: (accounts: number, memberships: number) => string;
  advice: (next: string) => string;
  moreAccounts: (count: number) => string;
  moreRows: (count: number) => string;
  moreKinds: (count: number) => string;
  planTitle: (ledger: string) => string;
  discarded: (ledger: string) => string;
  shortened: string;
  columns: {
    account: string;
    name: string;
    region: string;
    state: string;
    reason: string;
    why: string;
    next: string;
  };
  /** Titles of the files in a thread. */
  files: {
    losses: string;
    attention: string;
    digest: string;
    collapsed: string;
    result: string;
  };
  rejectedTitle: string;
  rejectedSentence: (ledger: string, errors: number, warnings: number, first: string) => string;
  rejectedCounts: (errors: number, warnings: number, rows: number) => string;
  notApplied: string;
  place: (row: number, column: string) => string;
  wholeFile: string;
  value: (value: string) => string;
  fix: (fix: string) => string;
  moreProblems: (count: number) => string;
  creationFailed: (account: string) => string;
  list: (items: readonly string[]) => string;
}

const catalogue: Record<Locale, Words> = { en: english, ja: japanese };

/** The sentences of a language. */
export const words = (locale: Locale): Words => catalogue[locale];
