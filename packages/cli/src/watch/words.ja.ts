import { count } from "@rollcall/core/locale";
import type { WatchWords } from "./words.ts";

/** Japanese: です・ます; states stay as AWS writes them, behind what they mean. */
export const japanese: WatchWords = {
  heading: ({ stage, account, region }) => `rollcall ${stage} (${account}、${region})`,
  enabled: (enabled, wanted) =>
    `必要なメンバー ${count(wanted)}件のうち ${count(enabled)}件が有効 (Enabled) です`,
  allEnabled: "必要なメンバーはすべて有効です。",
  empty: "必要なメンバーがありません。台帳がまだ適用されていません。",
  state: {
    Absent: "未登録 (Absent)",
    Created: "作成済み・未招待 (Created)",
    Invited: "招待中 (Invited)",
    Enabled: "有効 (Enabled)",
    Removed: "管理側で解除 (Removed)",
    Resigned: "離脱 (Resigned)",
    Deleted: "削除済み (Deleted)",
    AccountSuspended: "停止 (AccountSuspended)",
    RegionDisabled: "リージョン無効 (RegionDisabled)",
    Unknown: "不明 (Unknown)",
  },
  unaskedMark: "台帳にないが有効",
  small: "小文字: 台帳にないメンバー",
  unasked: (number) => `台帳にないメンバーが${count(number)}件有効です (--all で表示)`,
  columns: { region: "リージョン", wanted: "必要", look: "最終確認", all: "合計" },
  read: { read: "確認済み", unread: "取得不可", off: "ハブ無効", never: "未確認" },
  unread: (region, at, reason) => `${region} を取得できませんでした (${at}): ${reason}`,
  off: (region, at) => `${region} でハブのSecurity Hubが有効ではありません (${at})`,
  hint: (account) => `経緯を見る: rollcall timeline ${account}`,
  unknownAccount: (account) =>
    `${account} は登録されていません。台帳にもハブの一覧にもないアカウントです`,
  unknownRegion: (region, regions) =>
    `${region} はこのステージのリージョンではありません: ${regions.join(", ")}`,
  timeline: (account, name) => (name ? `${account} ${name}` : account),
  nothingYet: "まだ何も記録されていません。",
  transition: {
    at: "日時",
    region: "リージョン",
    change: "変化",
    label: "分類",
    cause: "契機",
    run: "実行",
    who: "実行者",
  },
  label: { gain: "参加", progress: "進行", loss: "喪失", unexpected: "想定外" },
  nobody: "不明",
  rollCall: {
    none: "点呼はまだ行われていません。rollcall roll-call --now で実行できます",
    started: (id) => `${id} を実行しています …`,
    joined: (id) => `${id} が実行中のため、完了を待っています …`,
    stranded: (id, execution) =>
      `${id} が完了しませんでした: aws stepfunctions describe-execution --execution-arn ${execution}`,
    held: (id, at) => `${id} (完了 ${at})`,
    losses: (number) =>
      number === 0 ? "失われたメンバーはありません。" : `失われたメンバー ${count(number)}件:`,
    flap: "離脱後に復帰",
    unread: (region, reason) => `${region} を取得できませんでした: ${reason}`,
    unknown: (number) => `台帳にないメンバー ${count(number)}件:`,
    missing: (number) => `ハブに未登録の台帳アカウント ${count(number)}件:`,
  },
};
