// What the scripts say. Both scripts carry both languages; {0}, {1} … are filled in by the script.
import type { Locale } from "../locale.ts";
import { english } from "./texts.en.ts";
import { japanese } from "./texts.ja.ts";

/** How a part of a Region stands, as the table shows it. */
export type Word =
  | "done"
  | "already"
  | "would"
  | "none"
  | "left"
  | "waiting"
  | "other"
  | "off"
  | "failed"
  | "stopped";

/** Everything that a script says, in one language. */
export interface Texts {
  /** {0} the script's name, {1} account, {2} hub. */
  usage: string;
  region: string;
  /** {0} ARN of the caller. */
  acting: string;
  /** {0} account, {1} hub, {2} how many Regions. */
  beginning: string;
  dryRun: string;
  /** {0} the Regions of the script. */
  noRegions: string;
  /** {0} what was given, {1} the Regions of the script. */
  unknownRegion: string;
  noValue: string;
  unknownOption: string;
  unknownLanguage: string;
  badWait: string;
  noAws: string;
  /** {0} the version. */
  oldAws: string;
  /** {0} the caller's account, {1} its ARN, {2} the account of the script. */
  wrongAccount: string;
  badCredentials: string;
  noCredentials: string;
  expired: string;
  /** {0} permission, {1} Region, {2} AWS's words. */
  denied: string;
  /** {0} Region, {1} account. */
  regionOff: string;
  throttled: string;
  unavailable: string;
  network: string;
  /** {0} permission, {1} Region, {2} AWS's words. */
  unexpected: string;
  wouldEnable: string;
  enabled: string;
  wouldStandards: string;
  standardsOn: string;
  /** {0} the other administrator, {1} Region, {2} hub. */
  otherAdministrator: string;
  foreign: string;
  /** {0} hub, {1} Region. */
  noInvitation: string;
  wouldAccept: string;
  accepted: string;
  configUnprepared: string;
  configLeft: string;
  wouldConfig: string;
  configOn: string;
  wouldDetector: string;
  detectorOn: string;
  detectorOther: string;
  wouldAcceptDetector: string;
  detectorAccepted: string;
  interrupted: string;
  /** {0} Regions that are not done, {1} all Regions. */
  brokenOff: string;
  notDone: string;
  dryDone: string;
  allDone: string;
}

/** A language: its sentences, and the words of the table. */
export interface Language {
  texts: Texts;
  words: Record<Word, string>;
  heads: { hub: string; standards: string; config: string; guardduty: string };
}

/** Both languages. */
export const languages: Record<Locale, Language> = { en: english, ja: japanese };

/** Columns of a terminal: what is not ASCII takes two (both languages have nothing in between). */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (sign > "\u00ff" ? 2 : 1), 0);

/** The names and texts of a language as a script needs them; words and heads are filled up to one width. */
export function entriesOf(locale: Locale): [name: string, text: string][] {
  const { texts, words, heads } = languages[locale];
  const shown = [...Object.values(words), ...Object.values(heads)];
  const width = Math.max(...shown.map(widthOf)) + 1;
  const filled = (text: string) => text + " ".repeat(width - widthOf(text));
  return [
    ...Object.entries(texts).map(([name, text]): [string, string] => [`T_${name}`, text]),
    ...Object.entries(words).map(([name, text]): [string, string] => [`W_${name}`, filled(text)]),
    ...Object.entries(heads).map(([name, text]): [string, string] => [
      `W_head_${name}`,
      filled(text),
    ]),
  ];
}
