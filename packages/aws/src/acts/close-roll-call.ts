// The end of a roll call: what it saw becomes a report, the day's snapshot, one row and one event.
import { recentTrailRuns } from "@rollcall/core/call";
import { dayIn } from "@rollcall/core/day";
import { create } from "@rollcall/core/event";
import type { Transition } from "@rollcall/core/membership";
import {
  Closed,
  isLoss,
  type Report,
  reportOf,
  type Status,
  snapshotOf,
} from "@rollcall/core/roll-call";
import { executionPage } from "../console-links.ts";
import { readRunFile, writeRunFile, writeSnapshot } from "../s3.ts";
import { settings } from "../settings.ts";
import { findLease } from "../table/lease.ts";
import { membershipsAt } from "../table/memberships.ts";
import { recentRollCalls } from "../table/roll-call-lease.ts";
import {
  findRollCall,
  type LastRollCall,
  lastRollCall,
  recordedBy,
  writeRollCall,
} from "../table/roll-calls.ts";
import { appliedRows } from "./applied-rows.ts";
import type { OrganizationSeen } from "./observe-organization.ts";
import { seenIn } from "./plan-input.ts";

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
  const { seen, others, silent } = await whatWasSeen(ending, last);
  const report = reportOf({ ...seen, transitions: [...seen.transitions, ...others] });
  await writeRunFile(ending.run, "closed.json", report);
  const { timezone } = settings().rollCall;
  const day = dayIn(timezone, seen.at);
  const snapshot = await writeSnapshot(day, snapshotOf(seen, { day, timezone }));
  const status = report.unread.length > 0 ? "partial" : "complete";
  await close(ending, status, report, last, { snapshot, told: told(last, others, silent) });
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

async function whatWasSeen({ run, at }: Ending, last: LastRollCall | undefined) {
  const { regions: wanted, management } = settings();
  const looks = await Promise.all(wanted.map((region) => seenIn(run, region)));
  const organization = await readRunFile<OrganizationSeen>(run, "organization.json");
  const silent = [
    ...((await findLease())?.recent ?? []),
    ...(await unfinished(run)),
    ...recentTrailRuns(new Date().toISOString()),
  ];
  const [own, ...theirs] = await Promise.all(
    [run, ...silent].map((one) => recordedBy(one, wanted)),
  );
  const already = new Set(Object.values(last?.told ?? {}).flat());
  const later = new Map((organization?.memberships ?? []).map((one) => [keyOf(one), one]));
  const newer = (one: (typeof looks)[number]["memberships"][number]) => {
    const other = later.get(keyOf(one));
    return other && other.version > one.version ? other : one;
  };
  const transitions = [
    ...looks.flatMap((one) => one.transitions),
    ...(organization?.transitions ?? []),
    ...own!,
  ];
  const seen = {
    rollCall: run,
    at,
    regions: looks.map((one) => ({ ...one, memberships: one.memberships.map(newer) })),
    organization: management ? (organization?.accounts ?? undefined) : null,
    transitions: [...new Map(transitions.map((one) => [one.id, one])).values()],
    rows: await appliedRows(),
  };
  // Who else may have seen a loss first: nobody has been told of it as a loss yet.
  const others = theirs.flat().filter((one) => isLoss(one) && !already.has(one.id));
  return { seen, others, silent };
}

/** Roll calls that did not come to their end, and so have told nothing of what they recorded. */
async function unfinished(now: string): Promise<string[]> {
  const others = (await recentRollCalls()).filter((one) => one !== now);
  const rows = await Promise.all(others.map(findRollCall));
  return others.filter((_, at) => rows[at] === undefined || rows[at]?.status === "failed");
}

const keyOf = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;

/** Losses of others that were told by now. Runs that are no longer looked at are forgotten. */
function told(
  last: LastRollCall | undefined,
  fresh: Transition[],
  silent: string[],
): Record<string, string[]> {
  const ids = Map.groupBy(fresh, (one) => one.run ?? "");
  return Object.fromEntries(
    silent.map((run) => [
      run,
      [...(last?.told[run] ?? []), ...(ids.get(run) ?? []).map((one) => one.id)],
    ]),
  );
}

async function close(
  { run, at, execution }: Ending,
  status: Status,
  report: Report,
  last: LastRollCall | undefined,
  more: { snapshot?: string; failure?: Failure; told?: LastRollCall["told"] },
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
      told: more.told ?? last?.told ?? {},
      snapshot: more.snapshot ?? last?.snapshot,
    },
    last?.version,
  );
}

const firstOf = (names: string[]) => ({ count: names.length, first: names.slice(0, TOLD) });

/** Of the roll calls with losses, those where a member is still outside. */
async function unhealed(open: string[]): Promise<string[]> {
  const isOpen = await Promise.all(
    open.map(async (rollCall) => {
      const losses = (await readRunFile<Report>(rollCall, "closed.json"))?.losses ?? [];
      return (await membershipsAt(losses)).some((one) => one.state !== "Enabled");
    }),
  );
  return open.filter((_, at) => isOpen[at]);
}
