// The sentences of set-up reminders, in both languages.
import { count, type Locale } from "../locale.ts";

/** What a reminder says in one language. */
export interface SetupWords {
  title: (accounts: number) => string;
  doneTitle: string;
  /** `owner` is an e-mail; empty: the ledger names nobody. */
  sentence: (accounts: number, owner: string, days: number, first: string) => string;
  done: (owner: string) => string;
  owner: (owner: string) => string;
  nobody: string;
  waiting: (days: number) => string;
  progress: (complete: number, unasked: number) => string;
  regions: (more: number) => string;
  more: (accounts: number) => string;
  shortened: string;
  moreSteps: (steps: number) => string;
  reminded: (day: string) => string;
  next: (day: string) => string;
  columns: [string, string, string, string, string];
}

const some = (number: number, one: string): string =>
  `${count(number)} ${one}${number === 1 ? "" : "s"}`;

const english: SetupWords = {
  title: (accounts) => `Set-up not complete: ${some(accounts, "account")}`,
  doneTitle: "Set-up complete",
  sentence: (accounts, owner, days, first) =>
    `The set-up of ${some(accounts, "account")}${owner ? ` of ${owner}` : " without owner"} is not complete, the longest for ${some(days, "day")}: ${first}`,
  done: (owner) =>
    `Nothing is left to do${owner ? ` for ${owner}` : ""}. There are no further reminders.`,
  owner: (owner) => `Owner: ${owner}`,
  nobody: "The ledger names no owner.",
  waiting: (days) => `The longest waits for ${some(days, "day")}.`,
  progress: (complete, unasked) =>
    [
      complete > 0 ? `${some(complete, "account")} complete since this reminder.` : "",
      unasked > 0 ? `${some(unasked, "account")} no longer asked for here.` : "",
    ]
      .filter(Boolean)
      .join(" "),
  regions: (more) => `+${count(more)}`,
  more: (accounts) => `+${count(accounts)} more: rollcall setup-check shows all of them.`,
  shortened: "Shortened to what Slack takes: rollcall setup-check shows all of it.",
  moreSteps: (steps) => `+${some(steps, "more kind")} of steps: rollcall setup-check shows them.`,
  reminded: (day) => `Reminder of ${day}`,
  next: (day) => `The next one is on ${day}, unless all is complete by then`,
  columns: ["Account", "Name", "Regions", "Missing step", "Since"],
};

const japanese: SetupWords = {
  title: (accounts) => `連携セットアップ未完了: ${count(accounts)}アカウント`,
  doneTitle: "連携セットアップ完了",
  sentence: (accounts, owner, days, first) =>
    `${owner ? `${owner} の` : "担当者未記載の"}${count(accounts)}アカウントで連携セットアップが完了していません(最長 ${count(days)}日): ${first}`,
  done: (owner) =>
    `${owner ? `${owner} の` : ""}残りの作業はありません。リマインドは終了しました。`,
  owner: (owner) => `担当: ${owner}`,
  nobody: "台帳に担当者が記載されていません。",
  waiting: (days) => `最長で${count(days)}日間、未完了です。`,
  progress: (complete, unasked) =>
    [
      complete > 0 ? `このリマインド以降に${count(complete)}アカウントが完了しました。` : "",
      unasked > 0 ? `${count(unasked)}アカウントは台帳の対象外になりました。` : "",
    ].join(""),
  regions: (more) => `ほか${count(more)}件`,
  more: (accounts) => `ほか${count(accounts)}件。全件は rollcall setup-check で確認できます。`,
  shortened: "Slack の上限に合わせて省略しました。全件は rollcall setup-check で確認できます。",
  moreSteps: (steps) =>
    `ほか${count(steps)}種類の作業があります。rollcall setup-check で確認できます。`,
  reminded: (day) => `リマインド日 ${day}`,
  next: (day) => `完了していなければ、次は ${day} にお知らせします`,
  columns: ["アカウント", "名前", "リージョン", "不足している作業", "未完了の開始日"],
};

const catalogue: Record<Locale, SetupWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const setupWords = (locale: Locale): SetupWords => catalogue[locale];
