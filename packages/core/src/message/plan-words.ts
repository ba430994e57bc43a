// The sentences about a plan: what it would do, why it waits, and who may decide.

import type { Locale } from "../locale.ts";
import { count } from "../locale.ts";
import type { Cause } from "../plan/blast.ts";

/** Everything that is said of a plan, in one language. */
export interface PlanWords {
  nothing: string;
  creations: (accounts: number, memberships: number) => string;
  joins: (memberships: number, accounts: number) => string;
  invites: (memberships: number, accounts: number) => string;
  heals: (memberships: number, accounts: number) => string;
  raises: (part: string, pairs: number, accounts: number) => string;
  removals: (memberships: number, accounts: number) => string;
  cleaning: (accounts: number) => string;
  blast: (losing: number, members: number, memberships: number) => string;
  gone: (regions: string) => string;
  closures: (accounts: number) => string;
  /** Closed already, or about to be. */
  closed: (accounts: number) => string;
  escalations: (count: number) => string;
  unknown: (count: number) => string;
  unread: (regions: string) => string;
  region: (line: {
    region: string;
    additions: number;
    removals: number;
    enabled: number;
    wanted: number;
  }) => string;
  moreRegions: (count: number) => string;
  removal: (account: string, regions: string) => string;
  moreRemovals: (count: number) => string;
  closure: (account: string, name: string) => string;
  effort: (
    calls: number,
    minutes: string,
    dollars: string,
    prices: { region: string; asOf: string },
  ) => string;
  cause: Record<Cause, string>;
  waits: (causes: string) => string;
  who: (twoPersons: boolean) => string;
  commands: (run: string) => string;
  until: (at: string) => string;
  standing: {
    approved: (who: string) => string;
    rejected: (who: string, why: string) => string;
    expired: string;
    superseded: string;
  };
  list: (items: readonly string[]) => string;
}

const some = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

const english: PlanWords = {
  nothing: "Nothing would change.",
  creations: (accounts, memberships) =>
    `create ${some(accounts, "account")}, with ${some(memberships, "membership")}`,
  joins: (memberships, accounts) =>
    `enable ${some(memberships, "membership")} through the organization, in ${some(accounts, "account")}`,
  invites: (memberships, accounts) =>
    `invite and join ${some(memberships, "membership")} of ${some(accounts, "account")}`,
  heals: (memberships, accounts) =>
    `bring back ${some(memberships, "membership")} of ${some(accounts, "account")}`,
  raises: (part, pairs, accounts) =>
    `switch on ${part} in ${some(accounts, "account")}, ${some(pairs, "Region")} in all`,
  removals: (memberships, accounts) =>
    `take away ${some(memberships, "membership")} of ${some(accounts, "account")}`,
  cleaning: (accounts) =>
    `afterwards switch off in ${some(accounts, "account")}: Security Hub with its standards, the hub's GuardDuty, and AWS Config where rollcall started it`,
  blast: (losing, members, memberships) =>
    `${count(losing)} of ${some(members, "member")} would lose ${some(memberships, "enabled membership")}`,
  closures: (accounts) =>
    `close ${some(accounts, "account")} for good: AWS suspends each at once, and deletes it after 90 days`,
  closed: (accounts) =>
    `put on record that ${some(accounts, "account")} ${accounts === 1 ? "is" : "are"} closed`,
  gone: (regions) => `nobody would be left in: ${regions}`,
  escalations: (number) => `${some(number, "place")} where a person has to act first`,
  unknown: (number) => `${some(number, "member")} that the ledger does not name, left alone`,
  unread: (regions) => `could not be read, so nothing is planned there: ${regions}`,
  region: ({ region, additions, removals, enabled, wanted }) =>
    `${region}: +${count(additions)} -${count(removals)} (${count(enabled)} of ${count(wanted)} wanted enabled now)`,
  moreRegions: (number) => `and ${some(number, "more Region")}`,
  removal: (account, regions) => `${account}: ${regions}`,
  closure: (account, name) => `${account} (${name}): closed for good`,
  moreRemovals: (number) => `and ${some(number, "more account")}`,
  effort: (calls, minutes, dollars, { region, asOf }) =>
    `at least ${some(calls, "call")} to AWS, about ${minutes}, about $${dollars} (prices of ${region}, about ${asOf})`,
  cause: {
    absent: "accounts are off-boarded",
    narrower: "accounts lose Regions",
    share: "a large share of the members is affected",
    region: "a Region is emptied",
    closure: "accounts are closed for good",
  },
  waits: (causes) => `Waits for approval: ${causes}.`,
  who: (twoPersons) =>
    twoPersons
      ? "Somebody else than the uploader has to decide, with access to the approval address (docs/approval.md)."
      : "Anybody with access to the approval address may decide (docs/approval.md).",
  commands: (run) => `rollcall approve ${run}\nrollcall reject ${run} --why "…"`,
  until: (at) => `Nothing is done before. Without a decision it expires ${at}.`,
  standing: {
    approved: (who) => `Approved by ${who}`,
    rejected: (who, why) => `Rejected by ${who}: ${why}`,
    expired:
      "Nobody decided in time: the plan has expired, and nothing of it was done. Upload the ledger again.",
    superseded: "A newer ledger took its place before anybody decided.",
  },
  list: (items) => items.join(", "),
};

