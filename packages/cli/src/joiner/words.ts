// What `rollcall joiner` says, in both languages.
import type { Status } from "@rollcall/core/joiner";
import type { Locale } from "@rollcall/core/locale";

/** Everything that it says, in one language. */
export interface JoinerWords {
  unknownAccount: (account: string) => string;
  notWanted: (account: string) => string;
  neverAsked: (account: string) => string;
  asked: (account: string, joiner: string) => string;
  status: Record<Status, string>;
  line: (account: string, status: string, enabled: number, wanted: number) => string;
  missing: (regions: string) => string;
  times: (asked: string, expires: string) => string;
}

const english: JoinerWords = {
  unknownAccount: (account) => `No ledger has named the account ${account} yet: apply one first.`,
  notWanted: (account) => `The ledger wants the account ${account} in no Region.`,
  neverAsked: (account) =>
    `The owner of ${account} has not been asked: write self-service into the column join of its row, or run rollcall joiner start ${account}.`,
  asked: (account, joiner) =>
    `The owner of ${account} is asked in Slack (${joiner}). rollcall joiner status ${account} shows how far it is.`,
  status: {
    waiting: "waiting for the owner",
    verified: "joined",
    expired: "expired",
    withdrawn: "not wanted any more",
  },
  line: (account, status, enabled, wanted) =>
    `${account}: ${status}, ${enabled} of ${wanted} Regions`,
  missing: (regions) => `Missing: ${regions}`,
  times: (asked, expires) => `Asked ${asked}, open until ${expires}`,
};

const japanese: JoinerWords = {
  unknownAccount: (account) =>
    `アカウント ${account} はまだどの台帳にもありません。先に台帳を適用してください。`,
  notWanted: (account) => `アカウント ${account} が必要なリージョンは台帳にありません。`,
  neverAsked: (account) =>
    `${account} の担当者にはまだ依頼していません。台帳の join 列に self-service と書くか、rollcall joiner start ${account} を実行してください。`,
  asked: (account, joiner) =>
    `${account} の担当者に Slack で依頼しました (${joiner})。進み具合は rollcall joiner status ${account} で確認できます。`,
  status: {
    waiting: "担当者の操作待ちです",
    verified: "参加済みです",
    expired: "期限切れです",
    withdrawn: "不要になりました",
  },
  line: (account, status, enabled, wanted) =>
    `${account}: ${status} (${wanted} リージョン中 ${enabled} 完了)`,
  missing: (regions) => `未完了のリージョン: ${regions}`,
  times: (asked, expires) => `依頼日時 ${asked}、期限 ${expires}`,
};

const catalogue: Record<Locale, JoinerWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const joinerWords = (locale: Locale): JoinerWords => catalogue[locale];
