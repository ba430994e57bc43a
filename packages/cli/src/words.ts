// The sentences of the terminal, in one typed catalogue: English is the source, Japanese has its shape.
import type { Locale } from "@rollcall/core/locale";
import type { Counts, Stage } from "@rollcall/core/run";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** Everything that `start` says to a person, in one language. */
export interface Words {
  booting: string;
  goingOn: (run: string) => string;
  /** An earlier ledger's run is not finished. */
  goesFirst: (run: string) => string;
  uploading: (ledger: string) => string;
  stage: Record<Stage, string>;
  /** Behind a stage's sentence. */
  memberships: (done: number, wanted: number) => string;
  stopping: string;
  unreadableLedger: (file: string, reason: string) => string;
  /** Why a file cannot be read, by the code of the error. */
  fileErrors: Record<string, string>;
  tooLarge: (megabytes: number) => string;
  failed: (error: string, cause: string) => string;
  /** A call that the policies of a role of rollcall do not allow. */
  refused: (holder: string, message: string) => string;
  superseded: (ledger: string) => string;
  headline: (counts: Counts) => string;
  sums: (calls: number, messages: number, seconds: string) => string;
  act: string;
  regions: (count: number) => string;
  more: (count: number) => string;
  warnings: (count: number) => string;
  rejected: (ledger: string, errors: number) => string;
  /** Before what stands in the ledger and was not used. */
  ignored: string;
  /** `sheet row and column`; a problem of the whole file has neither. */
  place: (ledger: string, row: number, column: string) => string;
  look: string;
  lookAt: (pages: string) => string;
  executions: string;
  thisRun: string;
  table: string;
}

const catalogue: Record<Locale, Words> = { en: english, ja: japanese };

/** The sentences of a language. */
export const words = (locale: Locale): Words => catalogue[locale];
