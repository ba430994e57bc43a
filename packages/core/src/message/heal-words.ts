// The sentences about healing, in both languages.
import { count, type Locale } from "../locale.ts";
import type { Counts } from "../run/summary.ts";

/** What is said of heals in one language. */
export interface HealWords {
  /** In the cell of a row: what is done about it. */
  cell: {
    underWay: string;
    tried: string;
    held: (until: string) => string;
    again: (until: string) => string;
  };
  underWay: (memberships: number, runs: string) => string;
  tried: (memberships: number, runs: string) => string;
  ask: (memberships: number) => string;
  atOnce: (memberships: number, accounts: number, most: number) => string;
  held: (memberships: number, again: number, hours: number) => string;
  command: (command: string) => string;
  runTitle: (memberships: number, accounts: number) => string;
  runSentence: (memberships: number, status: string, stage: string | undefined) => string;
  /** A ledger came, which plans the same. */
  gaveWay: string;
  completion: (counts: Counts, seconds: string) => string;
  of: (ledger: string) => string;
  byPolicy: string;
  byPerson: (name: string) => string;
}

const some = (number: number, one: string): string =>
  `${count(number)} ${one}${number === 1 ? "" : "s"}`;

const english: HealWords = {
  cell: {
    underWay: "being healed",
    tried: "not healed, see its run",
    held: (until) => `held until ${until}`,
    again: (until) => `lost again, held until ${until}`,
  },
  underWay: (memberships, runs) => `Being healed now: ${some(memberships, "membership")} (${runs})`,
  tried: (memberships, runs) =>
    `Healed without success: ${some(memberships, "membership")}. Why, and what to do: the message of ${runs}`,
  ask: (memberships) => `A person decides on ${some(memberships, "membership")}.`,
  atOnce: (memberships, accounts, most) =>
    `${some(memberships, "membership")} of ${some(accounts, "account")} are out at once: more than ${some(most, "account")} is an incident, and nothing of it is healed by itself.`,
  held: (memberships, again, hours) =>
    `Held: ${some(memberships, "membership")}, healed less than ${count(hours)} h ago${again > 0 ? ` (${count(again)} came back and left again)` : ""}.`,
  command: (command) => `To heal now: ${command}`,
  runTitle: (memberships, accounts) =>
    `Healing: ${some(memberships, "membership")} of ${some(accounts, "account")}`,
  runSentence: (memberships, status, stage) =>
    `Healing ${some(memberships, "membership")}: ${status}${stage ? ` (${stage})` : ""}.`,
  gaveWay: "gave way to a ledger, which brings back the same",
  completion: ({ memberships }, duration) =>
    `Healing closed after ${duration}: ${count(memberships.enabled)} of ${some(memberships.wanted, "membership")} enabled.`,
  of: (ledger) => `Ledger: ${ledger}`,
  byPolicy: "Begun by the healing policy, after a roll call",
  byPerson: (name) => `Asked for by ${name}`,
};

const japanese: HealWords = {
  cell: {
    underWay: "復旧中",
    tried: "復旧できず(実行を参照)",
    held: (until) => `${until} まで保留`,
    again: (until) => `再離脱、${until} まで保留`,
  },
  underWay: (memberships, runs) => `復旧中: ${count(memberships)}件 (${runs})`,
  tried: (memberships, runs) =>
    `復旧できませんでした: ${count(memberships)}件。理由と対応は ${runs} のメッセージにあります。`,
  ask: (memberships) => `${count(memberships)}件は担当者の判断を待っています。`,
  atOnce: (memberships, accounts, most) =>
    `${count(accounts)}アカウントの ${count(memberships)}件が同時に離脱しています。${count(most)}アカウントを超える離脱は障害とみなし、自動では復旧しません。`,
  held: (memberships, again, hours) =>
    `保留: ${count(memberships)}件は復旧から${count(hours)}時間以内です${again > 0 ? `(うち${count(again)}件は復帰後に再離脱)` : ""}。`,
  command: (command) => `今すぐ復旧するコマンドです: ${command}`,
  runTitle: (memberships, accounts) =>
    `復旧: ${count(memberships)}件(${count(accounts)}アカウント)`,
  runSentence: (memberships, status, stage) =>
    `${count(memberships)}件の復旧: ${status}${stage ? `(${stage})` : ""}。`,
  gaveWay: "台帳の適用を優先(同じ復旧が行われます)",
  completion: ({ memberships }, duration) =>
    `復旧が${duration}で完了しました。${count(memberships.wanted)}件のうち ${count(memberships.enabled)}件が有効です。`,
  of: (ledger) => `台帳: ${ledger}`,
  byPolicy: "点呼の後、復旧ポリシーにより開始",
  byPerson: (name) => `依頼者: ${name}`,
};

const catalogue: Record<Locale, HealWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const healWords = (locale: Locale): HealWords => catalogue[locale];
