// What `sandbox faults` says. In English the sandbox describes its faults itself.
import type { Locale } from "@rollcall/core/locale";
import type { AssumptionName, FaultName } from "@rollcall/sandbox";
import { assumptionsInJapanese, faultsInJapanese } from "./words.ja.ts";

/** Everything that it says, in one language. */
export interface FaultWords {
  profile: (name: string) => string;
  guesses: string;
  name: string;
  now: string;
  knownAs: string;
  known: Record<"documented" | "observed" | "assumed", string>;
  /** One sentence for each fault; the sandbox's own when absent. */
  fault?: Record<FaultName, string>;
  /** A guess and its opposite; the sandbox's own when absent. */
  guess?: Record<AssumptionName, readonly [about: string, opposite: string]>;
  /** An error that was ordered, for so many calls of an operation. */
  refused: (operation: string, code: string, times: number) => string;
  unanswered: (endpoint: string) => string;
}

const english: FaultWords = {
  profile: (name) => `Profile ${name}; * differs from it`,
  guesses: "Guesses about AWS; * is switched to its opposite",
  name: "name",
  now: "now",
  knownAs: "known as",
  known: { documented: "documented", observed: "observed", assumed: "assumed" },
  refused: (operation, code, times) => `${operation} ends in ${code}, ${times} more times at most`,
  unanswered: (endpoint) =>
    `${endpoint} answers, and does not speak of faults: is it a sandbox of another version?`,
};

const japanese: FaultWords = {
  profile: (name) => `プロファイルは ${name} です。* は異なる設定です`,
  guesses: "AWSについての仮定です。* は逆の動作に切り替えてあります",
  name: "名前",
  now: "現在",
  knownAs: "根拠",
  known: { documented: "文書", observed: "観測", assumed: "仮定" },
  refused: (operation, code, times) => `${operation} は、あと最大${times}回 ${code} になります`,
  fault: faultsInJapanese,
  guess: assumptionsInJapanese,
  unanswered: (endpoint) =>
    `${endpoint} は応答しますが、障害の一覧を返しません。サンドボックスのバージョンを確認してください`,
};

const catalogue: Record<Locale, FaultWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const faultWords = (locale: Locale): FaultWords => catalogue[locale];
