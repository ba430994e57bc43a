// All that comes from outside enters an execution here, one thing at a time: it is noted in the journal,
// handed to whoever waits for it, and the next is let in only when the execution has come to rest. So the
// order of entries alone decides what happens, and the same entries give the same history again.
import type { Clock } from "./clock.ts";
import type { Journal } from "./host.ts";
import type { Json } from "./json.ts";

/** One place where an execution waits for the outside. */
export interface Door {
  /** Begins the real work. Not called while recorded entries are still being fed back. */
  start(resumed: boolean): void;
  /** Takes what came. */
  take(value: Json): void;
}

type Entry = { key: string; at: number; value: Json };

/** The entrance of one execution. */
export class Turns {
  /** The time of the latest entry, milliseconds: all that follows from it happens at this moment. */
  now = 0;
  readonly #clock: Clock;
  readonly #journal: Journal | undefined;
  readonly #crash: (thrown: unknown) => void;
  readonly #doors = new Map<string, Door>();
  readonly #queue: { key: string; value: Json }[] = [];
  #count = 0;
  #live = false;
  #moving = false;
  #closed = false;
  #release: (() => void) | undefined;

  constructor(clock: Clock, journal: Journal | undefined, crash: (thrown: unknown) => void) {
    this.#clock = clock;
    this.#journal = journal;
    this.#crash = crash;
  }

  /** The first entry: what was recorded, or else what `fresh` gives. */
  begin(key: string, fresh: () => Json): Json {
    this.#release = this.#clock.busy?.();
    const recorded = this.#recorded();
    if (recorded) {
      this.now = recorded.at;
      this.#settle(() => this.#replay());
      return recorded.value;
    }
    this.#live = true;
    const value = fresh();
    this.#note(key, value);
    this.#settle(() => this.#pump());
    return value;
  }

  /** Waits at a door until it is shut. Keys are never used twice in one execution. */
  open(key: string, door: Door): void {
    this.#doors.set(key, door);
    if (this.#live) door.start(false);
  }

  shut(key: string): void {
    this.#doors.delete(key);
  }

  /** Something came from outside. It is dropped when nobody waits for it any more. */
  offer(key: string, value: Json): void {
    if (this.#closed || !this.#doors.has(key)) return;
    this.#queue.push({ key, value });
    this.#release ??= this.#clock.busy?.();
    this.#pump();
  }

  /** Lets nothing in any more. */
  close(): void {
    this.#closed = true;
    this.#doors.clear();
    this.#rest();
  }

  #pump(): void {
    if (this.#moving || this.#closed) return;
    let next = this.#queue.shift();
    while (next && !this.#doors.has(next.key)) next = this.#queue.shift();
    if (!next) {
      this.#rest();
      return;
    }
    try {
      this.#note(next.key, next.value);
      this.#doors.get(next.key)?.take(next.value);
    } catch (thrown) {
      this.#crash(thrown);
      return;
    }
    this.#settle(() => this.#pump());
  }

  #replay(): void {
    const entry = this.#recorded();
    const door = entry && this.#doors.get(entry.key);
    if (!entry) {
      this.#goLive();
    } else if (door) {
      this.now = entry.at;
      door.take(entry.value);
      this.#settle(() => this.#replay());
    } else {
      const number = this.#count - 1;
      this.#crash(
        new Error(`Entry ${number} of the journal, for ${entry.key}, does not fit this execution.`),
      );
    }
  }

  #goLive(): void {
    this.#live = true;
    for (const [key, door] of [...this.#doors]) if (this.#doors.get(key) === door) door.start(true);
    this.#settle(() => this.#pump());
  }

  /** Runs `next` once all promises have settled: expressions are evaluated in microtasks only. */
  #settle(next: () => void): void {
    this.#moving = true;
    setImmediate(() => {
      this.#moving = false;
      if (!this.#closed) next();
    });
  }

  #rest(): void {
    this.#release?.();
    this.#release = undefined;
  }

  #recorded(): Entry | undefined {
    const entry = this.#journal?.get(String(this.#count)) as Entry | undefined;
    if (entry) this.#count++;
    return entry;
  }

  #note(key: string, value: Json): void {
    this.now = this.#clock.now();
    this.#journal?.set(String(this.#count++), { key, at: this.now, value });
  }
}
