// The pace of state transitions: one bucket for an account in a Region, in which every state that is entered counts.
// Step Functions refuses nobody beyond it; executions go on when there is room (guide, "Quotas": StateTransition).
import { LARGE } from "../../estate/machine-rates.ts";
import type { World } from "../../wire/service.ts";

/** Transitions a second, which is also what a bucket holds. */
const paceOf = (region: string): number => (LARGE.has(region) ? 5_000 : 800);

/** Counts states that were entered, and holds back tasks while too many were. */
export class Transitions {
  readonly #world: Pick<World, "clock" | "faults">;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(world: Pick<World, "clock" | "faults">) {
    this.#world = world;
  }

  /** A state was entered; `owner` is an ARN in the account and Region. */
  entered(owner: string): void {
    const bucket = this.#bucket(owner);
    if (bucket) bucket.tokens--;
  }

  /** Resolves once the account may go on. */
  async room(owner: string, signal: AbortSignal): Promise<void> {
    const bucket = this.#bucket(owner);
    if (!bucket || bucket.tokens >= 0) return;
    await this.#world.clock.sleep((-bucket.tokens / bucket.pace) * 1_000, signal);
  }

  #bucket(owner: string) {
    const factor = this.#world.faults.value("machine-rates");
    if (factor === 0) return undefined;
    const [, , , region = "", account = ""] = owner.split(":");
    const pace = paceOf(region) * factor;
    const now = this.#world.clock.now();
    const key = `${account}/${region}`;
    const { tokens, at } = this.#buckets.get(key) ?? { tokens: pace, at: now };
    const bucket = { tokens: Math.min(pace, tokens + ((now - at) / 1_000) * pace), at: now, pace };
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
