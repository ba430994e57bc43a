// `rollcall sandbox`: AWS and Slack on this machine, with rollcall deployed in them or bare.
import { type Profile, startSandbox } from "@rollcall/sandbox";
import { openDataDirectory } from "./data-directory.ts";
import { readEstate, sampleEstate } from "./estate.ts";
import { exit, explained } from "./exit.ts";
import { forwardIn } from "./forwarding.ts";
import { startLocal } from "./local.ts";
import { words } from "./words.ts";

export interface SandboxCommandOptions {
  port: number;
  bare?: boolean | undefined;
  estate?: string | undefined;
  data?: string | undefined;
  profile?: Profile | undefined;
  seed?: number | undefined;
  lang: "en" | "ja";
}

/** Runs until it is interrupted; resolves to the exit code. */
export async function sandbox(
  options: SandboxCommandOptions,
  interrupted: AbortSignal,
): Promise<number> {
  const { endpoint, slackUrl, pagesUrl, stop } = await boot(options, interrupted);
  process.stdout.write(`AWS_ENDPOINT_URL=${endpoint}\nSLACK_API_URL=${slackUrl}\n`);
  process.stderr.write(`${words(options.lang).lookAt(pagesUrl)}\n`);
  if (!interrupted.aborted)
    await new Promise((resolve) => interrupted.addEventListener("abort", resolve, { once: true }));
  await stop();
  return exit.ok;
}

/**
 * Bare, it serves programs that were not written for it: what AWS seldom does in any order or twice happens when it is
 * asked for.
 */
const STEADY = {
  "empty-pages": 0,
  "event-duplicates": 0,
  "notification-duplicates": 0,
  "queue-duplicates": 0,
};

async function boot(
  { port, bare, estate, data, lang, profile, seed }: SandboxCommandOptions,
  interrupted: AbortSignal,
) {
  const common = { port, profile, seed, ...(data && { dataDirectory: data }) };
  if (bare) {
    if (data) openDataDirectory(data);
    return startSandbox({
      ...common,
      ...(profile === undefined && { faults: STEADY }),
      ...(estate && { estate: readEstate(estate) }),
    }).catch(explained({ port }));
  }
  const world = readEstate(estate ?? sampleEstate);
  const local = await startLocal({
    estate: world,
    estateFile: estate,
    locale: lang,
    ...common,
    interrupted,
  });
  await forwardIn(local, world).catch(async (error) => {
    await local.sandbox.stop();
    throw error;
  });
  return local.sandbox;
}
