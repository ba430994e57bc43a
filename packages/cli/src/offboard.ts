// `rollcall offboard ACCOUNT…`: shows what would be taken away, and with --yes asks for it. It is done only once
// somebody has approved.
import { planLines, planRegions, planRemovals } from "@rollcall/core/message";
import { forecast } from "@rollcall/core/plan/forecast";
import { prices } from "@rollcall/core/plan/prices";
import { coloursOf } from "./colours.ts";
import { decideWords } from "./decide/words.ts";
import { exit } from "./exit.ts";
import { openStage, type StageOptions } from "./stage.ts";

export interface OffboardOptions extends StageOptions {
  yes?: boolean | undefined;
  /** What runs in the accounts is switched off; absent: as the settings say. */
  memberSide?: boolean | undefined;
  json?: boolean | undefined;
}

/** Runs the command; resolves to the exit code. */
export async function offboard(accounts: string[], options: OffboardOptions): Promise<number> {
  const { json, lang, memberSide, yes } = options;
  const { deployed: _, ...place } = await openStage(options);
  const { previewOffboarding } = await import("@rollcall/aws/acts/preview");
  const { plan } = await previewOffboarding(accounts, memberSide);
  const say = decideWords(lang);
  const isAsked = yes === true && plan.removals.length > 0;
  const run = isAsked ? await ask(accounts, memberSide) : undefined;
  if (json) {
    const { removals, escalations, blast } = plan;
    const document = { accounts, removals, escalations, blast, forecast: forecast(plan), prices };
    process.stdout.write(
      `${JSON.stringify({ schemaVersion: 1, ...place, ...document, ...(run && { run }) }, null, 2)}\n`,
    );
  } else {
    const { bold, yellow } = coloursOf(process.stdout);
    const end = run
      ? [say.offboardAsked(run)]
      : [plan.removals.length > 0 ? say.offboardDry : say.nothingToRemove];
    const lines = [
      bold(say.offboardHeading(accounts.length)),
      ...planLines(plan, lang).map((one) => `  ${one}`),
      ...planRegions(plan, lang).map((one) => `  ${one}`),
      ...planRemovals(plan, lang).map((one) => `  ${one}`),
      "",
      ...end.map((one) => yellow(one)),
      say.ledgerStays,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return plan.escalations.length > 0 ? exit.attention : exit.ok;
}

async function ask(accounts: string[], memberSide: boolean | undefined): Promise<string> {
  const { uploadRequest } = await import("@rollcall/aws/s3");
  const { runNameOf } = await import("@rollcall/aws/acts/start-run");
  return runNameOf(await uploadRequest("offboard", { accounts, memberSide }));
}
