// Plays seeds one after another, as many in a world as belong to it; a world in which one failed is not used again.
import { play } from "./play.ts";
import { Stage } from "./stage.ts";
import { batchOf, storyOf } from "./story.ts";

/** How the story of a seed went. */
export interface Played {
  seed: number;
  /** Of real time. */
  seconds: number;
  /** What must not be, one sentence each. */
  flaws: string[];
}

/** The command that plays a seed again. */
export const replay = (seed: number): string => `npm run soak -- --seed ${seed}`;

/** Plays these seeds, in order. */
export async function* playSeeds(seeds: readonly number[]): AsyncGenerator<Played> {
  let stage: Stage | undefined;
  let batch = -1;
  try {
    for (const seed of seeds) {
      const began = performance.now();
      if (!stage || batch !== batchOf(seed)) {
        await stage?.close();
        batch = batchOf(seed);
        stage = new Stage(batch);
        await stage.open();
      }
      const flaws = await play(stage, storyOf(seed));
      if (flaws.length > 0) {
        await stage.close();
        stage = undefined;
      }
      yield { seed, seconds: (performance.now() - began) / 1_000, flaws };
    }
  } finally {
    await stage?.close();
  }
}
