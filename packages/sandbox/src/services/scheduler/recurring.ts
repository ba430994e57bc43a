// Timers of schedules, by name: each runs again and again until its expression has no time any more.
import type { World } from "../../wire/service.ts";
import { nextRun } from "./cron.ts";

/** When something runs: see `nextRun`. */
export type Times = Parameters<typeof nextRun>[0];

/** Milliseconds between looks at the clock: real ones, since a schedule must not make time skip. */
const LOOK = 5_000;

/** Timers by name. */
export class Recurring {
  readonly #clock: World["clock"];
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor({ clock }: Pick<World, "clock">) {
    this.#clock = clock;
  }

  /** Arms a timer, in place of one of the same name. `run` is told when it was due, in milliseconds. */
  arm(name: string, times: Times, run: (due: number) => void, from = this.#clock.now()): void {
    this.disarm(name);
    const due = nextRun(times, from);
    if (due === undefined) return;
    const look = () => {
      const now = this.#clock.now();
      if (due > now) this.#timers.set(name, setTimeout(look, Math.min(due - now, LOOK)).unref());
      else {
        this.disarm(name);
        run(due);
        this.arm(name, times, run, Math.max(due, now));
      }
    };
    look();
  }

  disarm(name: string): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  stop(): void {
    for (const name of [...this.#timers.keys()]) this.disarm(name);
  }
}
