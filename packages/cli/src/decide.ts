// `rollcall approve RUN` and `rollcall reject RUN --why TEXT`: a person's word, signed with that person's credentials.
import type { Answer } from "@rollcall/aws/acts/decide-run";
import type { Decision } from "@rollcall/core/approval";
import { decideWords } from "./decide/words.ts";
import { CommandError, exit } from "./exit.ts";
import { type OpenStage, openStage, type StageOptions } from "./stage.ts";

export interface DecideOptions extends StageOptions {
  json?: boolean | undefined;
}

/** Exit codes: a word that counts, or counted before, is fine; one that changes nothing needs somebody. */
const codes: Record<Answer["verdict"], number> = {
  decided: exit.ok,
  again: exit.ok,
  contradicts: exit.attention,
  expired: exit.attention,
  superseded: exit.attention,
  own: exit.attention,
  unclear: exit.attention,
  stranded: exit.attention,
  "not-waiting": exit.failure,
  "no-run": exit.failure,
};

/** Runs the command; resolves to the exit code. */
export async function decide(decision: Decision, options: DecideOptions): Promise<number> {
  const { json, lang } = options;
  const { deployed, ...place } = await openStage(options);
  const decided = await ask(deployed, decision, options);
  const said = sentenceOf(decision, decided, deployed, lang);
  if (json) {
    const document = { schemaVersion: 1, ...place, run: decision.run, ...decided, said };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else process.stdout.write(`${said}\n`);
  return codes[decided.verdict];
}

async function ask(
  { decideRun }: OpenStage["deployed"],
  decision: Decision,
  { lang }: DecideOptions,
): Promise<Answer> {
  const { callFunctionUrl } = await import("@rollcall/aws/function-url");
  const say = decideWords(lang);
  const { status, body } = await callFunctionUrl(decideRun, decision).catch((error) => {
    throw new CommandError(say.unreachable(error instanceof Error ? error.message : String(error)));
  });
  if (status === 200) return body as Answer;
  const given = body as { Message?: string; message?: string; problem?: string } | undefined;
  const reason = given?.Message ?? given?.message ?? given?.problem ?? "";
  if (status === 403) throw new CommandError(say.refused(status, reason), exit.credentials);
  if (status === 400) throw new CommandError(reason, exit.usage);
  throw new CommandError(say.unreachable(`${status} ${reason}`.trim()));
}

function sentenceOf(
  { run, word }: Decision,
  { verdict, approval, uploader = "-", status }: Answer,
  { machines }: OpenStage["deployed"],
  lang: "en" | "ja",
): string {
  const say = decideWords(lang).verdict;
  const who = approval?.by?.arn ?? "-";
  const at = approval?.decidedAt ?? approval?.requestedAt ?? "-";
  const isYes = word === "approve";
  const execution = `${machines.apply.arn.replace(":stateMachine:", ":execution:")}:${run}`;
  const sentences: Record<Answer["verdict"], () => string> = {
    decided: () => (isYes ? say.approved : say.rejected)(run, who),
    again: () => (isYes ? say.approvedAgain : say.rejectedAgain)(run, who, at),
    contradicts: () => say.contradicts(run, approval?.standing ?? "-", who, at),
    expired: () => say.expired(run, approval?.expiresAt ?? "-"),
    superseded: () => say.superseded(run),
    own: () => say.own(run, uploader),
    unclear: () => say.unclear(run, uploader),
    stranded: () => say.stranded(run, execution),
    "not-waiting": () => say.notWaiting(run, status ?? "-"),
    "no-run": () => say.noRun(run),
  };
  return sentences[verdict]();
}
