// In what hub, organization and ledger can contradict each other, with a sentence and a next act for each.
import type { AccountId } from "../account.ts";
import type { Text } from "../locale.ts";
import type { Region } from "../region.ts";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** What a contradiction is about. */
export type ContradictionCode =
  | "NotInOrganization"
  | "NotInHub"
  | "SomeRegions"
  | "Suspended"
  | "Pending"
  | "Removed"
  | "Resigned"
  | "Deleted"
  | "RegionOff"
  | "UnknownStatus"
  | "OtherAdministrator"
  | "NotWritten";

/** One contradiction of one account; without Regions it is about the account as a whole. */
export interface Contradiction {
  accountId: AccountId;
  accountName?: string;
  code: ContradictionCode;
  regions: Region[];
  /** AWS's own word, or another account. */
  detail?: string;
}

/** What its sentences may speak about. */
export interface ContradictionFacts {
  account: AccountId;
  /** Commas between them; empty for the account as a whole. */
  regions: string;
  /** A Region for a command: the first, or REGION where there is none. */
  region: string;
  detail: string;
}

/** One language's sentence and next act for every code. */
export type ContradictionWords = Record<
  ContradictionCode,
  (facts: ContradictionFacts) => { problem: string; next: string }
>;

/** The sentence of a contradiction, and what to do about it. */
export function explain(one: Contradiction): { problem: Text; next: Text } {
  const facts: ContradictionFacts = {
    account: one.accountId,
    regions: one.regions.join(", "),
    region: one.regions[0] ?? "REGION",
    detail: one.detail ?? "",
  };
  const en = english[one.code](facts);
  const ja = japanese[one.code](facts);
  return { problem: { en: en.problem, ja: ja.problem }, next: { en: en.next, ja: ja.next } };
}
