// What `rollcall sandbox permissions` says, in both languages.
import type { Locale } from "@rollcall/core/locale";

/** Everything that it says, in one language. */
export interface PermissionsWords {
  unused: string;
  refused: string;
  /** Counts of a holder's grants. */
  counts: (used: number, all: number) => string;
  /** The last line. */
  sum: (unused: number, refused: number) => string;
  /** Where no role was met. */
  none: string;
}

const english: PermissionsWords = {
  unused: "unused",
  refused: "refused",
  counts: (used, all) => `${used} of ${all} used`,
  sum: (unused, refused) =>
    `${unused} grants were never used since the sandbox started, ${refused} kinds of call were refused.`,
  none: "No role has policies in this sandbox.",
};

const japanese: PermissionsWords = {
  unused: "未使用",
  refused: "拒否",
  counts: (used, all) => `${all} 件中 ${used} 件を使用`,
  sum: (unused, refused) =>
    `サンドボックスの起動以降、使われていない許可は ${unused} 件、拒否された呼び出しは ${refused} 種類です。`,
  none: "このサンドボックスには、ポリシーを持つロールがありません。",
};

/** The words in a language. */
export const permissionsWords = (locale: Locale): PermissionsWords =>
  locale === "ja" ? japanese : english;
