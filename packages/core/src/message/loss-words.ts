// The sentences about losses, in both languages. States and API names stay as AWS writes them.
import { count, type Locale } from "../locale.ts";
import type { Command } from "../membership/decide.ts";
import type { State } from "../membership/state.ts";

/** What is said of losses in one language. */
export interface LossWords {
  title: (memberships: number, accounts: number) => string;
  healedTitle: (memberships: number) => string;
  unreadTitle: (regions: number) => string;
  failedTitle: string;
  standing: (lost: number, back: number) => string;
  sentence: (memberships: number, accounts: number, first: string) => string;
  more: (memberships: number) => string;
  came: string;
  back: string;
  backTitle: (memberships: number) => string;
  backMore: (memberships: number) => string;
  remedy: string;
  noted: (date: string) => string;
  /** A change, and who made it. */
  by: (change: string, who: string) => string;
  /** Nobody knows who did it. */
  unknown: string;
  columns: [string, string, string, string, string, string, string, string, string];
  state: Record<State, string>;
  act: Record<Command, string>;
}

const some = (number: number, one: string): string =>
  `${count(number)} ${one}${number === 1 ? "" : "s"}`;

const english: LossWords = {
  title: (memberships, accounts) =>
    `Lost: ${some(memberships, "membership")} of ${some(accounts, "account")}`,
  healedTitle: (memberships) => `Recovered: ${some(memberships, "membership")}`,
  unreadTitle: (regions) => `Roll call: ${some(regions, "Region")} could not be read`,
  failedTitle: "Roll call: it failed, and nothing is known",
  standing: (lost, back) => `${count(lost)} outside now, ${count(back)} recovered`,
  sentence: (memberships, accounts, first) =>
    `${some(memberships, "membership")} of ${some(accounts, "account")} lost: ${first}`,
  more: (memberships) => `+${count(memberships)} more: all of them are in the file in this thread.`,
  came: "left and came back",
  back: "↺ recovered",
  backTitle: (memberships) => `↺ ${some(memberships, "membership")} recovered`,
  backMore: (memberships) => `+${count(memberships)} more`,
  remedy:
    "Uploading the ledger again does what is possible without a person. A state marked “ask a person” needs somebody in that account.",
  noted: (date) => `Noticed ${date}`,
  by: (change, who) => `${change}, by ${who}`,
  unknown: "unknown",
  columns: [
    "Account",
    "Name",
    "Project",
    "Owner",
    "Region",
    "From → to",
    "Since (UTC)",
    "Who",
    "Next",
  ],
  state: {
    Absent: "Absent",
    Created: "Created",
    Invited: "Invited",
    Enabled: "Enabled",
    Removed: "Removed",
    Resigned: "Resigned",
    Deleted: "Deleted",
    AccountSuspended: "AccountSuspended",
    RegionDisabled: "RegionDisabled",
    Unknown: "Unknown",
  },
  act: {
    CreateMember: "add again",
    InviteMember: "invite again",
    AcceptInvitation: "accept again",
    DisassociateMember: "disassociate",
    DeleteMember: "delete",
    None: "none wanted",
    Escalate: "ask a person",
  },
};

const japanese: LossWords = {
  title: (memberships, accounts) =>
    `メンバー離脱: ${count(memberships)}件(${count(accounts)}アカウント)`,
  healedTitle: (memberships) => `復帰済み: ${count(memberships)}件`,
  unreadTitle: (regions) => `点呼: ${count(regions)}リージョンを取得できませんでした`,
  failedTitle: "点呼: 失敗(状態は不明)",
  standing: (lost, back) => `現在の離脱 ${count(lost)}件、復帰 ${count(back)}件`,
  sentence: (memberships, accounts, first) =>
    `${count(accounts)}アカウントのメンバー ${count(memberships)}件が離脱しました: ${first}`,
  more: (memberships) => `ほか${count(memberships)}件。全件はこのスレッドのファイルにあります。`,
  came: "離脱して復帰",
  back: "↺ 復帰",
  backTitle: (memberships) => `↺ ${count(memberships)}件が復帰しました`,
  backMore: (memberships) => `ほか${count(memberships)}件`,
  remedy:
    "台帳をもう一度アップロードすると、自動でできる対応をすべて行います。「担当者の対応」の状態は、そのアカウントでの作業が必要です。",
  noted: (date) => `検知 ${date}`,
  by: (change, who) => `${change}(実行者 ${who})`,
  unknown: "不明",
  columns: [
    "アカウント",
    "名前",
    "案件",
    "担当",
    "リージョン",
    "変化",
    "時刻 (UTC)",
    "実行者",
    "次の対応",
  ],
  state: {
    Absent: "未登録 (Absent)",
    Created: "作成済み (Created)",
    Invited: "招待中 (Invited)",
    Enabled: "有効 (Enabled)",
    Removed: "解除 (Removed)",
    Resigned: "離脱 (Resigned)",
    Deleted: "削除済み (Deleted)",
    AccountSuspended: "停止 (AccountSuspended)",
    RegionDisabled: "リージョン無効 (RegionDisabled)",
    Unknown: "不明 (Unknown)",
  },
  act: {
    CreateMember: "再追加",
    InviteMember: "再招待",
    AcceptInvitation: "再承諾",
    DisassociateMember: "解除",
    DeleteMember: "削除",
    None: "不要",
    Escalate: "担当者の対応",
  },
};

const catalogue: Record<Locale, LossWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const lossWords = (locale: Locale): LossWords => catalogue[locale];
