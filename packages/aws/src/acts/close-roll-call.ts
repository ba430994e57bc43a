// The end of a roll call: what it saw becomes a report, the day's snapshot, one row and one event.
import { trailRunsSince } from "@rollcall/core/call";
import { dayIn } from "@rollcall/core/day";
import { create } from "@rollcall/core/event";
import type { Transition } from "@rollcall/core/membership";
import {
  addRegion,
  Closed,
  emptyTally,
  isLoss,
  type Report,
  reportOf,
  type Status,
  snapshotOf,
  type Tallied,
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
  lossesOf,
  writeRollCall,
} from "../table/roll-calls.ts";
import { findRun } from "../table/runs.ts";
import { appliedRows, createdFor, emailsOnly } from "./applied-rows.ts";
import type { OrganizationSeen } from "./observe-organization.ts";
import type { SeenByRollCall } from "./observe-region.ts";
import { unseen } from "./plan-input.ts";

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
  const { seen, told } = await whatWasSeen(ending, last);
  const report = reportOf(seen);
  await writeRunFile(ending.run, "told.json", told);
  await writeRunFile(ending.run, "closed.json", report);
  const { timezone } = settings().rollCall;
  const day = dayIn(timezone, seen.at);
  const snapshot = await writeSnapshot(day, snapshotOf(seen, { day, timezone }));
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

/** One Region after another: all memberships at once would grow with the accounts. */
async function whatWasSeen({ run, at }: Ending, last: LastRollCall | undefined) {
  const { regions, management } = settings();
  const organization = await readRunFile<OrganizationSeen>(run, "organization.json");
  const later = new Map((organization?.memberships ?? []).map((one) => [keyOf(one), one]));
  const newer = (one: Tallied) => {
    const other = later.get(keyOf(one));
    return other && other.version > one.version ? other : one;
  };
  const { others, told } = await seenByOthers(run, last);
  const own = await lossesOf(run, regions);
  const losses = new Map([...own, ...others].map((one) => [one.id, one]));
  const keep = (some: Transition[]) => {
    for (const one of some.filter(isLoss)) {
      losses.set(one.id, one);
      own.push(one);
    }
  };
  keep(organization?.transitions ?? []);
  const tally = emptyTally();
  for (const region of regions) {
    const file = await readRunFile<SeenByRollCall>(run, `observed/${region}.json`);
    const { memberships, transitions, ...found } = file ?? unseen(region);
    keep(transitions);
    addRegion(tally, { ...found, memberships: memberships.map(newer) }, losses);
  }
  const rows = await appliedRows();
  const seen = {
    rollCall: run,
    at,
    tally,
    organization: management ? (organization?.accounts ?? undefined) : null,
    created: await createdFor(emailsOnly(rows)),
    transitions: [...losses.values()],
    rows,
  };
  return { seen, told: { ...told, [run]: [...new Set(own.map((one) => one.id))] } };
}

const keyOf = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;

/** Ids of the losses that were told, by who recorded them. */
type Told = Record<string, string[]>;

/** Losses that others recorded, and of which nobody has been told yet; and all of theirs that are told with them. */
async function seenByOthers(run: string, last: LastRollCall | undefined) {
  const teller = last?.teller ? await findRollCall(last.teller) : undefined;
  const already = teller && (await readRunFile<Told>(teller.rollCall, "told.json"));
  // Files expire after 30 days: after a longer pause, what was seen before the teller began counts as told.
  const isOld = ({ at, run: witness }: Transition) =>
    teller && !already && (witness === teller.rollCall || at < teller.startedAt);
  const others: Transition[] = [];
  const told: Told = {};
  for (const witness of await witnesses(run, last, teller?.startedAt)) {
    const known = new Set(already?.[witness]);
    const losses = await lossesOf(witness, settings().regions);
    for (const one of losses.filter(isOld)) known.add(one.id);
    const fresh = losses.filter((one) => !known.has(one.id));
    others.push(...fresh);
    told[witness] = [...known, ...fresh.map((one) => one.id)];
  }
  return { others, told };
}

/**
 * Who may have recorded a loss that nobody was told of: runs of ledgers that were under way since the last roll call
 * that came to its end began, the roll calls that failed or stopped after it, that one itself, whose last
 * records its index may not have shown, and CloudTrail's events of the days since.
 */
async function witnesses(
  run: string,
  last: LastRollCall | undefined,
  since: string | undefined,
): Promise<string[]> {
  const ledgers = (await findLease())?.recent ?? [];
  const rows = await Promise.all(ledgers.map(findRun));
  const called = (await recentRollCalls()).filter((one) => one !== run);
  const teller = last?.teller ? called.indexOf(last.teller) : -1;
  return [
    ...ledgers.filter((_, at) => !since || !((rows[at]?.closedAt ?? since) < since)),
    ...(teller === -1 ? called : called.slice(0, teller + 1)),
    ...trailRunsSince(since, new Date().toISOString()),
  ];
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
    const losses = (await readRunFile<Report>(rollCall, "closed.json"))?.losses ?? [];
    if ((await membershipsAt(losses)).some((one) => one.state !== "Enabled")) still.push(rollCall);
  }
  return still;
}
