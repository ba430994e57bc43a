// What `plan`, `approve`, `reject` and `offboard` say beside the plan itself; the plan's own lines are core's.
import type { Locale } from "@rollcall/core/locale";
import { count } from "@rollcall/core/locale";

/** Everything that they say, in one language. */
export interface DecideWords {
  heading: (ledger: string) => string;
  nothingDone: string;
  wouldWait: (causes: string) => string;
  wouldRun: string;
  regions: string;
  removals: string;
  price: (price: { region: string; asOf: string; source: string }) => string;
  method: string;
  organization: Record<"now" | "roll-call" | "unread" | "none", string>;
  unreadable: (file: string, reason: string) => string;
  refused: (status: number, reason: string) => string;
  unreachable: (reason: string) => string;
  asks: (run: string, causes: string) => string;
  verdict: {
    approved: (run: string, who: string) => string;
    rejected: (run: string, who: string) => string;
    approvedAgain: (run: string, who: string, at: string) => string;
    rejectedAgain: (run: string, who: string, at: string) => string;
    contradicts: (run: string, standing: string, who: string, at: string) => string;
    expired: (run: string, at: string) => string;
    superseded: (run: string) => string;
    own: (run: string, uploader: string) => string;
    unclear: (run: string, uploader: string) => string;
    notWaiting: (run: string, status: string) => string;
    noRun: (run: string) => string;
    stranded: (run: string, execution: string) => string;
  };
  offboardHeading: (accounts: number) => string;
  offboardDry: string;
  offboardAsked: (run: string) => string;
  nothingToRemove: string;
  /** The ledger has its own word about these accounts. */
  ledgerStays: string;
  more: (number: number) => string;
}

const english: DecideWords = {
  heading: (ledger) => `What ${ledger} would do`,
  nothingDone: "Nothing was changed. To do it, upload the ledger.",
  wouldWait: (causes) => `It would wait for approval: ${causes}.`,
  wouldRun: "It would run at once: it takes nothing away.",
  regions: "By Region:",
  removals: "Taken away:",
  price: ({ region, asOf, source }) =>
    `Prices are those of ${region}, about as of ${asOf} (${source}).`,
  method:
    "Calls are the least that can do it. Time: those calls through AWS's documented rates, and the workflow's own pauses. Cost: transitions, Lambda and DynamoDB of the run, before any free tier.",
  organization: {
    now: "The organization was asked now.",
    "roll-call":
      "These credentials may not ask the organization: its accounts are as the last roll call saw them.",
    unread: "The organization is not known, so nothing could be planned to be created.",
    none: "The settings name no management account.",
  },
  unreadable: (file, reason) => `cannot read the ledger ${file}: ${reason}`,
  refused: (status, reason) =>
    `AWS did not let these credentials decide (${status}: ${reason}). They need lambda:InvokeFunctionUrl and lambda:InvokeFunction on the deciding function: docs/approval.md has the policy.`,
  unreachable: (reason) => `the address for decisions could not be used: ${reason}`,
  asks: (run, causes) => `${run} waits: ${causes}`,
  verdict: {
    approved: (run, who) => `${run} is approved by ${who}. It looks at AWS again and goes on.`,
    rejected: (run, who) => `${run} is rejected by ${who}. Nothing of it is done.`,
    approvedAgain: (run, who, at) =>
      `${run} was approved already, by ${who} at ${at}. Nothing has changed.`,
    rejectedAgain: (run, who, at) =>
      `${run} was rejected already, by ${who} at ${at}. Nothing has changed.`,
    contradicts: (run, standing, who, at) =>
      `${run} was ${standing} by ${who} at ${at}, and that stands. To change it, upload the ledger again.`,
    expired: (run, at) =>
      `${run} expired at ${at}: nobody had decided, and nothing was done. Upload the ledger again.`,
    superseded: (run) => `${run} was superseded: a newer ledger was applied while it waited.`,
    own: (run, uploader) =>
      `${run} was uploaded by you (${uploader}), and the settings ask for two persons. Somebody else has to approve it.`,
    unclear: (run, uploader) =>
      `The settings ask for two persons, and AWS does not say clearly enough who uploaded ${run} ("${uploader}"). Upload the ledger as an IAM user or through a role, and ask for approval again.`,
    notWaiting: (run, status) => `${run} does not wait for a decision: it is ${status}.`,
    noRun: (run) => `There is no run ${run}. Its Slack message names the right one.`,
    stranded: (run, execution) =>
      `The decision on ${run} is recorded, but its execution does not wait for it at this moment. It takes it up by itself when it is asking again; otherwise look at it: aws stepfunctions describe-execution --execution-arn ${execution}. If that has ended, upload the ledger again.`,
  },
  offboardHeading: (accounts) =>
    `Off-boarding ${count(accounts)} account${accounts === 1 ? "" : "s"}`,
  offboardDry: "Nothing was changed: add --yes to ask for it. It then waits for approval.",
  offboardAsked: (run) =>
    `${run} asks for it, and waits for approval: rollcall approve ${run}, or rollcall reject ${run} --why "…".`,
  nothingToRemove: "The hub has none of them as a member, so there is nothing to ask for.",
  ledgerStays:
    'The ledger keeps its own word: write "absent" into the rows, or the next upload plans them back in.',
  more: (number) => `… and ${count(number)} more`,
};

