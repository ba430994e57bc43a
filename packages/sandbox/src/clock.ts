// The sandbox's time. Under load it runs like a wall clock; while nothing is in flight it skips ahead
// to the next timer, so that a wait of a minute costs no minute. Long waits are never skipped. Where time is
// modelled it stands under load, so that what this machine computes takes none of it.

import { Guests } from "./guests.ts";

/** What services and the States Language interpreter need of time. All values are milliseconds. */
export interface Clock {
  /** Milliseconds since 1970 on the sandbox's clock; never goes back. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when that aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

interface Timer {
  at: number;
  wake: () => void;
}

/** A wait longer than this is left to real time: schedules, approvals, expiries. */
const LONGEST_SKIP = 2 * 60_000;
/** setTimeout fires at once for delays of 2^31 ms and more, so long waits are chained. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * Asks a holder whether everything that has reached it has had its effect, and it waits for an answer on one of these
 * connections. May take its time.
 */
export type Quiet = (connections: ReadonlySet<number | undefined>) => Promise<boolean>;

/** Real milliseconds before a holder that had something to do is asked again. */
const PAUSE = 2;

/** How a clock begins, and who is told of its skips. */
export interface SandboxClockOptions {
  /** Milliseconds that the clock is ahead of the machine's; negative: behind it. */
  ahead?: number;
  /** False: real time only. */
  skips?: boolean;
  /** True: time stands while anything is in flight, and goes on by skips alone. */
  stands?: boolean;
}

/** The clock of a sandbox. */
export class SandboxClock implements Clock {
  /**
   * Two float64: milliseconds ahead of the machine's clock, and 1, or 0 where that clock does not count. Worker threads
   * read them for their own Date.
   */
  readonly ahead = new SharedArrayBuffer(16);
  readonly #ahead = new Float64Array(this.ahead);
  readonly #timers = new Set<Timer>();
  readonly #skips: boolean;
  /** Holders that can tell whether they only wait for answers. */
  readonly #asked = new Set<Quiet>();
  /** Requests that wait, for their latency or for a function, each with the connection that it came by. */
  readonly #delayed = new Map<symbol, number | undefined>();
  /** Whether time stands while anything is in flight. */
  readonly stands: boolean;
  /** Threads whose waiting counts where time stands. */
  readonly guests = new Guests(this);
  #inFlight = 0;
  /** Counts whatever may have given somebody something to do. */
  #changes = 0;
  #asking = false;
  #alarm: NodeJS.Timeout | undefined;
  #armed = false;
  #stopped = false;

  constructor({ ahead = 0, skips = true, stands = false }: SandboxClockOptions = {}) {
    this.#ahead.set(stands ? [Date.now() + ahead, 0] : [ahead, 1]);
    this.#skips = skips;
    this.stands = stands;
  }

  now(): number {
    return Math.floor(Date.now() * this.#ahead[1]! + this.#ahead[0]!);
  }

  /** Puts a clock that is behind the machine's right. */
  catchUp(): void {
    this.#ahead[0] = Math.max(this.stands ? Date.now() : 0, this.#ahead[0]!);
  }

  /**
   * Time runs like a wall clock until every holder has called the function that this returns. Where all the others
   * wait out a latency, a holder that has told how to ask it is asked whether it only waits for that.
   */
  busy(quiet?: Quiet): () => void {
    this.#changes++;
    if (quiet) this.#asked.add(quiet);
    else this.#inFlight++;
    let done = false;
    return () => {
      if (done) return;
      done = true;
      this.#changes++;
      if (quiet) this.#asked.delete(quiet);
      else this.#inFlight--;
      this.#arm();
    };
  }

  /** Lets a request wait out its latency, which may be skipped although the request is in flight. */
  delay(milliseconds: number, connection?: number): Promise<void> {
    return this.waiting(this.sleep(milliseconds), connection);
  }

  /** Says that a request, though in flight, does nothing itself until this is over. */
  async waiting<Result>(work: Promise<Result>, connection?: number): Promise<Result> {
    const request = Symbol("request");
    this.#changes++;
    this.#delayed.set(request, connection);
    try {
      return await work;
    } finally {
      this.#delayed.delete(request);
      this.#changes++;
    }
  }

  /** Something has come in that may soon be a request. */
  stir(): void {
    this.#changes++;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer: Timer = {
        at: this.now() + Math.max(0, milliseconds),
        wake: () => {
          this.#timers.delete(timer);
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      const stop = () => {
        this.#timers.delete(timer);
        reject(signal!.reason);
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.#timers.add(timer);
      this.#arm();
    });
  }

  /** Lets time pass at once, as if the machine had slept: for waits that are never skipped. Timers fire in order. */
  pass(milliseconds: number): void {
    this.#ahead[0]! += milliseconds;
    this.#arm();
  }

  /** Forgets all timers; sleepers stay asleep for ever. */
  stop(): void {
    this.#stopped = true;
    this.#timers.clear();
    clearTimeout(this.#alarm);
  }

  #arm(): void {
    if (this.#armed || this.#stopped) return;
    this.#armed = true;
    // Two turns of the event loop: whatever was about to start work has started it.
    setImmediate(() =>
      setImmediate(() => {
        this.#armed = false;
        this.#tick();
      }),
    );
  }

  /** Asks the holders; when all of them only wait for answers that are delayed, time may skip. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const before = this.#changes;
    const waiting = new Set(this.#delayed.values());
    const answers = await Promise.all([...this.#asked].map((quiet) => quiet(waiting)));
    const still = before === this.#changes;
    if (still && !answers.every(Boolean)) await new Promise((wake) => setTimeout(wake, PAUSE));
    this.#asking = false;
    this.#tick(still && answers.every(Boolean));
  }

  #tick(allQuiet = false): void {
    if (this.#stopped) return;
    clearTimeout(this.#alarm);
    let next = Number.POSITIVE_INFINITY;
    const now = this.now();
    for (const timer of this.#timers) if (timer.at > now) next = Math.min(next, timer.at);
    const due = [...this.#timers].filter((timer) => timer.at <= now);
    for (const timer of due.sort((a, b) => a.at - b.at)) timer.wake();
    if (due.length > 0) {
      this.#arm();
      return;
    }
    if (next === Number.POSITIVE_INFINITY) return;
    const wait = next - now;
    if (this.stands && this.#inFlight > this.#delayed.size) return;
    if (this.#skips && this.#inFlight === this.#delayed.size && wait <= LONGEST_SKIP) {
      if (this.#asked.size === 0 || allQuiet) {
        this.#ahead[0]! += wait;
        this.#arm();
        return;
      }
      if (this.#delayed.size > 0) void this.#ask();
    }
    this.#alarm = setTimeout(() => this.#tick(), Math.min(Math.max(1, wait), LONGEST_TIMEOUT));
  }
}
