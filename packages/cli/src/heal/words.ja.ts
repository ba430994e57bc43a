import { count } from "@rollcall/core/locale";
import { next, reasonOf } from "@rollcall/core/run";
import type { HealWords } from "./words.ts";

const of = (memberships: number, accounts: number): string =>
  `${count(memberships)}件(${count(accounts)}アカウント)`;

/** Japanese: です・ます; states and ids stay as they are. */
export const japanese: HealWords = {
  noRollCall: (text) =>
    `${text} は点呼の名前ではありません。roll-call-20261122T120000Z のような名前を、点呼のメッセージか rollcall roll-call で確認してください`,
  unheld: (rollCall) =>
    `${rollCall} の記録がありません。最後の点呼は rollcall roll-call で確認できます`,
  waiting: (run) => `${run} の完了を待っています …`,
  nothing: "復旧するものはありません。",
  planned: (memberships, accounts) => `復旧の対象は ${of(memberships, accounts)} です:`,
  started: (memberships, accounts, run) =>
    `${of(memberships, accounts)} の復旧を ${run} で開始しました:`,
  ended: {
    settled: (run) => `${run} が完了し、すべて有効 (Enabled) になりました`,
    attention: (run) =>
      `${run} は完了しましたが、対応が必要です。Slack のメッセージを参照してください`,
    failed: (run) => `${run} は失敗しました。理由は Slack のメッセージにあります`,
    superseded: (run) => `${run} は台帳の適用に譲りました。台帳の適用が同じ復旧を行います`,
  },
  left: (memberships) => `対象外: ${count(memberships)}件`,
  why: (one) => {
    if (one.kind === "under way") return `${one.run} が復旧しています`;
    if (one.kind === "held")
      return `最近復旧したため${one.again ? "(その後に再離脱)" : ""} ${one.until} まで保留です。アカウントを指定すると復旧します`;
    if (one.kind === "person")
      return next({
        account: one.accountId,
        region: one.region,
        reason: reasonOf(one.reason),
      }).next.ja;
    return "ポリシーが off です。アカウントを指定すると復旧します";
  },
};
