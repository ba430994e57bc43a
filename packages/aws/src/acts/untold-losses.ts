// Losses that somebody else saw first, such as the run of a ledger, a roll call that failed, or CloudTrail: the next
// roll call that comes to its end tells them, once.
import { trailRunsSince } from "@rollcall/core/call";
import type { Transition } from "@rollcall/core/membership";
import { readRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { findLease } from "../table/lease.ts";
import { recentRollCalls } from "../table/roll-call-lease.ts";
import { findRollCall, type LastRollCall, lossesOf } from "../table/roll-calls.ts";
import { findRun } from "../table/runs.ts";

/** Ids of the losses that were told, by who recorded them. */
export type Told = Record<string, string[]>;

/** Losses that others recorded, and of which nobody has been told yet; and all of theirs that are told with them. */
export async function untoldLosses(run: string, last: LastRollCall | undefined) {
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
