// The sentences of the daily digest, in both languages.
import { count, type Locale } from "../locale.ts";

/** What a digest says in one language. */
export interface DigestWords {
  title: (day: string) => string;
  first: (memberships: number) => string;
  unheld: string;
  stale: string;
  quiet: (memberships: number) => string;
  sentence: (changes: number, outside: number, pending: number) => string;
  since: (date: string) => string;
  asOf: (date: string) => string;
  change: (from: string, to: string, memberships: number, first: string) => string;
  outside: (accounts: number) => string;
  pending: (accounts: number, named: string) => string;
  days: (days: number) => string;
  more: (accounts: number) => string;
  columns: [string, string, string, string, string, string, string];
  weekdays: [string, string, string, string, string, string, string];
}

const some = (number: number, one: string): string =>
  `${count(number)} ${one}${number === 1 ? "" : "s"}`;

const english: DigestWords = {
  title: (day) => `Daily digest, ${day}`,
  first: (memberships) =>
    `First digest: ${some(memberships, "membership")} recorded as the baseline; there is nothing to compare with yet.`,
  unheld: "No roll call has been held yet.",
  stale: "No roll call has come to its end since the last digest: nothing newer is known.",
  quiet: (memberships) =>
    `Nothing has changed, and nobody is outside: ${some(memberships, "membership")}.`,
  sentence: (changes, outside, pending) =>
    `${some(changes, "membership")} changed, ${some(outside, "account")} outside, ${count(pending)} pending.`,
  since: (date) => `Changes since ${date}`,
  asOf: (date) => `As of the roll call of ${date}`,
  change: (from, to, memberships, first) => `${from} → ${to}: ${count(memberships)} (${first})`,
  outside: (accounts) => `Outside: ${some(accounts, "account")}`,
  pending: (accounts, named) => `Pending: ${some(accounts, "account")}: ${named}`,
  days: (days) => `${count(days)} d`,
  more: (accounts) => `+${count(accounts)} more: all of them are in the file in this thread.`,
  columns: ["Account", "Name", "Owner", "State", "Regions", "Since", "Reminded"],
  weekdays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};

const japanese: DigestWords = {
  title: (day) => `日次ダイジェスト ${day}`,
  first: (memberships) =>
    `初回: ${count(memberships)}件を基準として記録しました。比較は次回からです。`,
  unheld: "点呼はまだ実行されていません。",
  stale: "前回のダイジェスト以降、完了した点呼がありません。最新の状態は不明です。",
  quiet: (memberships) => `変化はなく、離脱中のアカウントもありません(${count(memberships)}件)。`,
  sentence: (changes, outside, pending) =>
    `変化 ${count(changes)}件、離脱中 ${count(outside)}アカウント、招待中 ${count(pending)}アカウント。`,
  since: (date) => `${date} からの変化`,
  asOf: (date) => `${date} の点呼による`,
  change: (from, to, memberships, first) => `${from} → ${to}: ${count(memberships)}件(${first})`,
  outside: (accounts) => `離脱中: ${count(accounts)}アカウント`,
  pending: (accounts, named) => `招待中: ${count(accounts)}アカウント: ${named}`,
  days: (days) => `${count(days)}日`,
  more: (accounts) => `ほか${count(accounts)}件。全件はこのスレッドのファイルにあります。`,
  columns: ["アカウント", "名前", "担当", "状態", "リージョン", "経過", "リマインド"],
  weekdays: ["日", "月", "火", "水", "木", "金", "土"],
};

const catalogue: Record<Locale, DigestWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const digestWords = (locale: Locale): DigestWords => catalogue[locale];
