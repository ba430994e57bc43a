// What `ledger` and `adopt` say, in one typed catalogue: English is the source, Japanese has its shape.
import type { Locale } from "@rollcall/core/locale";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** Everything that they say, in one language. */
export interface LedgerWords {
  notXlsx: (file: string) => string;
  exists: (file: string) => string;
  notWritten: (file: string, reason: string) => string;
  template: (file: string) => string;
  check: {
    accepted: (file: string, rows: number, sheet: string | undefined) => string;
    rejected: (file: string, errors: number, warnings: number) => string;
    warnings: (count: number) => string;
    ignored: string;
  };
  adopt: {
    looking: (regions: number) => string;
    unread: (region: string, reason: string) => string;
    nothingWritten: string;
    organizationUnread: (reason: string) => string;
    noOrganization: string;
    off: (region: string) => string;
    empty: string;
    written: (file: string, accounts: number) => string;
    agreed: string;
    contradictions: (accounts: number) => string;
    more: (count: number) => string;
    next: (file: string) => string;
  };
}

const catalogue: Record<Locale, LedgerWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const ledgerWords = (locale: Locale): LedgerWords => catalogue[locale];
