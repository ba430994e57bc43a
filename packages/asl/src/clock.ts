// Time as the interpreter sees it, and a clock for tests that jumps instead of waiting.

/** All values are milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when that aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Keeps a clock that can jump from jumping until the returned function is called. */
  busy?(): () => void;
}

interface Sleeper {
  at: number;
  order: number;
  wake: () => void;
  gone: boolean;
}

/**
 * Time that passes only when nothing else can happen: once all promises have settled and nobody is
 * busy, it jumps to the next sleeper. Sleepers are kept in a binary heap.
 */
export class VirtualClock implements Clock {
  readonly #heap: Sleeper[] = [];
  #time: number;
  #order = 0;
  #inFlight = 0;
  #armed = false;

  constructor(start: number) {
    this.#time = start;
  }

  now(): number {
    return this.#time;
  }

  busy(): () => void {
    this.#inFlight++;
    let done = false;
    return () => {
      if (done) return;
      done = true;
      this.#inFlight--;
      this.#arm();
    };
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        sleeper.gone = true;
        reject(signal!.reason);
      };
      const sleeper: Sleeper = {
        at: this.#time + Math.max(0, milliseconds),
        order: this.#order++,
        gone: false,
        wake: () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.#push(sleeper);
      this.#arm();
    });
  }

  #arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    setImmediate(() => {
      this.#armed = false;
      this.#tick();
    });
  }

  #tick(): void {
    while (this.#heap[0]?.gone) this.#pop();
    const next = this.#heap[0];
    if (!next || this.#inFlight > 0) return;
    this.#time = Math.max(this.#time, next.at);
    while (this.#heap[0] && this.#heap[0].at <= this.#time) {
      const sleeper = this.#pop();
      if (!sleeper.gone) sleeper.wake();
    }
    this.#arm();
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a]!;
    const y = this.#heap[b]!;
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }

  #push(sleeper: Sleeper): void {
    let index = this.#heap.push(sleeper) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #pop(): Sleeper {
    const top = this.#heap[0]!;
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return top;
    this.#heap[0] = last;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.#heap.length) return top;
      if (child + 1 < this.#heap.length && this.#before(child + 1, child)) child++;
      if (!this.#before(child, index)) return top;
      this.#swap(child, index);
      index = child;
    }
  }
}
