// `npm run soak`: plays the stories of many seeds, and says of each that fails how to see it again.
//   npm run soak -- --seeds 1000 --from 1 --jobs 2
//   npm run soak -- --seed 4711
import { fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { type Played, playSeeds, replay } from "./seeds.ts";
import { BATCH, batchOf, storyOf } from "./story.ts";

const number = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`--${name} takes a number from 1 on, not ${text}`);
  process.exit(2);
};

/** Plays the seeds of one world in a process of its own, so that what it leaves behind ends with it. */
async function inProcess(seeds: number[], told: (one: Played) => void): Promise<void> {
  const child = fork(import.meta.filename, seeds.map(String), { stdio: "inherit" });
  const left = new Set(seeds);
  child.on("message", (one: Played) => {
    left.delete(one.seed);
    told(one);
  });
  const [code] = await once(child, "close");
  if (code === 0 && left.size === 0) return;
  const [first] = left;
  told({ seed: first!, seconds: 0, flaws: [`its process ended with ${code}`] });
}

function show({ seed, seconds, flaws }: Played): void {
  const word = flaws.length === 0 ? "holds" : `FAILS; again: ${replay(seed)}`;
  console.log(`${seed} (${seconds.toFixed(1)} s) ${word}`);
  for (const flaw of flaws) console.log(`    ${flaw}`);
}

async function soak(seeds: number[], jobs: number): Promise<number> {
  const batches = [...Map.groupBy(seeds, batchOf).values()];
  const failed = new Map<number, string[]>();
  let played = 0;
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift())
        await inProcess(batch, (one) => {
          played++;
          if (one.flaws.length > 0) failed.set(one.seed, one.flaws);
          show(one);
        });
    }),
  );
  console.log(`${played} of ${seeds.length} seeds played, ${failed.size} failed`);
  for (const seed of failed.keys()) console.log(`  ${replay(seed)}`);
  return failed.size > 0 || played < seeds.length ? 1 : 0;
}

if (process.send) {
  const seeds = process.argv.slice(2).map(Number);
  for await (const one of playSeeds(seeds)) process.send(one);
  process.disconnect();
} else {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "1000" },
      from: { type: "string", default: "1" },
      jobs: { type: "string", default: "2" },
      seed: { type: "string" },
    },
  });
  if (values.seed) {
    const seed = number("seed", values.seed);
    const { actors, acts, profile } = storyOf(seed);
    console.log(`${seed} of batch ${batchOf(seed)} (${BATCH} to a world), ${profile}`);
    for (const one of [...actors, ...acts]) console.log(JSON.stringify(one));
    process.exitCode = await soak([seed], 1);
  } else {
    const from = number("from", values.from);
    const count = number("seeds", values.seeds);
    const seeds = Array.from({ length: count }, (_, at) => from + at);
    process.exitCode = await soak(seeds, number("jobs", values.jobs));
  }
}
