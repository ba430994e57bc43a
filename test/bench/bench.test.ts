// The benchmark itself, at its smallest: that the command works, and that what it claims of calls and of modelled time
// holds. Real time is nobody's claim here.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { chart } from "./chart.ts";
import type { Result } from "./result.ts";

const main = path.join(import.meta.dirname, "main.ts");

it("onboards within the bounds, beside a sequential script on the same estate", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    main,
    "10x2",
    "--keep",
    "--json",
  ]);
  const results: Result[] = JSON.parse(stdout);
  const [{ bound, onboarded, baseline }] = results as [Result];
  // 3R⌈N/50⌉ + 2N + 3NR
  expect(bound.calls).toBe(3 * 2 + 20 + 60);
  expect(onboarded.calls / bound.calls).toBeLessThanOrEqual(1.1);
  expect(onboarded.seconds / bound.seconds).toBeLessThanOrEqual(1.5);
  expect(onboarded.seconds).toBeGreaterThan(bound.seconds / 2);
  // Each pair sleeps for five seconds at least, one after another.
  expect(baseline).toMatchObject({ accounts: 10 });
  expect(baseline.seconds).toBeGreaterThan(10 * 2 * 5);
  expect(onboarded.executions.largestPayload).toBeLessThan(262_144);
  expect(onboarded.executions.longestHistory).toBeLessThan(25_000);
  expect(onboarded.executions.transitions).toBeGreaterThan(10 * 3);
  expect(onboarded.table.writes).toBeGreaterThan(10 * 2 * 3 * 2 * 2);
  expect(onboarded.cost.total).toBeGreaterThan(0);
  const drawn = chart(results);
  expect(drawn).toContain("10 × 2");
  expect(drawn).not.toMatch(/NaN|undefined|Infinity/);
});
