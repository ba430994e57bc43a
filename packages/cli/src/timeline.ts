// `rollcall timeline`: everything that was recorded of an account, the oldest first.
import { coloursOf } from "./colours.ts";
import { CommandError, exit } from "./exit.ts";
import { openStage, type StageOptions } from "./stage.ts";
import { timelineDocument, timelinePage } from "./watch/timeline-page.ts";
import { watchWords } from "./watch/words.ts";

export interface TimelineOptions extends StageOptions {
  region?: string | undefined;
  json?: boolean | undefined;
}

/** Runs the command; resolves to the exit code. */
export async function timeline(accountId: string, options: TimelineOptions): Promise<number> {
  const { region, json, lang } = options;
  const { deployed, ...place } = await openStage(options);
  const words = watchWords(lang);
  const { regions } = deployed.settings;
  if (region && !regions.includes(region))
    throw new CommandError(words.unknownRegion(region, regions), exit.usage);
  const { accountsAt } = await import("@rollcall/aws/table/accounts");
  const { callsOf } = await import("@rollcall/aws/table/calls");
  const { transitionsOf } = await import("@rollcall/aws/table/transitions");
  const { baselinesAt } = await import("@rollcall/aws/table/baselines");
  const { restorable } = await import("@rollcall/aws/acts/restoring");
  const now = new Date().toISOString();
  const keys = (region ? [region] : regions).map((one) => ({ accountId, region: one }));
  const [[row], transitions, calls, baselines, { open }] = await Promise.all([
    accountsAt([accountId]),
    transitionsOf(accountId, region),
    callsOf(accountId),
    baselinesAt(keys),
    restorable([accountId], now),
  ]);
  const tombstones = open.filter((one) => region === undefined || one.region === region);
  if (!row && transitions.length === 0) throw new CommandError(words.unknownAccount(accountId));
  const accountName = row?.accountName;
  const found = { accountId, accountName, transitions, calls, baselines, tombstones };
  process.stdout.write(
    json
      ? `${JSON.stringify(timelineDocument(place, found), null, 2)}\n`
      : timelinePage(found, lang, coloursOf(process.stdout)),
  );
  return exit.ok;
}
