// What `setup-check` says, in both languages.
import { count, type Locale } from "@rollcall/core/locale";

/** Everything that it says, in one language. */
export interface SetupWords {
  /** No ledger has been applied, or its files have expired. */
  unknown: string;
  held: (reminded: number) => string;
  summary: (accounts: number, owners: number) => string;
  complete: string;
  last: (at: string) => string;
  never: string;
  /** Heads the accounts of an owner; the empty one is nobody. */
  owner: (owner: string, channel: string) => string;
  reminded: (day: string) => string;
  notYet: string;
  next: (day: string) => string;
  due: string;
  comma: string;
}

const s = (number: number) => (number === 1 ? "" : "s");

const english: SetupWords = {
  unknown: "no ledger has been applied yet: upload one to begin",
  held: (reminded) => `A check was held; ${count(reminded)} owner${s(reminded)} reminded.`,
  summary: (accounts, owners) =>
    `The set-up of ${count(accounts)} account${s(accounts)} of ${count(owners)} owner${s(owners)} is not complete`,
  complete: "Every account of the ledger is set up.",
  last: (at) => `last check ${at}`,
  never: "no check was held yet",
  owner: (owner, channel) => [owner || "without owner", channel].filter(Boolean).join(", "),
  reminded: (day) => `reminded ${day}`,
  notYet: "not reminded yet",
  next: (day) => `next reminder ${day}`,
  due: "a reminder is due with the next check",
  comma: ", ",
};

const japanese: SetupWords = {
  unknown: "台帳がまだ適用されていません。台帳をアップロードしてください",
  held: (reminded) => `チェックを実行しました。リマインドした担当者: ${count(reminded)}名`,
  summary: (accounts, owners) =>
    `連携セットアップが未完了のアカウント: ${count(accounts)}件(担当 ${count(owners)}名)`,
  complete: "台帳のアカウントはすべて連携セットアップが完了しています。",
  last: (at) => `最終チェック ${at}`,
  never: "チェックはまだ実行されていません",
  owner: (owner, channel) => [owner || "担当者なし", channel].filter(Boolean).join("、"),
  reminded: (day) => `前回のリマインド ${day}`,
  notYet: "リマインド前",
  next: (day) => `次回 ${day}`,
  due: "次のチェックでリマインドします",
  comma: "、",
};

const catalogue: Record<Locale, SetupWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const setupWords = (locale: Locale): SetupWords => catalogue[locale];
