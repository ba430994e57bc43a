// `rollcall start`: boots everything on this machine, applies a ledger, and shows how it went.
import path from "node:path";
import type { Locale } from "@rollcall/core/locale";
import type { Profile } from "@rollcall/sandbox";
import { type Begun, begin } from "./begin.ts";
import { coloursOf } from "./colours.ts";
import { estateFor, readEstate, sampleEstate, sampleLedger } from "./estate.ts";
import { exit, orInterrupted } from "./exit.ts";
import { type Ended, follow, type Look, toldInSlack } from "./follow.ts";
import { forwardIn } from "./forwarding.ts";
import { padded, widest } from "./layout.ts";
import { readLedgerFile } from "./ledger/file.ts";
import { actAsHub, type Local, startLocal } from "./local.ts";
import { progressOn } from "./progress.ts";
import { documentOf, type Outside, pageOf } from "./report.ts";
import { type Words, words } from "./words.ts";

export interface StartOptions {
  ledger?: string | undefined;
  estate?: string | undefined;
  data?: string | undefined;
  port?: number | undefined;
  once?: boolean | undefined;
  profile?: Profile | undefined;
  seed?: number | undefined;
  json?: boolean | undefined;
  lang: Locale;
}

/** Services whose calls are the work itself; the rest is machinery. */
const worked = new Set(["securityhub", "sts", "account", "organizations", "iam"]);

/** Seconds that a closed run's messages may take to reach Slack. */
const TELLING = 30;

const codes: Record<string, number> = {
  settled: exit.ok,
  attention: exit.attention,
  rejected: exit.usage,
};

/** Runs the command; resolves to the exit code. */
export async function start(options: StartOptions, interrupted: AbortSignal): Promise<number> {
  const began = performance.now();
  const file = options.ledger ?? sampleLedger;
  const said = words(options.lang);
  const ledger = readLedgerFile(file, said);
  const estate = options.estate
    ? readEstate(options.estate)
    : options.ledger
      ? await estateFor(ledger, file)
      : readEstate(sampleEstate);

  const progress = progressOn(process.stderr, said);
  progress.say(said.booting);
  const local = await startLocal({
    estate,
    estateFile: options.estate,
    locale: options.lang,
    port: options.port,
    dataDirectory: options.data,
    profile: options.profile,
    seed: options.seed,
    interrupted,
  });
  try {
    actAsHub(local);
    const mark = local.sandbox.calls.mark();
    const begun = await begin(local, path.basename(file), ledger, progress.say, said);
    const ended = await followed(local, begun, progress.look, options, interrupted);
    await orInterrupted(toldInSlack(ended.row, TELLING), interrupted);
    progress.done();
    const outside = outsideOf(local, begun, mark, (performance.now() - began) / 1000);
    tell(ended, outside, options);
    begun.over();
    if (!options.once) {
      // Now somebody may play a member; before, nobody but rollcall calls, and that is no news.
      await forwardIn(local, estate);
      await untilInterrupted(local, ended, interrupted, said);
    }
    return codes[ended.row.status] ?? exit.failure;
  } finally {
    progress.done();
    tellRefusals(local, said);
    await local.sandbox.stop();
  }
}

/** A run that cannot be followed is over as well: the next start tries with an upload of its own. */
async function followed(
  { links }: Local,
  { run, over }: Begun,
  onLook: (look: Look) => void,
  { data }: StartOptions,
  interrupted: AbortSignal,
): Promise<Ended> {
  try {
    return await follow(run, { machine: String(links.Apply?.arn), data }, onLook, interrupted);
  } catch (error) {
    if (!interrupted.aborted) over();
    throw error;
  }
}

/** What the sandbox refused to rollcall's own roles: on AWS it would be the same, so it is told however the run ended. */
function tellRefusals({ sandbox }: Local, said: Words): void {
  for (const { holder, denials } of sandbox.permissions())
    for (const { message } of holder === undefined ? [] : denials)
      process.stderr.write(`${said.refused(holder!, message)}\n`);
}

function outsideOf({ sandbox }: Local, begun: Begun, mark: number, seconds: number): Outside {
  const calls: Record<string, number> = {};
  for (const { service, operation } of sandbox.calls.since(mark))
    if (worked.has(service))
      calls[`${service}:${operation}`] = (calls[`${service}:${operation}`] ?? 0) + 1;
  return { calls, slack: begun.slack(), seconds: Math.round(seconds * 10) / 10 };
}

function tell(ended: Ended, outside: Outside, { json, lang }: StartOptions): void {
  if (json) process.stdout.write(`${JSON.stringify(documentOf(ended, outside, lang), null, 2)}\n`);
  else process.stdout.write(pageOf(ended, outside, lang, coloursOf(process.stdout)));
}

async function untilInterrupted(
  { sandbox }: Local,
  { row }: Ended,
  interrupted: AbortSignal,
  said: Words,
): Promise<void> {
  const { pagesUrl, endpoint } = sandbox;
  const places: [string, string][] = [
    [said.executions, `${pagesUrl}executions`],
    [said.thisRun, `${pagesUrl}executions/${encodeURIComponent(row.execution)}`],
    [said.table, `${pagesUrl}table`],
    ["Slack", `${pagesUrl}slack`],
    ["AWS", `AWS_ENDPOINT_URL=${endpoint}`],
  ];
  const columns = widest(places.map(([name]) => name));
  const lines = places.map(([name, place]) => `  ${padded(name, columns)}  ${place}`);
  process.stderr.write(`${[said.look, ...lines].join("\n")}\n`);
  if (interrupted.aborted) return;
  await new Promise((resolve) => interrupted.addEventListener("abort", resolve, { once: true }));
}
