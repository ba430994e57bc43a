// What `doctor` says, in one typed catalogue: a problem without words, or a language without one of them,
// does not compile.
import type { CheckName, Finding, Note } from "@rollcall/aws/doctor";
import type { Locale } from "@rollcall/core/locale";
import { english } from "./words.en.ts";
import { japanese } from "./words.ja.ts";

/** What is wrong, and the command or the act that mends it; a `fix` may have several lines. */
export interface Advice {
  what: string;
  fix: string;
}

/** Which stage it is about, for commands. */
export interface About {
  stage: string;
  region: string;
}

type FindingOf<Code extends Finding["code"]> = Extract<Finding, { code: Code }>;
type NoteOf<Code extends Note["code"]> = Extract<Note, { code: Code }>;

/** Everything that `doctor` says, in one language. */
export interface DoctorWords {
  heading: (stage: string, account: string, region: string) => string;
  healthy: string;
  problems: (count: number) => string;
  noCredentials: (reason: string) => string;
  noAnswer: (reason: string) => string;
  checks: Record<CheckName, string>;
  advice: {
    [Code in Finding["code"]]: (finding: FindingOf<Code>, about: About) => Advice;
  };
  notes: { [Code in Note["code"]]: (note: NoteOf<Code>) => string };
}

const catalogue: Record<Locale, DoctorWords> = { en: english, ja: japanese };

/** The words of a language. */
export const doctorWords = (locale: Locale): DoctorWords => catalogue[locale];

/** What is wrong and what to do, in words. */
export const adviceOn = (finding: Finding, locale: Locale, about: About): Advice =>
  (catalogue[locale].advice[finding.code] as (finding: Finding, about: About) => Advice)(
    finding,
    about,
  );

/** A note in words. */
export const noteOn = (note: Note, locale: Locale): string =>
  (catalogue[locale].notes[note.code] as (note: Note) => string)(note);
