// The sentences about off-boarding, in both languages.
import { count, type Locale } from "../locale.ts";

/** What is said of off-boarding in one language. */
export interface OffboardingWords {
  runTitle: (accounts: number) => string;
  /** The status of a run of which nothing is left to do. */
  settled: string;
  runSentence: (accounts: number, status: string, stage: string | undefined) => string;
  completion: (accounts: number, seconds: string) => string;
  discarded: (accounts: number) => string;
  byPerson: (name: string) => string;
  removed: (done: number, approved: number) => string;
  exported: (findings: number) => string;
  /** Nothing in the members was touched. */
  leftToProject: string;
  /** `until` is a date as Slack shows it. */
  undo: (until: string) => string;
  restore: {
    runTitle: (accounts: number) => string;
    runSentence: (accounts: number, status: string, stage: string | undefined) => string;
    completion: (accounts: number, seconds: string) => string;
  };
}

const some = (number: number, one: string): string =>
  `${count(number)} ${one}${number === 1 ? "" : "s"}`;

const english: OffboardingWords = {
  runTitle: (accounts) => `Off-boarding: ${some(accounts, "account")}`,
  settled: "done",
  runSentence: (accounts, status, stage) =>
    `Off-boarding ${some(accounts, "account")}: ${status}${stage ? ` (${stage})` : ""}.`,
  completion: (accounts, duration) =>
    `Off-boarding of ${some(accounts, "account")} closed after ${duration}.`,
  discarded: (accounts) =>
    `Off-boarding of ${some(accounts, "account")} was not done: nothing was changed.`,
  byPerson: (name) => `Asked for by ${name}`,
  removed: (done, approved) => `${count(done)} of ${some(approved, "approved removal")} done.`,
  exported: (findings) =>
    `${some(findings, "finding")} exported before, to findings/ in the ledger bucket.`,
  leftToProject:
    "In the accounts themselves nothing was switched off: Security Hub, AWS Config and GuardDuty are left to their projects.",
  undo: (until) => `Until ${until} this brings them back: \`rollcall restore ACCOUNT\``,
  restore: {
    runTitle: (accounts) => `Restoring: ${some(accounts, "account")}`,
    runSentence: (accounts, status, stage) =>
      `Restoring ${some(accounts, "account")}: ${status}${stage ? ` (${stage})` : ""}.`,
    completion: (accounts, duration) =>
      `Restoring of ${some(accounts, "account")} closed after ${duration}.`,
  },
};

const japanese: OffboardingWords = {
  runTitle: (accounts) => `連携解除: ${count(accounts)}アカウント`,
  settled: "完了",
  runSentence: (accounts, status, stage) =>
    `${count(accounts)}アカウントの連携解除: ${status}${stage ? `(${stage})` : ""}。`,
  completion: (accounts, duration) =>
    `${count(accounts)}アカウントの連携解除が${duration}で終了しました。`,
  discarded: (accounts) =>
    `${count(accounts)}アカウントの連携解除は実行されませんでした。何も変更していません。`,
  byPerson: (name) => `依頼者: ${name}`,
  removed: (done, approved) =>
    `承認された解除${count(approved)}件のうち${count(done)}件が完了しました。`,
  exported: (findings) =>
    `事前に検出結果${count(findings)}件を台帳バケットの findings/ にエクスポートしました。`,
  leftToProject:
    "アカウント内の Security Hub、AWS Config、GuardDuty は停止していません。扱いは担当プロジェクトに任せます。",
  undo: (until) => `${until}までは次のコマンドで元に戻せます: \`rollcall restore ACCOUNT\``,
  restore: {
    runTitle: (accounts) => `連携の復元: ${count(accounts)}アカウント`,
    runSentence: (accounts, status, stage) =>
      `${count(accounts)}アカウントの連携の復元: ${status}${stage ? `(${stage})` : ""}。`,
    completion: (accounts, duration) =>
      `${count(accounts)}アカウントの連携の復元が${duration}で終了しました。`,
  },
};

const catalogue: Record<Locale, OffboardingWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const offboardingWords = (locale: Locale): OffboardingWords => catalogue[locale];
