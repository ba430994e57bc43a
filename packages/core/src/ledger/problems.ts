// Every problem a ledger can have, with what its sentences need to know. The texts stand in
// problems.en.ts and problems.ja.ts; a code without both does not compile.
import type { Text } from "../locale.ts";
import { english } from "./problems.en.ts";
import { japanese } from "./problems.ja.ts";
import type { Problem } from "./row.ts";

/** The codes, and the facts that each one tells. */
export interface Details {
  FileTooLarge: { megabytes: number; most: number };
  FileType: { kind: string };
  FileEncrypted: object;
  FileBroken: object;
  FileExpands: object;
  FileEncoding: object;
  QuoteOpen: object;
  OtherLedger: { read: string };
  TooManyColumns: { columns: number; most: number };
  EmptyLedger: object;
  NoHeader: object;
  NoIdentityColumn: object;
  TooManyRows: { rows: number; most: number };
  MisspeltColumn: { written: string; suggestion: string };
  DuplicateColumn: { first: string };
  LooseColumn: Text;
  NoteRow: object;
  UnusedRows: { rows: number; last: number };
  ErrorCell: { error: string };
  FormulaUnread: object;
  MissingIdentity: object;
  IdMissing: { join: string };
  IdDate: object;
  IdDigitsLost: object;
  IdRounded: { id: string };
  IdLength: { digits: number };
  IdCharacters: object;
  IdSeveral: { count: number };
  LeadingZeros: { id: string };
  FullWidth: { read: string };
  StraySpaces: { read: string };
  Annotated: { read: string };
  HubAccount: object;
  ManagementAccount: object;
  EmailMissing: object;
  EmailForm: { suggestion: string | undefined };
  EmailSeveral: { count: number };
  EmailRules: object;
  EmailTwice: { other: number };
  NameMissing: object;
  NameCharacters: object;
  NameLength: { length: number };
  TextTooLong: { length: number; most: number };
  UnknownRegion: { written: string; suggestion: string | undefined };
  RegionWithoutHub: { region: string };
  UnknownJoin: { suggestion: string | undefined };
  UnknownDesired: { suggestion: string | undefined };
  ClosedAccount: { state: string };
  SlackChannel: object;
  UnknownPart: { written: string; suggestion: string | undefined };
  PartAndNone: object;
  UnitForm: object;
  TagForm: { written: string };
  TagTwice: { key: string };
  TagsTooMany: { tags: number; most: number };
  Repeated: { other: number };
  Contradicts: { other: number; columns: string };
}

export type Code = keyof Details;

/** One language's sentence and remedy for every code. */
export type Catalogue = {
  [C in Code]: (details: Details[C]) => { problem: string; fix: string };
};

/** What is put right or passed over, and only told. Everything else is an error. */
const warnings: ReadonlySet<Code> = new Set<Code>([
  "IdRounded",
  "LeadingZeros",
  "FullWidth",
  "StraySpaces",
  "Annotated",
  "ManagementAccount",
  "Repeated",
  "OtherLedger",
  "LooseColumn",
  "NoteRow",
  "UnusedRows",
  "TextTooLong",
  "ClosedAccount",
]);

/** Where a problem is: `row` 0 is the file, an empty `column` the whole row. */
export interface Place {
  row: number;
  column: string;
  value: string;
}

/** A problem with its sentences in both languages. */
export function problem<C extends Code>(code: C, place: Place, details: Details[C]): Problem {
  const en = english[code](details);
  const ja = japanese[code](details);
  return {
    severity: warnings.has(code) ? "warning" : "error",
    code,
    ...place,
    problem: { en: en.problem, ja: ja.problem },
    fix: { en: en.fix, ja: ja.fix },
  };
}
