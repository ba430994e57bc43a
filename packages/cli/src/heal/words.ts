// What `heal` says, in one typed catalogue: English is the source, Japanese has its shape.
import type { Treatment } from "@rollcall/core/healing";
import type { Locale } from "@rollcall/core/locale";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** Everything that it says, in one language. */
export interface HealWords {
  noRollCall: (text: string) => string;
  /** Well named, and none that was held to its end. */
  unheld: (rollCall: string) => string;
  waiting: (run: string) => string;
  nothing: string;
  planned: (memberships: number, accounts: number) => string;
  started: (memberships: number, accounts: number, run: string) => string;
  ended: Record<"settled" | "attention" | "failed" | "superseded", (run: string) => string>;
  left: (memberships: number) => string;
  /** Why a membership is left. What waits for a person never is. */
  why: (treatment: Treatment) => string;
}

const catalogue: Record<Locale, HealWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const healWords = (locale: Locale): HealWords => catalogue[locale];
