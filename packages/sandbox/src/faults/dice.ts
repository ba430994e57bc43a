// Chance that can be had again: the fate of the nth call of one kind depends on the seed and on n alone, and not on
// what else happens in the same moment. And it is bounded: nothing fails for ever.

/** The same piece of work fails this often in a row at most: three attempts, as the SDKs make, always do. */
const MOST_IN_A_ROW = 2;
/** Counters and streaks that are kept; the oldest are forgotten beyond this. */
const KEPT = 100_000;

/** A number in [0, 1) for a text: FNV-1a, mixed until neighbours differ. */
export function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** The dice of one process. */
export class Dice {
  readonly #seed: number;
  readonly #counts = new Map<string, number>();
  readonly #streaks = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The next number in [0, 1) of a sequence of its own; `sequence` says whose. */
  roll(sequence: string): number {
    const count = this.#counts.get(sequence) ?? 0;
    put(this.#counts, sequence, count + 1);
    return fraction(`${this.#seed}/${sequence}/${count}`);
  }

  /** The number in [0, 1) of a thing that is asked about more than once. */
  of(thing: string): number {
    return fraction(`${this.#seed}/${thing}`);
  }

  /** Whether this piece of work may fail once more. */
  mayFail(work: string): boolean {
    return (this.#streaks.get(work) ?? 0) < MOST_IN_A_ROW;
  }

  /** Notes how a piece of work ended. */
  note(work: string, failed: boolean): void {
    if (failed) put(this.#streaks, work, (this.#streaks.get(work) ?? 0) + 1);
    else this.#streaks.delete(work);
  }
}

function put(map: Map<string, number>, key: string, value: number): void {
  if (!map.has(key) && map.size >= KEPT) map.delete(map.keys().next().value!);
  map.set(key, value);
}
