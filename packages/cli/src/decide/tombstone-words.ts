// What is said of accounts that were taken out: in `restore`, and in `timeline` and `status` beside what is there.
import { count, type Locale } from "@rollcall/core/locale";
import type { Tombstone } from "@rollcall/core/tombstone";
import { oneLine } from "../layout.ts";
import { moment } from "../watch/moment.ts";

interface TombstoneWords {
  heading: (accounts: number) => string;
  asked: (run: string) => string;
  dry: string;
  ledgerStays: string;
  notRestorable: (account: string, until: string | undefined) => string;
  /** One removal of an account, in some Regions at once. */
  removed: (of: {
    account: string;
    regions: string;
    at: string;
    run: string;
    approvedBy: string;
  }) => string;
  findings: (findings: number) => string;
  until: (until: string) => string;
  /** For `status`: accounts that can be brought back. */
  restorable: (accounts: number, first: string) => string;
}

const english: TombstoneWords = {
  heading: (accounts) => `Bringing back ${count(accounts)} account${accounts === 1 ? "" : "s"}`,
  asked: (run) => `${run} brings them back; its message in Slack tells how far it is.`,
  dry: "Nothing was changed: leave --dry-run out to bring them back.",
  ledgerStays:
    'The ledger keeps its own word: write "member" into the rows, or the next upload plans them out again.',
  notRestorable: (account, until) =>
    until
      ? `${account} cannot be brought back: it is a member again, or its undo period ended at ${until}. Write "member" into its row and upload the ledger.`
      : `${account} was not taken out by rollcall, so there is nothing to bring back. Write it into the ledger and upload that.`,
  removed: ({ account, regions, at, run, approvedBy }) =>
    `${account} taken out of ${regions} at ${at} by ${run}${approvedBy && `, approved by ${approvedBy}`}.`,
  findings: (findings) => `${count(findings)} finding${findings === 1 ? "" : "s"} exported.`,
  until: (until) => `Can be brought back until ${until}.`,
  restorable: (accounts, first) =>
    `${count(accounts)} account${accounts === 1 ? " was" : "s were"} taken out and can be brought back: rollcall restore ${first}`,
};

const japanese: TombstoneWords = {
  heading: (accounts) => `${count(accounts)}アカウントの復元`,
  asked: (run) => `${run} として復元を依頼しました。進み具合は Slack のメッセージで確認できます。`,
  dry: "まだ何も変更していません。復元するには --dry-run を外してください。",
  ledgerStays:
    "台帳の内容は変わりません。行の状態を member に戻さないと、次のアップロードで再び解除されます。",
  notRestorable: (account, until) =>
    until
      ? `${account} は復元できません。すでにメンバーに戻っているか、復元できる期間が ${until} に終了しています。行の状態を member にして台帳をアップロードしてください。`
      : `${account} は rollcall が解除したアカウントではないため、復元するものがありません。台帳に書いてアップロードしてください。`,
  removed: ({ account, regions, at, run, approvedBy }) =>
    `${account} を ${at} に ${regions} で解除しました(実行: ${run}${approvedBy && `、承認: ${approvedBy}`})。`,
  findings: (findings) => `検出結果${count(findings)}件をエクスポート済みです。`,
  until: (until) => `${until} まで復元できます。`,
  restorable: (accounts, first) =>
    `解除した${count(accounts)}アカウントを復元できます: rollcall restore ${first}`,
};

const catalogue: Record<Locale, TombstoneWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const tombstoneWords = (locale: Locale): TombstoneWords => catalogue[locale];

/** One line for each account and run that took it out. */
export function tombstoneLines(tombstones: readonly Tombstone[], locale: Locale): string[] {
  const say = tombstoneWords(locale);
  const groups = Map.groupBy(tombstones, (one) => `${one.accountId}/${one.run}`);
  return [...groups.values()].map((some) => {
    const { accountId: account, run, removedAt, approvedBy = "" } = some[0]!;
    const findings = some.flatMap((one) => one.findings?.count ?? []);
    const removed = say.removed({
      account,
      regions: some.map((one) => one.region).join(", "),
      at: moment(removedAt),
      run,
      approvedBy: oneLine(approvedBy),
    });
    const exported = say.findings(findings.reduce((sum, one) => sum + one, 0));
    const until = say.until(moment(some.map((one) => one.until).sort()[0]!));
    return [removed, ...(findings.length > 0 ? [exported] : []), until].join(" ");
  });
}
