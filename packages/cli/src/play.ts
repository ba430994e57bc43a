// `rollcall sandbox play`: plays a member against a running sandbox, and says how to do the same by hand.
import type { Call } from "@rollcall/aws/anybody";
import type { Locale } from "@rollcall/core/locale";
import { coloursOf } from "./colours.ts";
import { CommandError, exit } from "./exit.ts";
import { padded, widest } from "./layout.ts";
import { sandboxAt } from "./loopback.ts";
import { awsCommand } from "./play/aws-command.ts";
import { type ScenarioName, scenario, scenarioNames } from "./play/scenarios.ts";
import { Scene } from "./play/scene.ts";
import { type PlayWords, playWords } from "./play/words.ts";

export interface PlayOptions {
  list?: boolean | undefined;
  endpoint: string;
  estate?: string | undefined;
  account?: string | undefined;
  region?: string | undefined;
  other?: string | undefined;
  count: number;
  lang: Locale;
}

/** Calls that are told one by one; the rest is counted. */
const TOLD = 20;

/** Runs the command; resolves to the exit code. */
export async function play(name: string | undefined, options: PlayOptions): Promise<number> {
  const words = playWords(options.lang);
  if (options.list) {
    process.stdout.write(`${listing(words).join("\n")}\n`);
    return exit.ok;
  }
  const known = scenarioNames.find((one) => one === name);
  if (!known) throw new CommandError(words.unknown(name ?? '""', scenarioNames), exit.usage);
  const endpoint = await sandboxAt(options.endpoint, options.lang);
  process.env.AWS_ENDPOINT_URL = endpoint;
  await perform(known, endpoint, options, words);
  return exit.ok;
}

async function perform(
  name: ScenarioName,
  endpoint: string,
  options: PlayOptions,
  words: PlayWords,
): Promise<void> {
  // Late, because checking an estate loads the whole sandbox.
  const { readEstate, sampleEstate } = await import("./estate.ts");
  const { hub, management } = readEstate(options.estate ?? sampleEstate);
  const { bold, dim, green } = coloursOf(process.stdout);
  const calls: Call[] = [];
  const { regions } = hub;
  const cast = { ...options, hub: hub.account, management: management?.account, regions };
  const scene = new Scene(cast, words, (call) => calls.push(call));
  try {
    const played = await scenario(name)(scene);
    const what = `${name}: ${words.scenario[name]}`;
    process.stdout.write(
      `${green("✔")} ${bold(what)}\n  ${words.about(played)}, ${words.calls(calls.length)}\n`,
    );
  } finally {
    if (calls.length > 0)
      process.stdout.write(`\n${byHand(calls, endpoint, words).map(dim).join("\n")}\n`);
  }
}

/** What was done, as commands of the AWS CLI; also where a later call was refused. */
function byHand(calls: Call[], endpoint: string, words: PlayWords): string[] {
  const more = calls.length - TOLD;
  return [
    words.byHand,
    `export AWS_ENDPOINT_URL=${endpoint} AWS_SECRET_ACCESS_KEY=sandbox`,
    ...calls.slice(0, TOLD).map(awsCommand),
    ...(more > 0 ? [words.more(more)] : []),
  ];
}

function listing({ scenario: about }: PlayWords): string[] {
  const columns = widest(scenarioNames);
  return scenarioNames.map((name) => `${padded(name, columns)}  ${about[name]}`);
}
