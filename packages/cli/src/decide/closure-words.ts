// What `close-account` says beside the plan.
import { count, type Locale } from "@rollcall/core/locale";

interface ClosureWords {
  heading: (accounts: number) => string;
  dry: string;
  asked: (run: string) => string;
  nothing: string;
  /** Some of the accounts could still be brought back. */
  tombstones: string;
  tooMany: (most: number) => string;
}

const english: ClosureWords = {
  heading: (accounts) => `Closing ${count(accounts)} account${accounts === 1 ? "" : "s"} for good`,
  dry: "Nothing was changed: add --yes to ask for it. It then waits for approval.",
  asked: (run) =>
    `${run} asks for it, and waits for approval: rollcall approve ${run}, or rollcall reject ${run} --why "…".`,
  nothing: "There is no account to close, so there is nothing to ask for.",
  tombstones: "These could still be brought back; once they are closed, they cannot:",
  tooMany: (most) =>
    `at most ${count(most)} accounts at once: AWS closes three at a time, and no ledger is applied meanwhile`,
};

const japanese: ClosureWords = {
  heading: (accounts) => `${count(accounts)}アカウントの完全な閉鎖`,
  dry: "まだ何も変更していません。依頼するには --yes を付けてください。承認を待ってから実行します。",
  asked: (run) =>
    `${run} として依頼しました。承認を待ちます: rollcall approve ${run} または rollcall reject ${run} --why "…"`,
  nothing: "閉鎖できるアカウントがないため、依頼するものはありません。",
  tombstones: "次のアカウントはまだ復元できます。閉鎖すると復元できなくなります。",
  tooMany: (most) =>
    `一度に指定できるのは${count(most)}アカウントまでです。AWS が同時に閉鎖するのは3件で、その間は台帳を適用できません。`,
};

const catalogue: Record<Locale, ClosureWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const closureWords = (locale: Locale): ClosureWords => catalogue[locale];
