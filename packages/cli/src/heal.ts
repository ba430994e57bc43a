// `rollcall heal`: brings back what roll calls found lost, as far as a command can; --dry-run shows it first.
import type { HealStarted } from "@rollcall/aws/acts/start-heal";
import type { RunRow } from "@rollcall/aws/table/runs";
import { RollCallId } from "@rollcall/core/roll-call";
import { coloursOf } from "./colours.ts";
import { CommandError, exit } from "./exit.ts";
import { healDocument, healPage } from "./heal/page.ts";
import { healWords } from "./heal/words.ts";
import { type OpenStage, openStage, type StageOptions } from "./stage.ts";
import { watchWords } from "./watch/words.ts";

export interface HealOptions extends StageOptions {
  rollCall?: string | undefined;
  region?: string[] | undefined;
  dryRun?: boolean | undefined;
  wait?: boolean | undefined;
  json?: boolean | undefined;
}

/** Between two looks, in milliseconds. */
const LOOK = 400;
/** A heal waits for a ledger's run, which may create accounts for hours, in milliseconds. */
const PATIENCE = 12 * 3_600_000;

/** Runs the command; resolves to the exit code. */
export async function heal(accounts: string[], options: HealOptions): Promise<number> {
  const { region: regions = [], rollCall, dryRun = false, json, lang } = options;
  if (rollCall !== undefined && !RollCallId.safeParse(rollCall).success)
    throw new CommandError(healWords(lang).noRollCall(rollCall), exit.usage);
  const { deployed, ...place } = await openStage(options);
  const { findRollCall } = await import("@rollcall/aws/table/roll-calls");
  if (rollCall !== undefined && !(await findRollCall(rollCall)))
    throw new CommandError(healWords(lang).unheld(rollCall));
  const known = deployed.settings.regions;
  const stranger = regions.find((one) => !known.includes(one));
  if (stranger) throw new CommandError(watchWords(lang).unknownRegion(stranger, known), exit.usage);
  const { invoke } = await import("@rollcall/aws/invoke");
  const { whoAsks } = await import("@rollcall/aws/doctor/record");
  const { arn: actor } = await whoAsks();
  const started = await invoke<HealStarted>(deployed.startHeal, {
    ...(rollCall && { rollCall }),
    accounts,
    regions,
    actor,
    dryRun,
  });
  const run = started.run ?? underWay(started);
  const row = options.wait && !dryRun && run ? await ended(deployed, run, options) : undefined;
  process.stdout.write(
    json
      ? `${JSON.stringify(healDocument(place, started, row), null, 2)}\n`
      : healPage(place, started, row, lang, coloursOf(process.stdout)),
  );
  if (row?.status === "failed") return exit.failure;
  return row && row.status !== "settled" ? exit.attention : exit.ok;
}

/** Somebody, or the policy, was faster: their run is the one to wait for. */
const underWay = ({ left }: HealStarted): string | undefined =>
  left.flatMap((one) => (one.kind === "under way" ? one.run : []))[0];

/** The row of a run that has closed. Throws CommandError when its execution ends without. */
async function ended(
  { machines }: OpenStage["deployed"],
  run: string,
  { lang }: HealOptions,
): Promise<RunRow> {
  const { findExecution } = await import("@rollcall/aws/step-functions");
  const { findRun } = await import("@rollcall/aws/table/runs");
  const execution = `${machines.apply.arn.replace(":stateMachine:", ":execution:")}:${run}`;
  process.stderr.write(`${healWords(lang).waiting(run)}\n`);
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    const isOver = (await findExecution(execution))?.status !== "RUNNING";
    const row = await findRun(run);
    if (row?.closedAt) return row;
    if (isOver) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  throw new CommandError(watchWords(lang).rollCall.stranded(run, execution));
}
