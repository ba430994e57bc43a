// The page docs/bench.md, and the lines of the README, from what was measured.
import fs from "node:fs";
import path from "node:path";
import { prices } from "@rollcall/core/plan/prices";
import { latencyOf } from "./latency.ts";
import { inDocs, type Result, type Results, wholeBaseline } from "./result.ts";
import { leastTerms, sizeOf } from "./size.ts";
import { dollars, kilobytes, megabytes, number, table, time } from "./words.ts";

const named = (size: string): string => size.replace("x", " × ");

/** Calls and time beside the bound and the scripts. */
function comparison(results: Result[]): string {
  const head = [
    "accounts × Regions",
    "calls",
    "bound",
    "ratio",
    "modelled time",
    "bound",
    "ratio",
    "script: calls",
    "script: time",
    "faster",
  ];
  const rows = results.map((one) => {
    const { bound, onboarded, size } = one;
    const whole = wholeBaseline(one);
    const mark = whole.extrapolated ? " ¹" : "";
    return [
      named(size),
      number(onboarded.calls),
      number(bound.calls),
      (onboarded.calls / bound.calls).toFixed(3),
      time(onboarded.seconds),
      time(bound.seconds),
      (onboarded.seconds / bound.seconds).toFixed(2),
      `${number(whole.calls)}${mark}`,
      `${time(whole.seconds)}${mark}`,
      `${number(whole.seconds / onboarded.seconds)} ×`,
    ];
  });
  return table(head, rows);
}

/** What is measured with a part of the estate and scaled. */
function footnote(results: Result[]): string {
  const scaled = results.filter((one) => wholeBaseline(one).extrapolated);
  if (scaled.length === 0) return "All of these were run in full.";
  return `¹ Extrapolated: the script was run on the first ${scaled[0]!.baseline.accounts} accounts of the same estate. It goes account by
account, so calls and time are scaled by their number.`;
}

/** What AWS would bill for. */
function machinery(results: Result[]): string {
  const head = [
    "accounts × Regions",
    "transitions",
    "Lambda calls",
    "Lambda ms",
    "GB-s",
    "table reads",
    "table writes",
    "S3 put / get",
    "SQS",
    "events",
    "dollars",
    "a membership",
  ];
  const rows = results.map(({ size, onboarded, bound: _ }) => {
    const { executions, functions, cost, table: units, requests } = onboarded;
    const { accounts, regions } = sizeOf(size)!;
    return [
      named(size),
      number(executions.transitions),
      number(functions.reduce((sum, one) => sum + one.invocations, 0)),
      number(cost.milliseconds),
      number(cost.gigabyteSeconds, 1),
      number(units.reads),
      number(units.writes),
      `${number(requests.puts)} / ${number(requests.gets)}`,
      number(requests.queue),
      number(requests.events),
      dollars(cost.total),
      `$${(cost.total / (accounts * regions)).toFixed(6)}`,
    ];
  });
  return table(head, rows);
}

/** How near the quotas a run came, and what it took of this machine. */
function limits(results: Result[]): string {
  const head = [
    "accounts × Regions",
    "largest payload, KB of 256",
    "longest history of 25,000",
    "function MB",
    "real s",
    "CPU s",
    "peak MB",
    "date",
    "cores",
    "load",
    "seed",
  ];
  const rows = results.map((one) => {
    const { executions, functions, real, cpu, peakMemory } = one.onboarded;
    const largest = functions.reduce((most, next) => (next.peak > most.peak ? next : most));
    return [
      named(one.size),
      kilobytes(executions.largestPayload),
      number(executions.longestHistory),
      `${megabytes(largest.peak)} (${largest.name})`,
      number(real, 1),
      number(cpu, 1),
      megabytes(peakMemory),
      one.date,
      String(one.cores),
      one.load.join(" to "),
      String(one.seed),
    ];
  });
  return table(head, rows);
}

/** Functions that hold lists: what they held must not grow with the estate, or is told here. */
const HOLDING = ["OpenRun", "PlanRun", "InviteRegion", "ObserveRegion", "CloseRun", "Compose"];

/** The most that an environment of each held, in MB. */
const memory = (results: Result[]): string =>
  table(
    ["accounts × Regions", ...HOLDING],
    results.map(({ size, onboarded }) => [
      named(size),
      ...HOLDING.map((name) => {
        const found = onboarded.functions.find((one) => one.name === name);
        return found ? megabytes(found.peak) : "";
      }),
    ]),
  );

/** The terms of the bound on time. */
const terms = (results: Result[]): string =>
  table(
    ["accounts × Regions", "hub", "members", "invitation δ", "waves", "bound"],
    results.map(({ size, bound }) => {
      const all = leastTerms(sizeOf(size)!);
      const sum = (of: (one: (typeof all)[number]) => number) =>
        number(
          all.reduce((total, one) => total + of(one), 0),
          1,
        );
      return [
        named(size),
        sum((one) => one.hub),
        sum((one) => one.members),
        sum((one) => one.invitation),
        String(all.length),
        number(bound.seconds, 1),
      ];
    }),
  );

