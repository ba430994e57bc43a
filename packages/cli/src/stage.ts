// The stage that a command looks at: a deployed one with the caller's credentials, or the one in a sandbox.
import fs from "node:fs";
import {
  CredentialsError,
  configuredRegion,
  type Deployed,
  linkTo,
  readRecord,
  whoAsks,
} from "@rollcall/aws/doctor/record";
import type { Locale } from "@rollcall/core/locale";
import { adviceOn, doctorWords } from "./doctor/words.ts";
import { CommandError, exit } from "./exit.ts";
import { isLoopback, sandboxAt } from "./loopback.ts";
import { sampleEstate } from "./samples.ts";

/** Which stage is meant. */
export interface StageOptions {
  /** Its name; when absent, `local` where AWS_ENDPOINT_URL leads to a sandbox, and `production` elsewhere. */
  stage?: string | undefined;
  /** Its home Region. */
  home?: string | undefined;
  /** A running sandbox. */
  endpoint?: string | undefined;
  lang: Locale;
}

/** A stage whose parts are known by name; `account` and `region` are where it is. */
export interface OpenStage {
  stage: string;
  account: string;
  region: string;
  deployed: Deployed;
}

/**
 * Whose credentials these are, and the Region to look in, which the adapters' clients use from here on.
 * Throws CommandError when AWS does not know them.
 */
export async function callerIn(wanted: string | undefined, lang: Locale) {
  const region = wanted ?? (await configuredRegion()) ?? "us-east-1";
  // The adapters' clients take their Region from here, as functions do.
  process.env.AWS_REGION = region;
  try {
    const { account } = await whoAsks();
    return { account, region };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
    if (!(error instanceof CredentialsError))
      throw new CommandError(doctorWords(lang).noAnswer(reason));
    throw new CommandError(doctorWords(lang).noCredentials(reason), exit.credentials);
  }
}

/** Finds a stage by what its deployment wrote down, and makes its table and bucket known to the adapters. */
export async function openStage(options: StageOptions): Promise<OpenStage> {
  const { endpoint = exported(process.env), home, lang } = options;
  if (endpoint) actIn(await sandboxAt(endpoint, lang));
  const stage = options.stage ?? (process.env.AWS_ENDPOINT_URL ? "local" : "production");
  const { account, region } = await callerIn(home, lang);
  const found = await readRecord(stage, region);
  if ("problem" in found) {
    const { what, fix } = adviceOn(found.problem, lang, { stage, region });
    throw new CommandError(`${what}\n${fix}`);
  }
  linkTo(found.deployed);
  return { stage, account, region, deployed: found.deployed };
}

/** The sandbox whose address was exported, as it prints it, by somebody who says nothing about who they are. */
function exported(environment: NodeJS.ProcessEnv): string | undefined {
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID, AWS_PROFILE } = environment;
  return endpoint && isLoopback(endpoint) && !AWS_ACCESS_KEY_ID && !AWS_PROFILE
    ? endpoint
    : undefined;
}

/** In a sandbox everybody is who they say; who says nothing is the sample's hub. */
function actIn(sandbox: string): void {
  process.env.AWS_ENDPOINT_URL = sandbox;
  delete process.env.AWS_PROFILE;
  process.env.AWS_ACCESS_KEY_ID ??= JSON.parse(fs.readFileSync(sampleEstate, "utf8")).hub.account;
  process.env.AWS_SECRET_ACCESS_KEY ??= "sandbox";
}
