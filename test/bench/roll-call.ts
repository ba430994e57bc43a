// What a roll call costs, by the number of accounts and Regions: `npm run bench -- roll-call 100x17 1000x34`.
// In the estate every account is a member already: the first roll call records all of them, and those after it
// find nothing changed, and begin when every event of the one before has reached the bus and been composed.
// Seconds are this machine's own, those of the processor (all threads) beside them, since other work, which the
// load shows, stretches the first and hardly the second; memory is heap and buffers of a function's environment,
// the garbage that is not collected yet included.
import os from "node:os";
import { REGIONS } from "../../packages/sandbox/src/estate/regions.ts";
import { ask } from "../end-to-end/roll-calls.ts";
import {
  account,
  countsOf,
  hub,
  ids,
  management,
  startWorld,
  type World,
} from "../end-to-end/world.ts";

const columns = [
  "accounts",
  "regions",
  "roll call",
  "calls",
  "bound",
  "ratio",
  "other calls",
  "seconds",
  "cpu s",
  "told cpu s",
  "load",
  "region MB",
  "organization MB",
  "close MB",
  "heal MB",
  "publish MB",
  "compose MB",
  "digest MB",
];

/** ListMembers gives 50 members a page (API reference). */
const bound = (accounts: number, regions: number): number => regions * Math.ceil(accounts / 50);

async function bench(size: string): Promise<string[][]> {
  const [accounts, count] = size.split("x").map(Number) as [number, number];
  const regions = REGIONS.slice(0, count);
  const administrator = { account: hub, regions };
  const world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: ids(600_000_000_001, accounts).map((id) => account(id, { regions, administrator })),
  });
  try {
    const lines: string[][] = [];
    for (const which of ["first", "unchanged"]) {
      const { calls, other, seconds, cpu } = await held(world);
      const told = await composed(world, accounts * count);
      lines.push([
        String(accounts),
        String(count),
        which,
        String(calls),
        String(bound(accounts, count)),
        (calls / bound(accounts, count)).toFixed(3),
        String(other),
        seconds.toFixed(1),
        cpu.toFixed(1),
        told.toFixed(1),
        os.loadavg()[0]!.toFixed(1),
        ...(await peaksOf(world)),
      ]);
    }
    await world.asHub("lambda", "Invoke", { FunctionName: await functionOf(world, "WriteDigest") });
    lines.at(-1)!.splice(-watched.length, watched.length, ...(await peaksOf(world)));
    return lines;
  } finally {
    await world.stop();
  }
}

const watched = [
  "ObserveRegion",
  "ObserveOrganization",
  "CloseRollCall",
  "StartHeal",
  "Publish",
  "Compose",
  "WriteDigest",
];

/** The most that an environment of each function has held so far; empty where it never ran. */
const peaksOf = (world: World): Promise<string[]> =>
  Promise.all(
    watched.map(async (name) => {
      const { peak } = world.sandbox.services.functions.runtime.usage(
        await functionOf(world, name),
      );
      return peak > 0 ? (peak / 2 ** 20).toFixed(0) : "";
    }),
  );

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Waits until so many transitions have reached the bus and no event waits to be composed: processor seconds. */
async function composed(world: World, transitions: number): Promise<number> {
  const begun = cpuSeconds();
  await world.until(async () => {
    if (world.told.length < transitions) return undefined;
    const waiting = await world.waiting(/Events|Messages/);
    return waiting.length === 0 ? true : undefined;
  }, "the events");
  return cpuSeconds() - begun;
}

/** Holds a roll call: Security Hub's ListMembers calls, its other calls, and how long it took, in seconds. */
async function held(world: World) {
  const mark = world.sandbox.calls.mark();
  const begun = performance.now();
  const cpuBegun = cpuSeconds();
  const { rollCall } = await ask(world, new Date(world.sandbox.world.clock.now()).toISOString());
  const row = await world.until(
    () => world.item<{ status: string }>(`ROLLCALL#${rollCall}`, "ROLLCALL"),
    rollCall,
  );
  if (row.status !== "complete") throw new Error(`${rollCall} is ${row.status}`);
  const seconds = (performance.now() - begun) / 1000;
  const cpu = cpuSeconds() - cpuBegun;
  const all = Object.entries(countsOf(world.sandbox.calls.since(mark)));
  const sum = (wanted: (name: string) => boolean) =>
    all.reduce((total, [name, times]) => total + (wanted(name) ? times : 0), 0);
  return {
    calls: sum((name) => name === "securityhub:ListMembers"),
    other: sum((name) => name.startsWith("securityhub:") && name !== "securityhub:ListMembers"),
    seconds,
    cpu,
  };
}

async function functionOf(world: World, name: string): Promise<string> {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  return Functions.find((one) => one.FunctionName.includes(name))!.FunctionName;
}

/** Measures these sizes, or the usual ones, and prints a table. */
export async function benchRollCalls(sizes: string[]): Promise<void> {
  const table = [columns];
  for (const size of sizes.length > 0 ? sizes : ["100x17", "1000x17", "1000x34", "5000x17"])
    table.push(...(await bench(size)));
  const widths = columns.map((_, at) => Math.max(...table.map((line) => (line[at] ?? "").length)));
  for (const line of table)
    process.stdout.write(`${line.map((cell, at) => cell.padStart(widths[at]!)).join("  ")}\n`);
}
