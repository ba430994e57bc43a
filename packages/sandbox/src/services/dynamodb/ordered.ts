// Entries in order, in one array: found by bisection, and mostly added at the end.

/** What can be ordered. */
export interface Entry {
  /** Where the entry sorts; equal places are ordered by id. */
  readonly sort: string;
  readonly id: string;
}

/** A sorted list without two entries of one sort and id. */
export class Ordered<E extends Entry> {
  readonly entries: E[] = [];

  /** Position of the first entry that is not before (sort, id). */
  from(sort: string, id = ""): number {
    const { entries } = this;
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = entries[middle]!;
      if (entry.sort < sort || (entry.sort === sort && entry.id < id)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds an entry, or puts it in the place of the one with its sort and id. */
  put(entry: E): void {
    const { entries } = this;
    const last = entries.at(-1);
    if (!last || last.sort < entry.sort) {
      entries.push(entry);
      return;
    }
    const at = this.from(entry.sort, entry.id);
    const there = entries[at];
    const same = there?.sort === entry.sort && there.id === entry.id;
    entries.splice(at, same ? 1 : 0, entry);
  }

  remove(sort: string, id: string): void {
    const at = this.from(sort, id);
    const there = this.entries[at];
    if (there?.sort === sort && there.id === id) this.entries.splice(at, 1);
  }

  get(sort: string, id: string): E | undefined {
    const there = this.entries[this.from(sort, id)];
    return there?.sort === sort && there.id === id ? there : undefined;
  }
}
