// What `status`, `timeline` and `roll-call` say, in one typed catalogue: English is the source, Japanese has its shape.
import type { Locale } from "@rollcall/core/locale";
import type { Label, State } from "@rollcall/core/membership";
import type { Read } from "@rollcall/core/standing";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** Where a stage is. */
export interface Place {
  stage: string;
  account: string;
  region: string;
}

/** Everything that they say, in one language. */
export interface WatchWords {
  heading: (place: Place) => string;
  enabled: (enabled: number, wanted: number) => string;
  allEnabled: string;
  /** Nothing is wanted: no ledger was applied. */
  empty: string;
  /** A state with what it means. */
  state: Record<State, string>;
  /** Behind the mark of a member that no ledger asks for. */
  unaskedMark: string;
  /** Small letters are states where nobody wants a member. */
  small: string;
  unasked: (count: number) => string;
  columns: { region: string; wanted: string; look: string; all: string };
  read: Record<Read, string>;
  unread: (region: string, at: string, reason: string) => string;
  off: (region: string, at: string) => string;
  hint: (account: string) => string;
  unknownAccount: (account: string) => string;
  unknownRegion: (region: string, regions: readonly string[]) => string;
  timeline: (account: string, name: string) => string;
  nothingYet: string;
  transition: {
    at: string;
    region: string;
    change: string;
    label: string;
    cause: string;
    run: string;
    who: string;
  };
  label: Record<Label, string>;
  /** Nobody knows who did it. */
  nobody: string;
  rollCall: {
    none: string;
    started: (id: string) => string;
    /** Another one is under way, and sees the same. */
    joined: (id: string) => string;
    stranded: (id: string, execution: string) => string;
    held: (id: string, at: string) => string;
    losses: (count: number) => string;
    /** It left and came back between two looks. */
    flap: string;
    unread: (region: string, reason: string) => string;
    unknown: (count: number) => string;
    missing: (count: number) => string;
  };
}

const catalogue: Record<Locale, WatchWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const watchWords = (locale: Locale): WatchWords => catalogue[locale];
