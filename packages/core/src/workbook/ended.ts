// What a result is made from: a ledger as it was read, and how its run ended.
import { sameEmail } from "../account.ts";
import type { Cell, Problem, Row } from "../ledger/row.ts";
import type { Locale } from "../locale.ts";
import type { Known } from "../membership/states.ts";
import type { Key } from "../membership.ts";
import type { Region } from "../region.ts";
import type { Attention } from "../run/summary.ts";
import type { Painted } from "./sheet.ts";

/** What a run that planned came to. */
export interface Ended {
  /** The hub's Regions, in their order. */
  regions: readonly { region: Region; unread: boolean }[];
  memberships: Iterable<Key & Known>;
  attention: readonly Attention[];
  /** Accounts of rows without an id, by their e-mail. */
  accounts: readonly { email: string; accountId: string }[];
}

/** A ledger, and what is known of it. Without `ended` nothing of it was applied. */
export interface ResultInput {
  /** The cells as they were read; none where the file could not be read. */
  cells: readonly (readonly Cell[])[];
  rows: readonly Row[];
  problems: readonly Problem[];
  rejected: boolean;
  ended?: Ended | undefined;
  failure?: { error: string; cause: string } | undefined;
  locale: Locale;
}

/** What rollcall says of one row: words first, then its Regions. */
export interface Said {
  result: Painted | null;
  problem: string[];
  next: string[];
  regions: (Painted | null)[];
}

/** The account of a row, also where only its e-mail is known. */
export function accountsOf({ accounts }: Ended): (row: Row) => string | undefined {
  const ids = new Map(accounts.map((one) => [sameEmail(one.email), one.accountId]));
  return (row) => row.accountId ?? (row.email ? ids.get(sameEmail(row.email)) : undefined);
}
