// The history of one execution, in the shape of GetExecutionHistory.
import { Failure } from "./failure.ts";
import type { HistoryEvent } from "./host.ts";
import type { Json, JsonObject } from "./json.ts";

/** A standard execution ends with its 25,000th event (quota; recorded text). */
const MOST_EVENTS = 25_000;

/** The second half of `input` and `output`: nothing is ever cut short. */
export const whole: JsonObject = { truncated: false };

/** The events of one execution. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #now: () => number;
  readonly #written: ((event: HistoryEvent) => void) | undefined;
  readonly #full: (failure: Failure) => void;

  constructor(
    now: () => number,
    written: ((event: HistoryEvent) => void) | undefined,
    full: (failure: Failure) => void,
  ) {
    this.#now = now;
    this.#written = written;
    this.#full = full;
  }

  /** Writes an event and returns its id. The last place is kept for the end of the execution. */
  emit(type: string, previousEventId: number, details?: Record<string, Json>): number {
    if (this.events.length + 1 >= MOST_EVENTS) {
      const cause = `The execution reached the maximum number of history events (${MOST_EVENTS}).`;
      const failure = new Failure("States.Runtime", cause);
      this.#full(failure);
      throw failure;
    }
    return this.end(type, previousEventId, details);
  }

  /** Writes the event that ends the execution: there is always room for it. */
  end(type: string, previousEventId: number, details: Record<string, Json> = {}): number {
    const id = this.events.length + 1;
    const event = { id, previousEventId, timestamp: this.#now() / 1000, type, ...details };
    this.events.push(event);
    this.#written?.(event);
    return id;
  }
}
