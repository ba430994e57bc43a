// `rollcall roll-call`: what the last roll call found, or with --now a new one.
import type { Started } from "@rollcall/aws/acts/start-roll-call";
import type { RollCallRow } from "@rollcall/aws/table/roll-calls";
import type { Report } from "@rollcall/core/roll-call";
import { coloursOf } from "./colours.ts";
import { CommandError, exit } from "./exit.ts";
import { type OpenStage, openStage, type StageOptions } from "./stage.ts";
import { type Held, rollCallDocument, rollCallPage } from "./watch/roll-call-page.ts";
import { watchWords } from "./watch/words.ts";

export interface RollCallOptions extends StageOptions {
  now?: boolean | undefined;
  json?: boolean | undefined;
}

/** Between two looks, in milliseconds. */
const LOOK = 400;
/** Longer than the workflow may take (workflows/roll-call.ts), in milliseconds. */
const PATIENCE = 16 * 60_000;

/** Runs the command; resolves to the exit code. */
export async function rollCall(options: RollCallOptions): Promise<number> {
  const { json, lang } = options;
  const { deployed, ...place } = await openStage(options);
  const row = options.now
    ? await holdNow(deployed, (line) => process.stderr.write(`${line}\n`), options)
    : await last(options);
  const { readRunFile } = await import("@rollcall/aws/s3");
  const { withCallers } = await import("@rollcall/aws/acts/name-callers");
  // One that failed has no report: its row says which Regions are not known, which is all of them.
  const report = await readRunFile<Report>(row.rollCall, "closed.json");
  const losses = await withCallers(report?.losses ?? [], row.closedAt);
  const held: Held = { row, losses, names: report };
  process.stdout.write(
    json
      ? `${JSON.stringify(rollCallDocument(place, held), null, 2)}\n`
      : rollCallPage(place, held, lang, coloursOf(process.stdout)),
  );
  if (row.status === "failed") return exit.failure;
  return row.losses > 0 || row.unread.length > 0 ? exit.attention : exit.ok;
}

async function last({ lang }: RollCallOptions): Promise<RollCallRow> {
  const { findRollCall, lastRollCall } = await import("@rollcall/aws/table/roll-calls");
  const latest = await lastRollCall();
  const row = latest && (await findRollCall(latest.rollCall));
  if (row) return row;
  throw new CommandError(watchWords(lang).rollCall.none);
}

/** Starts a roll call, or joins the one that is under way, and waits for its end. */
async function holdNow(
  deployed: OpenStage["deployed"],
  say: (line: string) => void,
  { lang }: RollCallOptions,
): Promise<RollCallRow> {
  const { invoke } = await import("@rollcall/aws/invoke");
  const { findExecution, runningExecutions } = await import("@rollcall/aws/step-functions");
  const { findRollCall } = await import("@rollcall/aws/table/roll-calls");
  const words = watchWords(lang).rollCall;
  const machine = deployed.machines["roll-call"].arn;
  const started = await invoke<Started>(deployed.startRollCall, {});
  const running = started.outcome === "busy" ? await runningExecutions(machine) : [];
  const id = running[0] ?? started.rollCall;
  say(running[0] ? words.joined(id) : words.started(id));
  const execution = `${machine.replace(":stateMachine:", ":execution:")}:${id}`;
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    const ended = (await findExecution(execution))?.status !== "RUNNING";
    const row = await findRollCall(id);
    if (row) return row;
    if (ended) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  throw new CommandError(words.stranded(id, execution));
}
