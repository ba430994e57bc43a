// `rollcall close-account ACCOUNT…`: shows which accounts could be closed for good, and with --yes asks for it. It is
// done only once somebody has approved.
import { planLines, planRemovals } from "@rollcall/core/message";
import type { Plan } from "@rollcall/core/plan";
import { next, reasonOf } from "@rollcall/core/run";
import { coloursOf } from "./colours.ts";
import { closureWords } from "./decide/closure-words.ts";
import { tombstoneLines } from "./decide/tombstone-words.ts";
import { decideWords } from "./decide/words.ts";
import { CommandError, exit } from "./exit.ts";
import { openStage, type StageOptions } from "./stage.ts";

export interface CloseAccountOptions extends StageOptions {
  yes?: boolean | undefined;
  json?: boolean | undefined;
}

/** Accounts of one request (acts/closing.ts). */
const MOST = 50;

/** Runs the command; resolves to the exit code. Throws CommandError where too many accounts are named. */
export async function closeAccount(ids: string[], options: CloseAccountOptions): Promise<number> {
  const { json, lang, yes } = options;
  const accounts = [...new Set(ids)];
  const say = closureWords(lang);
  if (accounts.length > MOST) throw new CommandError(say.tooMany(MOST), exit.usage);
  const { deployed: _, ...place } = await openStage(options);
  const { previewClosing } = await import("@rollcall/aws/acts/preview");
  const { restorable } = await import("@rollcall/aws/acts/restoring");
  const { plan, organization } = await previewClosing(accounts);
  const closures = plan.closures ?? [];
  const { open: tombstones } = await restorable(
    closures.map((one) => one.accountId),
    new Date().toISOString(),
  );
  const run = yes === true && closures.length > 0 ? await ask(closures) : undefined;
  const { escalations } = plan;
  if (json) {
    const document = { accounts, organization, closures, escalations, tombstones };
    process.stdout.write(
      `${JSON.stringify({ schemaVersion: 1, ...place, ...document, ...(run && { run }) }, null, 2)}\n`,
    );
  } else {
    const { bold, yellow } = coloursOf(process.stdout);
    const dry = closures.length > 0 ? say.dry : say.nothing;
    const lines = [
      bold(say.heading(accounts.length)),
      ...planLines({ ...plan, escalations: [] }, lang).map((one) => `  ${one}`),
      ...planRemovals(plan, lang).map((one) => `  ${one}`),
      ...refusals(plan, lang),
      ...(tombstones.length > 0 ? ["", say.tombstones] : []),
      ...tombstoneLines(tombstones, lang).map((one) => `  ${one}`),
      "",
      decideWords(lang).organization[organization],
      yellow(run ? say.asked(run) : dry),
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return escalations.length > 0 ? exit.attention : exit.ok;
}

/** Why accounts are not closed, and what to do. */
function refusals({ escalations }: Plan, lang: CloseAccountOptions["lang"]): string[] {
  return escalations.flatMap(({ reason, ...one }) => {
    const advice = next({ ...one, reason: reasonOf(reason) });
    return [`  ✖ ${advice.reason[lang]}`, `    ${advice.next[lang]}`];
  });
}

async function ask(closures: NonNullable<Plan["closures"]>): Promise<string> {
  const { uploadRequest } = await import("@rollcall/aws/s3");
  const { runNameOf } = await import("@rollcall/aws/acts/start-run");
  const accounts = closures.map((one) => one.accountId);
  return runNameOf(await uploadRequest("close", { accounts }));
}
