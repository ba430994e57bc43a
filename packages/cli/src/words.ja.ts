import { count } from "@rollcall/core/locale";
import type { Words } from "./words.ts";

/** Japanese: です・ます, half-width digits; states and API names stay as AWS writes them. */
export const japanese: Words = {
  booting: "このマシンでAWS、Slack、rollcallを起動しています …",
  goingOn: (run) => `前回終わらなかった ${run} を続行します。`,
  goesFirst: (run) => `${run} は完了していません。先に続行し、この台帳はその後に適用します。`,
  uploading: (ledger) => `${ledger} をアップロードしています …`,
  stage: {
    read: "台帳を読み込んでいます",
    observe: "全リージョンの状態をハブに確認しています",
    plan: "計画を立てています",
    create: "アカウントを作成しています",
    invite: "各リージョンで招待しています",
    join: "アカウントごとに参加させています",
    verify: "ハブの記録で検証しています",
    baseline: "ベースラインを設定しています",
    remove: "承認済みの解除を進めています",
    closure: "承認済みのアカウントを閉鎖しています",
    close: "結果をまとめています",
  },
  memberships: (done, wanted) => `(メンバー ${count(done)}/${count(wanted)}件)`,
  stopping: "停止しています。もう一度Ctrl-Cを押すとすぐに終了します。",
  unreadableLedger: (file, reason) => `台帳 ${file} を読み込めません: ${reason}`,
  fileErrors: {
    ENOENT: "ファイルがありません",
    EISDIR: "ディレクトリです",
    EACCES: "読み取り権限がありません",
  },
  tooLarge: (megabytes) => `${count(megabytes)} MBあります。読み込めるのは5 MBまでです`,
  failed: (error, cause) => `実行が失敗しました: ${error}。 ${cause}`,
  refused: (holder, message) => `${holder} のロールに権限が足りません: ${message}`,
  superseded: (ledger) =>
    `${ledger} は適用されていません。待機中に新しい台帳がアップロードされました。`,
  headline: ({ memberships, accounts }) =>
    `メンバー ${count(memberships.wanted)}件のうち ${count(memberships.enabled)}件が有効です` +
    `(全リージョンで参加済みのアカウント ${count(accounts.joined)}/${count(accounts.wanted)}、新規作成 ${count(accounts.created)})`,
  sums: (calls, messages, seconds) =>
    `AWSの呼び出し ${count(calls)}回、Slackのメッセージ ${count(messages)}件、${seconds}秒`,
  act: "対応が必要です:",
  regions: (number) => `${number}リージョン`,
  more: (number) => `… ほか${count(number)}件`,
  warnings: (number) => `台帳を適用しましたが、警告が${count(number)}件あります:`,
  rejected: (ledger, errors) =>
    `${ledger} は却下されました: エラー ${count(errors)}件。何も適用していません。`,
  ignored: "使わなかった列など",
  place: (ledger, row, column) =>
    [ledger, row > 0 && `${row}行目`, column && `列「${column}」`].filter(Boolean).join(" "),
  look: "確認できる場所 (Ctrl-Cで終了):",
  lookAt: (pages) => `${pages} で様子を確認できます (Ctrl-Cで終了)。`,
  executions: "実行一覧",
  thisRun: "この実行",
  table: "テーブル",
};
