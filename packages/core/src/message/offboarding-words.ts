// The sentences about what was asked for by account, without a ledger, and about off-boarding, in both languages.
import { count, type Locale } from "../locale.ts";
import { type SideCounts, SidePart, SideState } from "../run/member-side.ts";

/** What may be asked for by account: to take it out, to bring it back, to close it for good. */
export type AskedKind = "offboard" | "restore" | "close";

/** What is said of a run that somebody asked for by account. */
interface AskedWords {
  runTitle: (accounts: number) => string;
  runSentence: (accounts: number, status: string, stage: string | undefined) => string;
  completion: (accounts: number, seconds: string) => string;
  discarded: (accounts: number) => string;
}

/** What is said of off-boarding in one language. */
export interface OffboardingWords {
  asked: Record<AskedKind, AskedWords>;
  /** The status of a run of which nothing is left to do. */
  settled: string;
  byPerson: (name: string) => string;
  removed: (done: number, approved: number) => string;
  exported: (findings: number) => string;
  /** Nothing in the members was touched. */
  leftToProject: string;
  /** One part of what was done in the accounts; `regions` are pairs of account and Region. */
  side: Record<SidePart, string>;
  sideState: Record<SideState, (regions: number) => string>;
  sides: (parts: readonly string[]) => string;
  /** `until` is a date as Slack shows it. */
  undo: (until: string) => string;
  closed: (done: number, planned: number) => string;
  /** What AWS does with an account that was closed. */
  afterClosing: string;
}

const some = (number: number, one: string): string =>
  `${count(number)} ${one}${number === 1 ? "" : "s"}`;

const englishAsked = (doing: string): AskedWords => ({
  runTitle: (accounts) => `${doing}: ${some(accounts, "account")}`,
  runSentence: (accounts, status, stage) =>
    `${doing} ${some(accounts, "account")}: ${status}${stage ? ` (${stage})` : ""}.`,
  completion: (accounts, duration) =>
    `${doing} of ${some(accounts, "account")} ended after ${duration}.`,
  discarded: (accounts) =>
    `${doing} of ${some(accounts, "account")} was not done: nothing was changed.`,
});

const english: OffboardingWords = {
  asked: {
    offboard: englishAsked("Off-boarding"),
    restore: englishAsked("Restoring"),
    close: englishAsked("Closing for good"),
  },
  settled: "done",
  byPerson: (name) => `Asked for by ${name}`,
  removed: (done, approved) => `${count(done)} of ${some(approved, "approved removal")} done.`,
  exported: (findings) =>
    `${some(findings, "finding")} exported before, to findings/ in the ledger bucket.`,
  leftToProject:
    "In the accounts themselves nothing was switched off: Security Hub, AWS Config and GuardDuty are left to their projects.",
  side: { securityHub: "Security Hub", guardDuty: "GuardDuty", config: "AWS Config" },
  sideState: {
    off: (regions) => `off in ${count(regions)}`,
    kept: (regions) => `not rollcall's in ${count(regions)}, left alone`,
    none: (regions) => `nothing to switch off in ${count(regions)}`,
    failed: (regions) => `still on in ${count(regions)}`,
  },
  sides: (parts) => `In the accounts, Region by Region: ${parts.join("; ")}.`,
  undo: (until) => `Until ${until} this brings them back: \`rollcall restore ACCOUNT\``,
  closed: (done, planned) => `${count(done)} of ${some(planned, "account")} closed.`,
  afterClosing:
    "AWS keeps a closed account suspended for 90 days, in which its root user can have it reopened by AWS Support; then it is gone.",
};

const japaneseAsked = (doing: string): AskedWords => ({
  runTitle: (accounts) => `${doing}: ${count(accounts)}アカウント`,
  runSentence: (accounts, status, stage) =>
    `${count(accounts)}アカウントの${doing}: ${status}${stage ? `(${stage})` : ""}。`,
  completion: (accounts, duration) =>
    `${count(accounts)}アカウントの${doing}が${duration}で終了しました。`,
  discarded: (accounts) =>
    `${count(accounts)}アカウントの${doing}は実行されませんでした。何も変更していません。`,
});

const japanese: OffboardingWords = {
  asked: {
    offboard: japaneseAsked("連携解除"),
    restore: japaneseAsked("連携の復元"),
    close: japaneseAsked("完全な閉鎖"),
  },
  settled: "完了",
  byPerson: (name) => `依頼者: ${name}`,
  removed: (done, approved) =>
    `承認された解除${count(approved)}件のうち${count(done)}件が完了しました。`,
  exported: (findings) =>
    `事前に検出結果${count(findings)}件を台帳バケットの findings/ にエクスポートしました。`,
  leftToProject:
    "アカウント内の Security Hub、AWS Config、GuardDuty は停止していません。扱いは担当プロジェクトに任せます。",
  side: { securityHub: "Security Hub", guardDuty: "GuardDuty", config: "AWS Config" },
  sideState: {
    off: (regions) => `停止${count(regions)}件`,
    kept: (regions) => `対象外のため維持${count(regions)}件`,
    none: (regions) => `停止するものなし${count(regions)}件`,
    failed: (regions) => `停止できず${count(regions)}件`,
  },
  sides: (parts) => `アカウント内の処理(リージョン単位)は次のとおりです。${parts.join("、")}`,
  undo: (until) => `${until}までは次のコマンドで元に戻せます: \`rollcall restore ACCOUNT\``,
  closed: (done, planned) => `${count(planned)}アカウントのうち${count(done)}件を閉鎖しました。`,
  afterClosing:
    "閉鎖したアカウントは90日間停止状態になり、その間はルートユーザーが AWS サポートに再開を依頼できます。その後は完全に削除されます。",
};

const catalogue: Record<Locale, OffboardingWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const offboardingWords = (locale: Locale): OffboardingWords => catalogue[locale];

/** What was done in the accounts that are out, in one line. */
export function memberSideLine(counts: SideCounts, locale: Locale): string {
  const say = offboardingWords(locale);
  const part = (name: SidePart) => {
    const states = SideState.options.filter((state) => counts[name][state] > 0);
    const told = states.map((state) => say.sideState[state](counts[name][state]));
    return told.length > 0 ? [`${say.side[name]} ${told.join(", ")}`] : [];
  };
  return say.sides(SidePart.options.flatMap(part));
}
