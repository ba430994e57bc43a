// What a roll call costs, by the number of accounts and Regions: `npm run bench:roll-call -- 100x17 1000x34`.
// In the estate every account is a member already: the first roll call records all of them, and those after it
// find nothing changed. Seconds are this machine's own; memory is heap and buffers of a function's environment,
// the garbage that is not collected yet included.
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

const sizes = process.argv.slice(2);
const columns = [
  "accounts",
  "regions",
  "roll call",
  "calls",
  "bound",
  "ratio",
  "other calls",
  "seconds",
  "region MB",
  "organization MB",
  "close MB",
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
      const { calls, other, seconds } = await held(world);
      lines.push([
        String(accounts),
        String(count),
        which,
        String(calls),
        String(bound(accounts, count)),
        (calls / bound(accounts, count)).toFixed(3),
        String(other),
        seconds.toFixed(1),
      ]);
    }
    await world.asHub("lambda", "Invoke", { FunctionName: await functionOf(world, "WriteDigest") });
    const peaks = await Promise.all(
      ["ObserveRegion", "ObserveOrganization", "CloseRollCall", "WriteDigest"].map(async (name) =>
        (
          world.sandbox.services.functions.runtime.peak(await functionOf(world, name)) /
          2 ** 20
        ).toFixed(0),
      ),
    );
    return lines.map((line, at) => (at === lines.length - 1 ? [...line, ...peaks] : line));
  } finally {
    await world.stop();
  }
}

/** Holds a roll call: Security Hub's ListMembers calls, its other calls, and how long it took. */
async function held(world: World) {
  const mark = world.sandbox.calls.mark();
  const begun = performance.now();
  const { rollCall } = await ask(world, new Date(world.sandbox.world.clock.now()).toISOString());
  const row = await world.until(
    () => world.item<{ status: string }>(`ROLLCALL#${rollCall}`, "ROLLCALL"),
    rollCall,
  );
  if (row.status !== "complete") throw new Error(`${rollCall} is ${row.status}`);
  const seconds = (performance.now() - begun) / 1000;
  const all = Object.entries(countsOf(world.sandbox.calls.since(mark)));
  const sum = (wanted: (name: string) => boolean) =>
    all.reduce((total, [name, times]) => total + (wanted(name) ? times : 0), 0);
  await world.sleep(5_000);
  return {
    calls: sum((name) => name === "securityhub:ListMembers"),
    other: sum((name) => name.startsWith("securityhub:") && name !== "securityhub:ListMembers"),
    seconds,
  };
}

async function functionOf(world: World, name: string): Promise<string> {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  return Functions.find((one) => one.FunctionName.includes(name))!.FunctionName;
}

const table = [columns];
for (const size of sizes.length > 0 ? sizes : ["100x17", "1000x17", "1000x34", "5000x17"])
  table.push(...(await bench(size)));
const widths = columns.map((_, at) => Math.max(...table.map((line) => (line[at] ?? "").length)));
for (const line of table)
  process.stdout.write(`${line.map((cell, at) => cell.padStart(widths[at]!)).join("  ")}\n`);
