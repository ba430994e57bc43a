// What `sandbox play` says, in one typed catalogue: a scenario without words does not compile.
import type { Locale } from "@rollcall/core/locale";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** Who it was about. */
export interface Played {
  accounts: readonly string[];
  regions: readonly string[];
}

/** Everything that it says, in one language. */
export interface PlayWords {
  /** One sentence for each scenario, by its name. */
  scenario: Record<string, string>;
  /** Accounts and Regions that a scenario was about. */
  about: (played: Played) => string;
  byHand: string;
  more: (count: number) => string;
  calls: (count: number) => string;
  unknown: (name: string, names: readonly string[]) => string;
  noSandbox: (endpoint: string) => string;
  unreachable: (endpoint: string) => string;
  nobody: (state: string, region: string) => string;
  noManagement: string;
  noOptIn: string;
  noInvitation: (account: string, region: string, from: string) => string;
}

const catalogue: Record<Locale, PlayWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const playWords = (locale: Locale): PlayWords => catalogue[locale];
