// Token buckets on the sandbox's clock. They are kept in memory, since a restart finds them full.
import type { Faults } from "../faults/faults.ts";
import type { Clock } from "../wire/service.ts";

/** Calls per second on average, and at once. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** What rates stand on. */
export interface Weather {
  clock: Pick<Clock, "now">;
  faults: Pick<Faults, "value" | "holds">;
}

export const rate = (perSecond: number, burst: number): Rate => ({ perSecond, burst });

/** A rate that is so many times as high; a bucket holds one call at least. */
export const scaled = ({ perSecond, burst }: Rate, factor: number): Rate =>
  factor === 1 ? { perSecond, burst } : rate(perSecond * factor, Math.max(1, burst * factor));

/** Buckets by name. */
export class Buckets {
  readonly #clock: Pick<Clock, "now">;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** Takes a token, or answers that there is none. */
  take(name: string, { perSecond, burst }: Rate): boolean {
    const now = this.#clock.now();
    const { tokens, at } = this.#buckets.get(name) ?? { tokens: burst, at: now };
    const left = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    this.#buckets.set(name, { tokens: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  }
}
