// Random ledgers, estates, faults and power cuts, by seed: at the end of time what must hold does. The same stories as
// `npm run soak`, the first of them.
import { expect, it } from "vitest";
import { playSeeds, replay } from "./soak/seeds.ts";
import { BATCH } from "./soak/story.ts";

it(`holds in ${BATCH} stories`, { timeout: 600_000 }, async () => {
  const seeds = Array.from({ length: BATCH }, (_, at) => at + 1);
  const failed: string[] = [];
  for await (const { seed, flaws } of playSeeds(seeds))
    if (flaws.length > 0) failed.push(`${replay(seed)}\n  ${flaws.join("\n  ")}`);
  expect(failed.join("\n")).toBe("");
});