const japanese: DecideWords = {
  heading: (ledger) => `${ledger} を適用した場合の変更`,
  nothingDone: "まだ何も変更していません。実行するには台帳をアップロードしてください。",
  wouldWait: (causes) => `承認を待つことになります: ${causes}。`,
  wouldRun: "解除を含まないため、すぐに実行されます。",
  regions: "リージョン別:",
  removals: "解除の対象:",
  price: ({ region, asOf, source }) =>
    `料金は ${region} の ${asOf} 頃のものです(出典: ${source})。`,
  method:
    "呼び出し回数は最小の見積もりです。所要時間は AWS の公開レートとワークフローの待ち時間から計算しています。費用は状態遷移、Lambda、DynamoDB の合計で、無料枠は差し引いていません。",
  organization: {
    now: "組織のアカウント一覧を取得しました。",
    "roll-call": "この認証情報では組織を参照できないため、最後の点呼時の一覧を使いました。",
    unread: "組織の一覧が取得できないため、アカウントの作成は計画していません。",
    none: "設定に管理アカウントがありません。",
  },
  unreadable: (file, reason) => `台帳 ${file} を読み込めません: ${reason}`,
  refused: (status, reason) =>
    `この認証情報では判断できません(${status}: ${reason})。判断用の関数に対する lambda:InvokeFunctionUrl と lambda:InvokeFunction が必要です。ポリシーは docs/approval.md にあります。`,
  unreachable: (reason) => `判断用のアドレスに接続できません: ${reason}`,
  asks: (run, causes) => `${run} は承認待ちです: ${causes}`,
  verdict: {
    approved: (run, who) => `${run} を ${who} が承認しました。AWS の状態を確認してから続行します。`,
    rejected: (run, who) => `${run} を ${who} が却下しました。何も実行しません。`,
    approvedAgain: (run, who, at) => `${run} は ${who} が ${at} に承認済みです。変更はありません。`,
    rejectedAgain: (run, who, at) => `${run} は ${who} が ${at} に却下済みです。変更はありません。`,
    contradicts: (run, standing, who, at) =>
      `${run} は ${who} が ${at} に${standing === "approved" ? "承認" : "却下"}しており、変更できません。やり直すには台帳をもう一度アップロードしてください。`,
    expired: (run, at) =>
      `${run} は ${at} に期限切れになりました。何も実行していません。台帳をもう一度アップロードしてください。`,
    superseded: (run) => `${run} は、待っている間に適用された新しい台帳に置き換えられました。`,
    own: (run, uploader) =>
      `${run} はあなた(${uploader})がアップロードしたものです。設定により、別の人の承認が必要です。`,
    unclear: (run, uploader) =>
      `設定により別の人の承認が必要ですが、${run} のアップロード元(${uploader})を AWS の情報から特定できません。IAM ユーザーまたはロールでアップロードし直してください。`,
    notWaiting: (run, status) => `${run} は判断待ちではありません(状態: ${status})。`,
    noRun: (run) => `実行 ${run} はありません。Slack のメッセージで名前を確認してください。`,
    stranded: (run, execution) =>
      `${run} への判断は記録しましたが、実行が現在待機していません。再試行の途中であれば自動的に反映されます。そうでない場合は確認してください: aws stepfunctions describe-execution --execution-arn ${execution}。終了している場合は、台帳をもう一度アップロードしてください。`,
  },
  offboardHeading: (accounts) => `${count(accounts)}アカウントの解除`,
  offboardDry:
    "まだ何も変更していません。依頼するには --yes を付けてください。承認を待ってから実行します。",
  offboardAsked: (run) =>
    `${run} として依頼しました。承認を待ちます: rollcall approve ${run} または rollcall reject ${run} --why "…"`,
  nothingToRemove: "ハブのメンバーに該当するアカウントがないため、依頼するものはありません。",
  ledgerStays:
    "台帳の内容は変わりません。行の状態を absent にしないと、次のアップロードで再び追加されます。",
  more: (number) => `… ほか${count(number)}件`,
};

const catalogue: Record<Locale, DecideWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const decideWords = (locale: Locale): DecideWords => catalogue[locale];
