// What is kept of each size, and the file that keeps it: docs/bench.json. A run of the bench replaces what it measured.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Baseline } from "./baseline.ts";
import type { ColdStart } from "./cold-start.ts";
import type { Onboarded } from "./onboard.ts";

/** Where and when something was measured. */
export interface Circumstances {
  date: string;
  cores: number;
  /** The machine's load over the last minute when it began, and when it ended. */
  load: [number, number];
  node: string;
}

/** One size: rollcall, the sequential scripts, and what neither can do better than. */
export interface Result extends Circumstances {
  size: string;
  seed: number;
  bound: { calls: number; seconds: number };
  onboarded: Onboarded;
  /** Measured with the first accounts of the estate; calls and seconds grow with their number. */
  baseline: Baseline;
}

/** Everything that was measured. */
export interface Results {
  sizes: Result[];
  coldStart?: (Circumstances & { functions: ColdStart[] }) | undefined;
}

const docs = path.resolve(import.meta.dirname, "../../docs");
const file = path.join(docs, "bench.json");

/** The place of a file of the documentation. */
export const inDocs = (name: string): string => path.join(docs, name);

/** What was measured before. */
export const readResults = (): Results =>
  fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : { sizes: [] };

export function writeResults(results: Results): void {
  fs.writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}

const load = (): number => Number(os.loadavg()[0]!.toFixed(1));

/** Notes the circumstances of a measurement; what it returns is called at its end. */
export function circumstances(): () => Circumstances {
  const before = load();
  return () => ({
    date: new Date().toISOString().slice(0, 10),
    cores: os.availableParallelism(),
    load: [before, load()],
    node: process.version,
  });
}

/** The baseline for the whole estate: it goes account by account, so it grows with their number. */
export function wholeBaseline({ size, baseline }: Result) {
  const factor = Number(size.split("x")[0]) / baseline.accounts;
  return {
    calls: Math.round(baseline.calls * factor),
    seconds: baseline.seconds * factor,
    extrapolated: factor > 1,
  };
}
