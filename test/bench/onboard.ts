// Onboards an estate with rollcall, in a process of its own: `node onboard.ts 100x17 SEED`. Prints JSON.
import { startLocal } from "../../packages/cli/src/local.ts";
import { BEGINS, World } from "../end-to-end/world.ts";
import { costOf, type FunctionUsage } from "./cost.ts";
import { executionsOf } from "./executions.ts";
import { delayCalls } from "./latency.ts";
import { Meter } from "./meter.ts";
import { accountsOf, estateOf, nameOf, type Size, sizeOf } from "./size.ts";
import { stopwatch } from "./stopwatch.ts";

/** What a run took. Seconds, bytes and US dollars. */
export type Onboarded = Awaited<ReturnType<typeof onboard>>;

/** Schedules stay out of the way: what is measured is one ledger. */
const never = { schedule: "rate(300 days)", timezone: "UTC" };

export async function onboard(size: Size, seed: number) {
  const estate = estateOf(size);
  const local = await startLocal({
    estate,
    locale: "en",
    settings: { rollCall: never },
    // Lambda would give each invocation an environment of its own; here 50 share a thread, so that 100 accounts are entered
    // side by side without a hundred threads.
    begins: BEGINS,
    seed,
    stands: true,
    fleet: { perFunction: 2, total: 64, atOnce: 50 },
  });
  const world = new World(local, estate);
  const { clock } = local.sandbox.world;
  delayCalls(local.sandbox);
  const meter = new Meter(local.sandbox);
  try {
    const elapsed = stopwatch();
    const begun = clock.now();
    const run = await world.upload(
      accountsOf(size).map((id) => ({ account_id: id, email: `aws+${id}@example.com` })),
    );
    const row = await world.until(async () => {
      const now = await world.runRow(run);
      return now?.closedAt ? now : undefined;
    }, `the end of ${run}`);
    const closed = clock.now();
    const spent = elapsed();
    await settled(world, meter);
    const enabled = row.summary?.memberships.enabled;
    if (row.status !== "settled" || enabled !== size.accounts * size.regions)
      throw new Error(`${nameOf(size)} ended as ${row.status}, with ${enabled} enabled`);
    const functions = await usageOf(world);
    const executions = executionsOf(world);
    return {
      calls: meter.calls,
      refused: meter.refused,
      work: meter.work,
      /** From the upload until the hub has confirmed the last membership. */
      seconds: (meter.lastAt - begun) / 1_000,
      /** Until the run is closed and its result written. */
      closed: (closed - begun) / 1_000,
      ...spent,
      peakMemory: process.resourceUsage().maxRSS * 1_024,
      executions,
      functions,
      table: { reads: meter.readUnits, writes: meter.writeUnits },
      requests: {
        puts: meter.puts,
        gets: meter.gets,
        queue: meter.queueRequests,
        events: meter.events,
      },
      cost: costOf({ executions, functions, meter }),
    };
  } finally {
    await world.stop();
  }
}

/** Waits until what follows a run is over as well: events, messages, files. */
async function settled(world: World, meter: Meter): Promise<void> {
  for (let before = -1; before !== meter.all; ) {
    before = meter.all;
    await world.sleep(60_000);
  }
}

/** What the functions used, by name. */
async function usageOf(world: World): Promise<FunctionUsage[]> {
  const { Functions } = await world.asHub<{
    Functions: { FunctionName: string; MemorySize: number }[];
  }>("lambda", "ListFunctions");
  return Functions.map(({ FunctionName, MemorySize }) => ({
    name: /(\w+)Function-/.exec(FunctionName)?.[1] ?? FunctionName,
    memoryMb: MemorySize,
    ...world.sandbox.services.functions.runtime.usage(FunctionName),
  })).filter(({ invocations }) => invocations > 0);
}

const [size, seed] = process.argv.slice(2);
if (import.meta.main)
  process.stdout.write(JSON.stringify(await onboard(sizeOf(size!)!, Number(seed))));
