// The end of a roll call: what it saw becomes a report, the day's snapshot, one row and one event.
import { create } from "@rollcall/core/event";
import { Closed, type Report, reportOf, type Status } from "@rollcall/core/roll-call";
import { executionPage } from "../console-links.ts";
import { writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { membershipsAt } from "../table/memberships.ts";
import {
  findRollCall,
  type LastRollCall,
  lastRollCall,
  writeRollCall,
} from "../table/roll-calls.ts";
import { keepLosses, lossesToldBy } from "./losses-file.ts";
import { tallied } from "./tally-roll-call.ts";

/** A roll call at its end; `at` is when it was due. */
export interface Ending {
  run: string;
  at: string;
  execution: string;
}

interface Failure {
  error: string;
  cause: string;
}

/** Names that travel with the event. */
const TOLD = 20;
/** Roll calls whose messages are kept current; older ones stay as they are. */
const KEPT_CURRENT = 20;

/** Closes a roll call and returns its status. One that is closed already stays as it is. */
export async function closeRollCall(ending: Ending): Promise<Status> {
  const closed = await findRollCall(ending.run);
  if (closed) return closed.status;
  const last = await lastRollCall();
  const { seen, told, snapshot } = await tallied(ending, last);
  const report = reportOf(seen);
  await writeRunFile(ending.run, "told.json", told);
  await writeRunFile(ending.run, "closed.json", report);
  await keepLosses(ending.run, report.losses);
  const status = report.unread.length > 0 ? "partial" : "complete";
  await close(ending, status, report, last, { snapshot, teller: ending.run });
  return status;
}

/** Closes a roll call that could not come to its end. Nothing of it is taken as "no change" (D12). */
export async function closeFailedRollCall(ending: Ending, failure: Failure): Promise<Status> {
  const reason = failure.error;
  const unread = settings().regions.map((region) => ({ region, reason }));
  const { run: rollCall, at } = ending;
  const nothing = { counts: {}, losses: [], unknown: [], missing: [] };
  const last = await lastRollCall();
  await close(ending, "failed", { rollCall, at, unread, ...nothing }, last, { failure });
  return "failed";
}

async function close(
  { run, at, execution }: Ending,
  status: Status,
  report: Report,
  last: LastRollCall | undefined,
  more: { snapshot?: string; failure?: Failure; teller?: string },
): Promise<void> {
  const unread = report.unread.map((one) => one.region as string);
  const open = last?.open ?? [];
  const closedAt = new Date().toISOString();
  const event = create(
    Closed,
    { id: `${run}/closed`, at: closedAt, run, link: executionPage(execution) },
    {
      status,
      first: last === undefined,
      counts: report.counts,
      losses: { count: report.losses.length, first: report.losses.slice(0, TOLD) },
      unread: report.unread,
      newlyUnread: unread.filter((region) => !last?.unread.includes(region)),
      unknown: firstOf(report.unknown),
      missing: firstOf(report.missing),
      open,
      ...(more.failure && { failure: more.failure }),
    },
  );
  const stillOpen = [...(report.losses.length > 0 ? [run] : []), ...(await unhealed(open))];
  await writeRollCall(
    {
      rollCall: run,
      status,
      startedAt: at,
      closedAt,
      execution,
      counts: report.counts,
      losses: report.losses.length,
      unread: report.unread,
      unknown: report.unknown.length,
      missing: report.missing.length,
      snapshot: more.snapshot,
      failure: more.failure,
    },
    event,
    {
      rollCall: run,
      status,
      unread,
      open: stillOpen.slice(0, KEPT_CURRENT),
      teller: more.teller ?? last?.teller,
      snapshot: more.snapshot ?? last?.snapshot,
    },
    last?.version,
  );
}

const firstOf = (names: string[]) => ({ count: names.length, first: names.slice(0, TOLD) });

/** Of the roll calls with losses, those where a member is still outside. */
async function unhealed(open: string[]): Promise<string[]> {
  const still: string[] = [];
  for (const rollCall of open) {
    const losses = (await lossesToldBy(rollCall)) ?? [];
    if ((await membershipsAt(losses)).some((one) => one.state !== "Enabled")) still.push(rollCall);
  }
  return still;
}
