import { count } from "@rollcall/core/locale";
import type { LedgerWords } from "./words.ts";

/** Japanese: です・ます. */
export const japanese: LedgerWords = {
  notXlsx: (file) =>
    `${file} はワークブックの名前ではありません。.xlsx で終わる名前を指定してください: --output FILE.xlsx`,
  exists: (file) =>
    `${file} はすでにあるため、上書きしません。別の名前を指定してください: --output FILE.xlsx`,
  notWritten: (file, reason) => `${file} を書き込めませんでした: ${reason}`,
  template: (file) =>
    `${file} を作成しました。空の台帳で、2枚目のシートに説明があります。\nアップロード前に確認できます: rollcall ledger check ${file}`,
  check: {
    accepted: (file, rows, sheet) =>
      `${file} は受け付けられます: ${count(rows)}アカウント${sheet ? ` (シート「${sheet}」)` : ""}。`,
    rejected: (file, errors, warnings) =>
      `${file} は却下されます: エラー ${count(errors)}件、警告 ${count(warnings)}件。`,
    warnings: (number) => `警告が${count(number)}件ありますが、台帳は適用されます:`,
    ignored: "使わない列など",
  },
  adopt: {
    looking: (regions) => `ハブの${count(regions)}リージョンと組織を読み取っています …`,
    unread: (region, reason) => `${region} を取得できませんでした: ${reason}`,
    nothingWritten:
      "台帳は作成していません。これらのリージョンのメンバーが黙って抜け落ちるためです。権限 securityhub:ListMembers を確認して、もう一度実行してください。",
    organizationUnread: (reason) => `組織を取得できず、照合していません: ${reason}`,
    noOrganization: "設定に管理アカウントがないため、組織とは照合していません。",
    off: (region) =>
      `${region} ではハブのSecurity Hubが有効でないため、どの行でも対象にしていません。`,
    empty: "台帳にできるハブのアカウントがないため、台帳は作成していません。",
    written: (file, accounts) =>
      `${file} を作成しました: ハブの${count(accounts)}アカウントが含まれます。`,
    agreed: "組織との矛盾はありません。",
    contradictions: (accounts) =>
      `${count(accounts)}アカウントに矛盾があります。対応方法とともにファイルに記載しています:`,
    more: (number) => `ほか${count(number)}件`,
    next: (file) => `適用しても何も変わりません。${file} をアップロードして運用を始められます。`,
  },
};
