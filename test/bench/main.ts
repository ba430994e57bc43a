// `npm run bench`: measures, and writes docs/bench.md, docs/bench.svg, docs/bench.json and the README's lines.
//   npm run bench -- [SIZE…] [--all] [--seed N] [--json] [--keep]     such as 100x17
//   npm run bench -- cold-start [--json]
//   npm run bench -- roll-call [SIZE…]
import { parseArgs } from "node:util";
import { apart } from "./apart.ts";
import type { Baseline } from "./baseline.ts";
import { writeChart } from "./chart.ts";
import { coldStarts } from "./cold-start.ts";
import type { Onboarded } from "./onboard.ts";
import { writePage } from "./page.ts";
import { circumstances, type Result, type Results, readResults, writeResults } from "./result.ts";
import { benchRollCalls } from "./roll-call.ts";
import { large, leastCalls, leastSeconds, nameOf, type Size, sizeOf, usual } from "./size.ts";
import { time } from "./words.ts";

/** Accounts that the sequential script is run on at most: it goes account by account, so the rest is scaled. */
const SAMPLE = 100;

const { values, positionals } = parseArgs({
  options: {
    all: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    /** Writes no file. */
    keep: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
  },
  allowPositionals: true,
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const seed = Number(values.seed);
const [first, ...rest] = positionals;

if (first === "roll-call") await benchRollCalls(rest);
else if (first === "cold-start") {
  const noted = circumstances();
  const functions = await coldStarts(say);
  tell({ ...readResults(), coldStart: { ...noted(), functions } }, functions);
} else {
  const wanted = positionals.length > 0 ? positionals : values.all ? [...usual, ...large] : usual;
  const sizes = wanted.map((text) => {
    const size = sizeOf(text);
    if (size && Number.isInteger(seed)) return size;
    say(
      `usage: npm run bench -- [SIZE…] [--all] [--seed N] [--json]; a size is such as 100x17, not ${text}`,
    );
    return process.exit(2);
  });
  const measured: Result[] = [];
  for (const size of sizes) {
    measured.push(await measure(size));
    // After each, so that an hour's work is not lost with its last size.
    tell(merged(measured), size === sizes.at(-1) ? measured : undefined);
  }
}

/** One size: rollcall and the script, on the same estate, one after the other. */
async function measure(size: Size): Promise<Result> {
  const name = nameOf(size);
  const noted = circumstances();
  const bound = { calls: leastCalls(size), seconds: leastSeconds(size) };
  const onboarded = await apart<Onboarded>("onboard.ts", name, String(seed));
  say(
    `${name}: ${onboarded.calls} calls (${(onboarded.calls / bound.calls).toFixed(3)} of the bound), modelled ${time(onboarded.seconds)} (${(onboarded.seconds / bound.seconds).toFixed(2)}), real ${time(onboarded.real)}, ${time(onboarded.cpu)} of processor`,
  );
  const sample = Math.min(size.accounts, SAMPLE);
  const baseline = await apart<Baseline>("baseline.ts", name, String(seed), String(sample));
  say(`${name}: a sequential script takes ${time(baseline.seconds)} for ${sample} accounts`);
  return { size: name, seed, ...noted(), bound, onboarded, baseline };
}

/** What was measured now in the place of what was measured before. */
function merged(measured: Result[]): Results {
  const before = readResults();
  const now = new Set(measured.map((one) => one.size));
  const sizes = [...before.sizes.filter((one) => !now.has(one.size)), ...measured];
  const order = [...usual, ...large];
  const place = ({ size }: Result) => (order.includes(size) ? order.indexOf(size) : order.length);
  return { ...before, sizes: sizes.sort((a, b) => place(a) - place(b)) };
}

/** Writes the files, and prints what was asked for. */
function tell(results: Results, printed: unknown): void {
  if (!values.keep) {
    writeResults(results);
    writePage(results);
    writeChart(results.sizes);
  }
  if (values.json && printed) process.stdout.write(`${JSON.stringify(printed)}\n`);
}
