// What an account's owner reads, in both languages. Names are escaped where they are put in.
import { count, type Locale } from "../locale.ts";

/** What is said to the owner of an account, in one language. */
export interface JoinerWords {
  title: (account: string) => string;
  sentence: (account: string, enabled: number, wanted: number) => string;
  status: {
    waiting: (enabled: number, wanted: number) => string;
    verified: (wanted: number) => string;
    expired: (enabled: number, wanted: number) => string;
    withdrawn: string;
  };
  why: (hub: string) => string;
  open: (account: string, link: string) => string;
  script: (file: string) => string;
  run: (file: string) => string;
  fromHub: (command: string) => string;
  role: (link: string) => string;
  missing: (regions: string) => string;
  owner: (owner: string) => string;
  asked: (date: string, until: string) => string;
  reminder: (account: string, days: number, missing: number) => string;
  verified: (account: string, wanted: number) => string;
  expired: (account: string, days: number) => string;
  again: (command: string) => string;
  more: string;
}

const regions = (number: number): string => `${count(number)} Region${number === 1 ? "" : "s"}`;

const english: JoinerWords = {
  title: (account) => `Please join Security Hub: ${account}`,
  sentence: (account, enabled, wanted) =>
    `Account ${account} joins Security Hub by itself: ${enabled} of ${regions(wanted)}.`,
  status: {
    waiting: (enabled, wanted) => `⏳ *waiting for the owner*: ${enabled}/${regions(wanted)}`,
    verified: (wanted) => `✅ *joined*: the hub has it as a member in ${regions(wanted)}`,
    expired: (enabled, wanted) => `✖️ *expired*: ${enabled}/${regions(wanted)}`,
    withdrawn: "➖ *not wanted any more*: the ledger has changed",
  },
  why: (hub) =>
    `The security team watches this account from account ${hub}. It is invited; somebody with administrator rights in it accepts, with one script that was made for it:`,
  open: (account, link) => `1. Sign in to account ${account} and open ${link}.`,
  script: (file) => `2. There, upload \`${file}\` from this thread (Actions → Upload file).`,
  run: (file) =>
    `3. Run \`bash ${file} --dry-run\` to see what it would do, then \`bash ${file}\`. It may be run again at any time.`,
  fromHub: (command) =>
    `No file in the thread? The security team prints the script with \`${command}\`.`,
  role: (link) => `Rather not run anything? ${link} makes a role by which rollcall does it.`,
  missing: (names) => `Missing: ${names}`,
  owner: (owner) => `Owner: ${owner}`,
  asked: (date, until) => `Asked ${date}, open until ${until}`,
  reminder: (account, days, missing) =>
    `🔔 Day ${days}: account ${account} has not joined in ${regions(missing)} yet. The steps are above.`,
  verified: (account, wanted) =>
    `✅ Account ${account} has joined in ${regions(wanted)}. Thank you; nothing is left to do.`,
  expired: (account, days) =>
    `✖️ Account ${account} did not join within ${days} days, and is not waited for any more.`,
  again: (command) =>
    `To ask again: \`${command}\`, or upload the ledger again. The script above still works.`,
  more: "Shortened to what Slack takes.",
};

const japanese: JoinerWords = {
  title: (account) => `Security Hub への参加をお願いします: ${account}`,
  sentence: (account, enabled, wanted) =>
    `アカウント ${account} は担当者が Security Hub に参加させます: ${wanted} リージョン中 ${enabled} 完了です。`,
  status: {
    waiting: (enabled, wanted) => `⏳ *担当者の操作待ち*: ${enabled}/${count(wanted)} リージョン`,
    verified: (wanted) => `✅ *参加済み*: ${count(wanted)} リージョンでハブのメンバーです`,
    expired: (enabled, wanted) => `✖️ *期限切れ*: ${enabled}/${count(wanted)} リージョン`,
    withdrawn: "➖ *不要になりました*: 台帳が変更されました",
  },
  why: (hub) =>
    `セキュリティチームがアカウント ${hub} からこのアカウントを監視します。招待は送信済みです。管理者権限を持つ方が、このアカウント専用のスクリプトで承諾してください。`,
  open: (account, link) => `1. アカウント ${account} にサインインし、${link} を開きます。`,
  script: (file) =>
    `2. そこに、このスレッドの \`${file}\` をアップロードします (アクション → ファイルのアップロード)。`,
  run: (file) =>
    `3. \`bash ${file} --dry-run\` で実行内容を確認し、\`bash ${file}\` を実行します。何度実行しても構いません。`,
  fromHub: (command) =>
    `スレッドにファイルがない場合は、セキュリティチームが \`${command}\` でスクリプトを表示できます。`,
  role: (link) =>
    `スクリプトを実行したくない場合は、${link} でロールを作成すると rollcall が代わりに参加させます。`,
  missing: (names) => `未完了のリージョン: ${names}`,
  owner: (owner) => `担当者: ${owner}`,
  asked: (date, until) => `依頼日時 ${date}、期限 ${until}`,
  reminder: (account, days, missing) =>
    `🔔 ${days} 日目: アカウント ${account} は ${count(missing)} リージョンでまだ参加していません。手順は上にあります。`,
  verified: (account, wanted) =>
    `✅ アカウント ${account} は ${count(wanted)} リージョンで参加しました。ありがとうございます。残りの作業はありません。`,
  expired: (account, days) =>
    `✖️ アカウント ${account} は ${days} 日以内に参加しなかったため、待機を終了しました。`,
  again: (command) =>
    `もう一度依頼するには \`${command}\` を実行するか、台帳をもう一度アップロードしてください。上のスクリプトはそのまま使えます。`,
  more: "Slack の上限に合わせて省略しました。",
};

/** The sentences of a language. */
export const joinerWords: Record<Locale, JoinerWords> = { en: english, ja: japanese };