const japanese: PlanWords = {
  nothing: "変更はありません。",
  creations: (accounts, memberships) =>
    `アカウント ${count(accounts)}件を作成(メンバー ${count(memberships)}件)`,
  joins: (memberships, accounts) =>
    `組織経由でメンバー ${count(memberships)}件を有効化(${count(accounts)}アカウント)`,
  invites: (memberships, accounts) =>
    `メンバー ${count(memberships)}件を招待して参加(${count(accounts)}アカウント)`,
  heals: (memberships, accounts) =>
    `メンバー ${count(memberships)}件を復帰(${count(accounts)}アカウント)`,
  raises: (part, pairs, accounts) =>
    `${part} を有効化(${count(accounts)}アカウント、延べ${count(pairs)}リージョン)`,
  removals: (memberships, accounts) =>
    `メンバー ${count(memberships)}件を解除(${count(accounts)}アカウント)`,
  cleaning: (accounts) =>
    `解除後に${count(accounts)}アカウント内で停止: Security Hub(セキュリティ基準を含む)、ハブとの GuardDuty 連携、rollcall が開始した AWS Config`,
  blast: (losing, members, memberships) =>
    `現在のメンバー ${count(members)}アカウントのうち ${count(losing)}アカウントが、有効なメンバー ${count(memberships)}件を失います`,
  closures: (accounts) =>
    `アカウント ${count(accounts)}件を完全に閉鎖(すぐに停止され、90日後に AWS が削除します)`,
  closed: (accounts) => `閉鎖済みのアカウント ${count(accounts)}件を記録`,
  gone: (regions) => `メンバーがいなくなるリージョン: ${regions}`,
  escalations: (number) => `先に人の対応が必要な箇所 ${count(number)}件`,
  unknown: (number) => `台帳にないメンバー ${count(number)}件(変更しません)`,
  unread: (regions) => `取得できず、計画の対象外のリージョン: ${regions}`,
  region: ({ region, additions, removals, enabled, wanted }) =>
    `${region}: 追加 ${count(additions)} 解除 ${count(removals)} (対象 ${count(wanted)}件のうち有効 ${count(enabled)}件)`,
  moreRegions: (number) => `ほか${count(number)}リージョン`,
  removal: (account, regions) => `${account}: ${regions} で解除`,
  closure: (account, name) => `${account}(${name})を完全に閉鎖`,
  moreRemovals: (number) => `ほか${count(number)}アカウント`,
  effort: (calls, minutes, dollars, { region, asOf }) =>
    `AWS 呼び出し ${count(calls)}回以上、所要時間 約${minutes}、費用 約${dollars}ドル(${region} の ${asOf} 頃の料金)`,
  cause: {
    absent: "アカウントの解除を含みます",
    narrower: "対象リージョンが減ります",
    share: "メンバーの多くに影響します",
    region: "リージョンからメンバーがいなくなります",
    closure: "アカウントを完全に閉鎖します",
  },
  waits: (causes) => `承認待ちです: ${causes}。`,
  who: (twoPersons) =>
    twoPersons
      ? "アップロードした人とは別の、承認用アドレスを使える人が判断してください(docs/approval.md)。"
      : "承認用アドレスを使える人なら、だれでも判断できます(docs/approval.md)。",
  commands: (run) => `承認: rollcall approve ${run}\n却下: rollcall reject ${run} --why "…"`,
  until: (at) => `それまで何も変更しません。判断がないまま期限(${at})を過ぎると無効になります。`,
  standing: {
    approved: (who) => `${who} が承認しました`,
    rejected: (who, why) => `${who} が却下しました: ${why}`,
    expired:
      "期限までに判断がなく、この計画は無効になりました。何も変更していません。台帳をもう一度アップロードしてください。",
    superseded: "判断の前に新しい台帳に置き換えられました。",
  },
  list: (items) => items.join("、"),
};

const catalogue: Record<Locale, PlanWords> = { en: english, ja: japanese };

/** The sentences about plans in a language. */
export const planWords = (locale: Locale): PlanWords => catalogue[locale];
