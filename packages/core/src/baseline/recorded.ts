// What is on record of many baselines at once.
import type { AccountId } from "../account.ts";
import type { Baseline, Standings } from "../baseline.ts";
import { Grid } from "../grid.ts";
import type { Region } from "../region.ts";

/** A baseline as a plan and a summary see it. */
export type Seen = Pick<Baseline, "accountId" | "region" | "parts">;

/** The recorded baselines of an estate. */
export class Recorded {
  readonly #parts = new Grid<Standings>();

  /** These baselines; what is one already stays as it is. */
  static of(baselines: Recorded | readonly Seen[]): Recorded {
    if (baselines instanceof Recorded) return baselines;
    const recorded = new Recorded();
    for (const one of baselines) recorded.add(one);
    return recorded;
  }

  add({ accountId, region, parts }: Seen): void {
    this.#parts.set(accountId, region, parts);
  }

  /** How the parts of an account stand in a Region; undefined: none was ever looked at. */
  at(accountId: AccountId, region: Region): Standings | undefined {
    return this.#parts.at(accountId, region);
  }
}
