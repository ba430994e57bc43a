// What doing a plan would take: calls, time and money, from the quotas and a price table. It is an estimate of the
// usual course; retries, and a listing that lags for long, come on top.
import { BATCH } from "./bound.ts";
import { prices } from "./prices.ts";
import type { Outline } from "./types.ts";

/** An estimate. Seconds, and US dollars at the prices of `prices.region`. */
export interface Forecast {
  calls: { onboard: number; offboard: number; total: number };
  seconds: { onboard: number; create: number; offboard: number; total: number };
  cost: {
    transitions: number;
    invocations: number;
    writes: number;
    reads: number;
    dollars: number;
  };
}

// Security Hub takes 10 calls a second per account and Region, 30 at once (Security Hub quotas).
const RATE = 10;
const BURST = 30;
/** Accounts that are entered side by side (workflows/wave.ts). */
const WORKERS = 100;
/** Seconds of one call. assumed: calls within AWS take tenths of a second. */
const LATENCY = 0.2;
/** Calls that follow each other while an account is joined, its Regions side by side. */
const STEPS = 5;
/** CreateAccount: one in ten seconds after the first three, and five in progress (Organizations quotas). */
const CREATION = { seconds: 10, burst: 3, atOnce: 5, each: 60 }; // assumed: a minute for each
/** The workflow's own pauses in a wave, in seconds: until an invitation has spread, until a listing shows it, one look more. */
const WAVE_PAUSE = 6 + 2 + 3;
const RAISE_PAUSE = 60; // assumed: until standards are READY
/** The pause between taking away and looking (workflows/offboard.ts). */
const REMOVAL_PAUSE = 15;
/** Seconds and gigabytes of a function that waits for AWS. assumed: from runs in the sandbox. */
const WORK = { seconds: 1, gigabytes: 1 };

const throttled = (calls: number): number => Math.max(0, (calls - BURST) / RATE);
const tally = (regions: readonly string[]): number[] =>
  [...Map.groupBy(regions, (one) => one).values()].map((some) => some.length);
const batches = (count: number): number => Math.ceil(count / BATCH);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const most = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);

/** Estimates a plan. */
export function forecast(plan: Outline): Forecast {
  const { joining, removals, creations, regions, bound } = plan;
  const removing = tally(removals.map((one) => one.region));
  const deleting = tally(
    removals.filter((one) => one.way === "invitation").map((one) => one.region),
  );
  // Disassociate and delete in batches of 50, and the listing that proves it (aws.md: 2R⌈N/50⌉ and R⌈M/50⌉).
  const offboard = sum(removing.map(batches)) * 2 + sum(deleting.map(batches));
  const perRegion = regions.flatMap(({ additions }) =>
    additions > 0 ? [3 * batches(additions)] : [],
  );
  const additions = sum(regions.map((one) => one.additions));
  const { entered, raised, waves } = joining;
  const onboardSeconds =
    additions === 0
      ? 0
      : throttled(most(perRegion)) +
        3 * LATENCY +
        Math.ceil(entered / WORKERS) * STEPS * LATENCY +
        WAVE_PAUSE * waves;
  const raiseSeconds =
    raised === 0 ? 0 : Math.ceil(raised / WORKERS) * STEPS * LATENCY + RAISE_PAUSE * waves;
  const createSeconds =
    creations.length === 0
      ? 0
      : Math.max(
          CREATION.seconds * Math.max(0, creations.length - CREATION.burst),
          Math.ceil(creations.length / CREATION.atOnce) * CREATION.each,
        ) + WAVE_PAUSE;
  const offboardSeconds =
    removals.length === 0
      ? 0
      : throttled(most(removing.map((one) => 3 * batches(one)))) + 3 * LATENCY + REMOVAL_PAUSE;
  const seconds = {
    onboard: onboardSeconds + raiseSeconds,
    create: createSeconds,
    offboard: offboardSeconds,
    total: Math.max(onboardSeconds + raiseSeconds, createSeconds) + offboardSeconds,
  };
  return {
    calls: { onboard: bound.total, offboard, total: bound.total + offboard },
    seconds,
    cost: costOf({
      regions: regions.length,
      waves,
      waveRegions: perRegion.length,
      removing: removing.length,
      entered: entered + raised + creations.length,
      creations: creations.length,
      changes: additions + removals.length + sum(creations.map((one) => one.regions.length)),
    }),
  };
}

/**
 * Transitions as the definitions have them (workflows/): about 12 for a run and 3 for each Region that it looks at; 12
 * for each wave, 8 for each of its Regions; 6 for each account that is entered twice; 14 for one that is created; 6 for
 * each Region that something is taken from. Every second transition calls a function.
 */
function costOf(of: {
  regions: number;
  waves: number;
  waveRegions: number;
  removing: number;
  entered: number;
  creations: number;
  changes: number;
}): Forecast["cost"] {
  const transitions =
    12 +
    3 * of.regions +
    of.waves * 12 +
    of.waves * of.waveRegions * 8 +
    of.entered * 6 +
    of.creations * 14 +
    of.removing * 6;
  const invocations = Math.ceil(transitions / 2);
  // Each change is recorded about three times on its way (Created, Invited, Enabled), with its transition, in a transaction.
  const writes = 60 + of.changes * 3 * 2 * 2;
  const reads = 100 + of.changes * 4;
  const dollars =
    transitions * prices.transition +
    invocations * (prices.request + WORK.seconds * WORK.gigabytes * prices.gigabyteSecond) +
    writes * prices.write +
    reads * prices.read;
  return { transitions, invocations, writes, reads, dollars };
}
