import { count } from "../locale.ts";
import type { Words } from "./words.ts";

/** Japanese: です・ます, titles as nouns, half-width digits; states and API names stay as AWS writes them. */
export const japanese: Words = {
  status: {
    waiting: "待機中",
    running: "実行中",
    approval: "承認待ち",
    settled: "すべて有効",
    attention: "完了(要対応あり)",
    rejected: "却下",
    superseded: "新しい版に置き換え",
    discarded: "適用せず",
    failed: "失敗",
  },
  stage: {
    read: "台帳の読み込み",
    observe: "全リージョンの確認",
    plan: "計画",
    create: "アカウント作成",
    invite: "招待",
    join: "参加",
    verify: "検証",
    baseline: "ベースライン",
    remove: "解除",
    closure: "アカウントの閉鎖",
    close: "完了処理",
  },
  unit: {
    rows: "行",
    regions: "リージョン",
    accounts: "アカウント",
    memberships: "件",
    parts: "項目",
  },
  runTitle: (ledger) => `連携セットアップ: ${ledger}`,
  runSentence: (ledger, status, stage) =>
    `台帳 ${ledger} の連携セットアップ: ${status}${stage ? `(${stage})` : ""}。`,
  progress: (done, total, unit) => `${count(done)}/${count(total)} ${unit}`,
  creating: (duration) =>
    `アカウントの作成は最速でも10秒に1件、同時に5件までです。残り約${duration}です。`,
  regions: (complete, total) => `リージョン ${complete}/${total} 完了`,
  unread: (regions) => `取得できなかったリージョン: ${regions}`,
  started: (date) => `開始 ${date}`,
  elapsed: (duration) => `経過 ${duration}`,
  duration: (seconds) => {
    const all = Math.max(0, Math.round(seconds));
    const [h, m, s] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60];
    return h ? `${h}時間${m}分` : m ? `${m}分${s}秒` : `${s}秒`;
  },
  uploader: (name) => `アップロード: ${name}`,
  openExecution: "実行履歴を開く",
  counts: ({ accounts, memberships }) =>
    `メンバー ${count(memberships.wanted)}件のうち有効 ${count(memberships.enabled)}件、確認待ち ${count(memberships.pending)}件、要対応 ${count(memberships.attention)}件。` +
    `アカウント ${count(accounts.wanted)}件のうち参加済み ${count(accounts.joined)}件、新規作成 ${count(accounts.created)}件。`,
  failure: (error, cause) => `実行が停止しました: ${error}。 ${cause}`.trim(),
  completion: (ledger, { accounts, memberships }, duration) =>
    `台帳 ${ledger} の連携セットアップが${duration}で完了しました。${count(accounts.wanted)}アカウントのメンバー ${count(memberships.wanted)}件のうち ${count(memberships.enabled)}件が有効です。`,
  nothingLeft: "対応が必要なものはありません。",
  attentionTitle: (accounts, memberships) =>
    `要対応: ${count(accounts)}アカウント、${count(memberships)}件`,
  attentionSentence: (memberships, reasons) =>
    `${count(memberships)}件の対応が必要です: ${reasons}`,
  group: (accounts, memberships) => `${count(accounts)}アカウント、${count(memberships)}件`,
  advice: (next) => `→ ${next}`,
  moreAccounts: (number) => `ほか${count(number)}件`,
  moreRows: (number) => `ほか${count(number)}行。全件はこのスレッドのファイルにあります。`,
  moreKinds: (number) => `ほか${count(number)}種類は、実行のサマリーファイルにあります。`,
  planTitle: (ledger) => `台帳 ${ledger} の計画`,
  discarded: (ledger) => `台帳 ${ledger} は適用していません。何も変更していません。`,
  shortened: "Slack の上限に合わせて短くしました。全文は実行のサマリーファイルにあります。",
  columns: {
    account: "アカウント",
    name: "名前",
    region: "リージョン",
    state: "状態",
    reason: "理由",
    why: "詳細",
    next: "次の対応",
  },
  files: {
    losses: "この点呼で検知した離脱の全件",
    attention: "対応が必要な項目の全件",
    digest: "離脱中・招待中のアカウントの全件",
    collapsed: "まとめた通知の全件",
    result: "各行の結果を記入した台帳",
  },
  rejectedTitle: "台帳の却下",
  rejectedSentence: (ledger, errors, warnings, first) =>
    `台帳 ${ledger} はエラー ${count(errors)}件、警告 ${count(warnings)}件のため却下され、適用されていません。${first}`,
  rejectedCounts: (errors, warnings, rows) =>
    `${count(rows)}行のうち、エラー ${count(errors)}件、警告 ${count(warnings)}件。`,
  notApplied: "何も適用していません。ファイルを直して、もう一度アップロードしてください。",
  place: (row, column) => (column ? `${row}行目、${column}列` : `${row}行目`),
  wholeFile: "ファイル全体",
  value: (value) => `値: ${value}`,
  fix: (fix) => `→ ${fix}`,
  moreProblems: (number) => `ほか${count(number)}件の問題があります。`,
  creationFailed: (account) => `アカウント作成の失敗: ${account}`,
  list: (items) => items.join("、"),
};
