// Faults on demand: which calls go wrong, how, and how often. The dice are the sandbox's seeded ones.
import * as z from "zod";
import type { Collection } from "../store.ts";
import type { World } from "../wire/service.ts";

/** One kind of trouble, for the calls that match. */
export const Fault = z.strictObject({
  /**
   * `rate-limited` 429 with Retry-After · `error-before` 5xx, nothing happened · `error-after` 5xx, and it did ·
   * `slow` answers after a delay · `refused` 200 with `ok: false` · `dropped-before`, `dropped-after` the
   * connection ends without an answer.
   */
  kind: z.enum([
    "rate-limited",
    "error-before",
    "error-after",
    "slow",
    "refused",
    "dropped-before",
    "dropped-after",
  ]),
  /** Such as `chat.postMessage`; every method when absent. */
  method: z.string().optional(),
  /** Channel id or name, with or without `#`. */
  channel: z.string().optional(),
  /** How many calls; without end when absent. */
  count: z.int().positive().optional(),
  /** Let this many matching calls pass first. */
  after: z.int().nonnegative().optional(),
  /** 0 to 1; 1 when absent. */
  probability: z.number().min(0).max(1).optional(),
  /** HTTP status of `error-*`; 502 when absent. */
  status: z.int().min(500).max(599).optional(),
  /** Code of `refused`; `ratelimited` when absent. */
  error: z.string().optional(),
  /** Seconds, of `rate-limited`; 1 when absent, null leaves the header out. */
  retryAfter: z.int().nonnegative().nullable().optional(),
  /** Of `slow`; 3,000 when absent. */
  delayMilliseconds: z.int().nonnegative().optional(),
});
export type Fault = z.infer<typeof Fault>;

/** The faults that are switched on; the first that matches a call is the one that happens. */
export class Faults {
  readonly #rules: Collection<Fault>;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.#rules = world.store.collection("slack/faults");
  }

  /** Switches a fault on; throws a ZodError when it makes no sense. */
  add(fault: Fault): void {
    const key = String(1 + Math.max(0, ...[...this.#rules.keys()].map(Number)));
    this.#rules.set(key, Fault.parse(fault));
  }

  clear(): void {
    for (const key of [...this.#rules.keys()]) this.#rules.delete(key);
  }

  list(): Fault[] {
    return [...this.#rules.values()];
  }

  /** The fault that this call meets, if any; used up by meeting it. */
  next(method: string, channels: string[]): Fault | undefined {
    for (const [key, rule] of [...this.#rules.entries()]) {
      if (rule.method !== undefined && rule.method !== method) continue;
      if (rule.channel !== undefined && !channels.includes(rule.channel.replace(/^#/, "")))
        continue;
      if (rule.after) {
        this.#rules.set(key, { ...rule, after: rule.after - 1 });
        continue;
      }
      if (rule.probability !== undefined && this.#world.random() >= rule.probability) continue;
      if (rule.count === 1) this.#rules.delete(key);
      else if (rule.count !== undefined) this.#rules.set(key, { ...rule, count: rule.count - 1 });
      return rule;
    }
    return undefined;
  }
}
