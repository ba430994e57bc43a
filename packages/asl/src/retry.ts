// Which errors a Retry or Catch means, and how long to wait before the next attempt.
import type { Retrier, StateType } from "./definition.ts";
import type { Failure } from "./failure.ts";

/** Does an ErrorEquals match? Names match exactly, without prefix or pattern. */
export function matches(
  names: string[],
  failure: Partial<Pick<Failure, "error" | "expired">>,
  type: StateType,
): boolean {
  // Never caught, not even by its own name (recorded).
  if (failure.error === "States.Runtime") return false;
  return names.some((name) => {
    if (name === "States.ALL" || name === failure.error) return true;
    if (name === "States.HeartbeatTimeout") return failure.expired === "heartbeat";
    return name === "States.TaskFailed" && type === "Task" && failure.error !== "States.Timeout";
  });
}

/** Counts the attempts of each retrier during one visit of a state. */
export class Retries {
  readonly #retriers: Retrier[];
  readonly #type: StateType;
  readonly #used: number[];

  constructor(retriers: Retrier[], type: StateType) {
    this.#retriers = retriers;
    this.#type = type;
    this.#used = retriers.map(() => 0);
  }

  /**
   * Milliseconds until the next attempt; undefined when there is none. The first retrier that matches
   * decides, even when it is exhausted and a later one would match. Jitter comes after the cap.
   */
  delay(failure: Failure, random: () => number): number | undefined {
    const index = this.#retriers.findIndex((one) => matches(one.ErrorEquals, failure, this.#type));
    const retrier = this.#retriers[index];
    const used = this.#used[index] ?? 0;
    if (!retrier || used >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.#used[index] = used + 1;
    const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used;
    const capped = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
    return Math.round(capped * 1000 * (retrier.JitterStrategy === "FULL" ? random() : 1));
  }
}
