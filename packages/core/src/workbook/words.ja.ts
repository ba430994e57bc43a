import { count } from "../locale.ts";
import type { WorkbookWords } from "./words.ts";

/** Japanese: です・ます; states stay as AWS writes them. */
export const japanese: WorkbookWords = {
  ledger: "台帳",
  result: "結果",
  problem: "問題",
  next: "次の操作",
  enabled: (enabled, wanted) => `${enabled}/${wanted} 有効 (Enabled)`,
  created: (accountId) => `アカウント ${accountId}`,
  gone: "台帳どおり不参加",
  stillIn: (regions) => `${regions}リージョンに残存`,
  rejected: "エラー",
  notApplied: "未適用",
  unread: "取得不可",
  inRegions: (regions) => `${regions.join("、")}: `,
  inColumn: (column, problem) => `${column}: ${problem}`,
  where: "場所",
  wholeFile: "ファイル全体",
  wholeRun: "実行全体",
  atRow: (row, column, value) =>
    `${count(row)}行目${column && ` ${column}`}${value && `「${value}」`}`,
  account: (account, region) => `アカウント ${account}${region === "all" ? "" : `、${region}`}`,
  failed: (error, cause) => ({
    problem: `実行が失敗しました: ${error}${cause && ` (${cause})`}`,
    next: "実行のメッセージから詳細を開いて原因を確認し、台帳をもう一度アップロードしてください。不足分だけが処理されます。",
  }),
  explanation: "説明",
  explained: { column: "列名", says: "内容", empty: "空欄の場合", example: "記入例" },
  column: {
    account_id: {
      says: "12桁のアカウントIDです。先頭のゼロが消えないよう、列は文字列の書式になっています。",
      empty: "アカウントを新規に作成します。アカウント名とメールアドレスが必要です。",
      example: "012345678901",
    },
    account_name: {
      says: "アカウントの名前です。新規作成の場合は、印字可能なASCII文字で1〜50文字です。",
      empty: "名前は表示されません。",
      example: "Payments production",
    },
    email: {
      says: "アカウントのルートメールアドレスです。新規作成に必要で、アカウントごとに異なる必要があります。",
      empty: "アカウントIDだけで識別します。",
      example: "aws+payments@example.com",
    },
    project: {
      says: "メッセージに表示されます。",
      empty: "表示されません。",
      example: "決済基盤",
    },
    customer: {
      says: "メッセージに表示されます。",
      empty: "表示されません。",
      example: "株式会社サンプル",
    },
    owner_email: {
      says: "アカウント側の作業が必要なときの連絡先です。",
      empty: "連絡先なしになります。",
      example: "owner@example.com",
    },
    slack_channel: {
      says: "アカウントとともに保存されます。",
      empty: "設定のチャンネルを使います。",
      example: "#決済基盤",
    },
    regions: {
      says: "all (ハブのすべてのリージョン)、またはリージョンコードをカンマ区切りで記入します。",
      empty: "all と同じです。",
      example: "us-east-1, ap-northeast-1",
    },
    join: {
      says: "参加方法です。作成 (未作成のアカウント)、ロール (rollcallがロールで入ります)、セルフサービス (担当者が承諾します) のいずれかです。",
      empty: "IDがなければ作成、あればロールです。",
      example: "ロール",
    },
    desired: {
      says: "参加、またはハブから外す場合は解除です。「解除+停止」はアカウント内のSecurity Hub、GuardDutyの連携、rollcallが開始したAWS Configも停止し、「解除+維持」はそのまま残します。",
      empty: "参加です。",
      example: "参加",
    },
    baseline: {
      says: "メンバー参加とあわせて有効にするものです。「基準」(セキュリティ基準)、「Config」、「GuardDuty」をカンマ区切りで記入します。有効にしない場合は「なし」です。",
      empty: "設定に従います。",
      example: "基準, Config",
    },
    ou: {
      says: "新規作成するアカウントの配置先です。組織単位のID、またはルートからの名前を「/」で区切って記入します。",
      empty: "ルートに置きます。",
      example: "Workloads/Prod",
    },
    tags: {
      says: "新規作成するアカウントのタグです。「キー=値」をカンマ区切りで記入します。",
      empty: "タグなしになります。",
      example: "Team=Payments, Stage=Prod",
    },
  },
  advice: [
    "1行に1アカウントを記入します。不要な列は削除でき、独自の列も追加できます。",
    "行がないアカウントには何もせず、名前だけを報告します。",
    "アップロード前に確認できます: rollcall ledger check FILE",
  ],
};
