// `rollcall doctor`: looks at a deployed stage with the caller's credentials, and tells what is wrong.
import { CredentialsError } from "@rollcall/aws/doctor";
import type { Locale } from "@rollcall/core/locale";
import { coloursOf } from "./colours.ts";
import { type Examined, examinationDocument, examinationPage } from "./doctor/page.ts";
import { doctorWords } from "./doctor/words.ts";
import { CommandError, exit } from "./exit.ts";

export interface DoctorOptions {
  stage: string;
  region?: string | undefined;
  json?: boolean | undefined;
  lang: Locale;
}

/** Runs the command; resolves to the exit code. */
export async function doctor({ stage, region, json, lang }: DoctorOptions): Promise<number> {
  const examined = await examineStage(stage, region, lang);
  process.stdout.write(
    json
      ? `${JSON.stringify(examinationDocument(examined, lang), null, 2)}\n`
      : examinationPage(examined, lang, coloursOf(process.stdout)),
  );
  const healthy = examined.checks.every(({ problems }) => problems.length === 0);
  return healthy ? exit.ok : exit.failure;
}

async function examineStage(
  stage: string,
  wanted: string | undefined,
  lang: Locale,
): Promise<Examined> {
  const { configuredRegion, examine, whoAsks } = await import("@rollcall/aws/doctor");
  const region = wanted ?? (await configuredRegion()) ?? "us-east-1";
  // The adapters' clients take their Region from here, as functions do.
  process.env.AWS_REGION = region;
  try {
    const { account } = await whoAsks();
    return { stage, account, region, checks: await examine(stage, { account, region }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
    if (!(error instanceof CredentialsError))
      throw new CommandError(doctorWords(lang).noAnswer(reason));
    throw new CommandError(doctorWords(lang).noCredentials(reason), exit.credentials);
  }
}
