// `rollcall doctor`: looks at a deployed stage with the caller's credentials, and tells what is wrong.
import { examine } from "@rollcall/aws/doctor";
import type { Locale } from "@rollcall/core/locale";
import { coloursOf } from "./colours.ts";
import { examinationDocument, examinationPage } from "./doctor/page.ts";
import { exit } from "./exit.ts";
import { callerIn } from "./stage.ts";

export interface DoctorOptions {
  stage: string;
  region?: string | undefined;
  json?: boolean | undefined;
  lang: Locale;
}

/** Runs the command; resolves to the exit code. */
export async function doctor({ stage, region, json, lang }: DoctorOptions): Promise<number> {
  const place = await callerIn(region, lang);
  const examined = { stage, ...place, checks: await examine(stage, place) };
  process.stdout.write(
    json
      ? `${JSON.stringify(examinationDocument(examined, lang), null, 2)}\n`
      : examinationPage(examined, lang, coloursOf(process.stdout)),
  );
  const healthy = examined.checks.every(({ problems }) => problems.length === 0);
  return healthy ? exit.ok : exit.failure;
}