/** Bundle and start of each function. */
function starts({ coldStart }: Results): string {
  if (!coldStart) return "Not measured yet: `npm run bench -- cold-start`.";
  const { functions, date, cores, load } = coldStart;
  const rows = functions.map((one) => [
    one.name,
    kilobytes(one.zip),
    kilobytes(one.unzipped),
    number(one.milliseconds),
    number(one.cpu),
    number(one.beyond),
    megabytes(one.heap),
  ]);
  return `${table(["function", "zip KB", "unzipped KB", "start ms", "CPU ms", "beyond a bare handler", "heap MB"], rows)}

Median of ${functions[0]!.runs} starts each, ${date}, ${cores} cores, load ${load.join(" to ")}.`;
}

/** Writes docs/bench.md. */
export function writePage(results: Results): void {
  const { sizes } = results;
  const text = `# Benchmark

Written by \`npm run bench\`. Every number on this page comes from it; \`docs/bench.json\` has them for programs.

![Calls and modelled time of rollcall, of sequential scripts, and their lower bounds](bench.svg)

\`\`\`sh
npm run bench                        # 10, 100 and 1,000 accounts × 17 and 34 Regions
npm run bench -- --all               # 5,000 accounts too: an hour
npm run bench -- 100x17 1000x17      # these sizes; --json prints them, --seed N is another chance
npm run bench -- cold-start          # bundles, and how long they take to start
npm run bench -- roll-call 1000x17   # what a roll call costs
\`\`\`

## Onboarding

Accounts exist and let rollcall in; Security Hub is on in the hub and nowhere else; they join by invitation.

${comparison(sizes)}

${footnote(sizes)}

- **Calls** are those of Security Hub, STS and Account Management, refused ones too. The bound is 3R⌈N/50⌉ + 2N + 3NR: what
  CreateMembers, InviteMembers and GetMembers (as proof) take in each Region, AssumeRole and ListRegions for each account,
  EnableSecurityHub, ListInvitations and AcceptAdministratorInvitation for each pair.
- **Modelled time** is that of the sandbox's clock, from the upload of the ledger until the hub itself has confirmed the last
  membership. The clock stands while anything computes, and goes on while everything waits: for a call's latency, for an
  invitation to appear, for a pause of the workflow, for a bucket to fill. What it leaves out: computing (the processor's seconds
  stand below), cold starts, and what Step Functions and Lambda themselves take to begin.
- **Latency** is the same for rollcall and the script, and assumed: ${latencyOf("securityhub")} ms for a call that works in an account,
  ${latencyOf("s3")} ms for S3, ${latencyOf("dynamodb")} ms for DynamoDB, ${latencyOf("sqs")} ms for queues and events.
- **The script** does what the published ones do: AssumeRole and ListRegions for an account; then, Region by Region, CreateMembers
  and InviteMembers of one account, EnableSecurityHub, five seconds of sleep (awslabs/aws-securityhub-multiaccount-scripts),
  ListInvitations until it is there, AcceptAdministratorInvitation. It verifies nothing.

The bound on time is, for each wave of 1,000 accounts (the hub's quota of open invitations), in seconds: the hub's calls
max(bucket(3⌈n/50⌉; 10 a second, burst 30) + 3ℓ, n/600), the members' ⌈n/100⌉ · 5ℓ with 100 accounts side by side, and the
longest that the sandbox lets an invitation take to appear.

${terms(sizes)}

## What it would cost

${machinery(sizes)}

Prices of ${prices.region}, ${prices.asOf} (packages/core/src/plan/prices.ts), without free tiers, logs and storage. Lambda's milliseconds are
those of the modelled clock and, beside them, those of this machine's processor. Units of the table are as DynamoDB counts them.

## How near the quotas, and this machine

${limits(sizes)}

Peak memory is that of one process with the sandbox and all environments of functions. \`function MB\` is the most that an
environment held while up to 50 invocations shared it. By function, in MB, garbage that was not collected yet included:

${memory(sizes)}

[scale.md](scale.md) carries this on.

## Start of functions

${starts(results)}
`;
  fs.writeFileSync(inDocs("bench.md"), text);
  writeReadme(results);
}

const marks = ["<!-- bench: written by npm run bench -->", "<!-- end of bench -->"] as const;

/** Writes the README's lines between their marks. */
function writeReadme({ sizes }: Results): void {
  const file = path.join(import.meta.dirname, "../../README.md");
  const text = fs.readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (from < 0 || to < 0) return;
  const rows = sizes.map((one) => {
    const { bound, onboarded, size } = one;
    const whole = wholeBaseline(one);
    return [
      named(size),
      `${number(onboarded.calls)} (${(onboarded.calls / bound.calls).toFixed(3)})`,
      `${time(onboarded.seconds)} (${(onboarded.seconds / bound.seconds).toFixed(2)})`,
      `${whole.extrapolated ? "≈ " : ""}${time(whole.seconds)}`,
      dollars(onboarded.cost.total),
    ];
  });
  const head = [
    "accounts × Regions",
    "calls (of the bound)",
    "modelled time (of the bound)",
    "sequential script",
    "AWS would bill",
  ];
  const body = `${marks[0]}\n\n${table(head, rows)}\n\n`;
  fs.writeFileSync(file, text.slice(0, from) + body + text.slice(to));
}
