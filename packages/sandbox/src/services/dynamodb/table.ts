// One table at work: items by key, and the order of the table and of its indexes, kept in memory and
// rebuilt at start. Only items are stored: an index is a consequence of them.
import { hashPrefix } from "dynalite/db/index.js";
import type { Collection } from "../../store.ts";
import { Ordered } from "./ordered.ts";
import {
  idOf,
  indexViews,
  type Position,
  positionIn,
  type TableRecord,
  tableView,
  type View,
} from "./schema.ts";
import type { Item } from "./value.ts";

/** An item in its place. `item` is the whole item, also in an index: views cut it when it is read. */
export interface Row {
  readonly sort: string;
  readonly id: string;
  readonly item: Item;
}

interface Place {
  /** Six hex digits of a hash, so that a scan meets partitions in no useful order, as on AWS. */
  readonly sort: string;
  readonly id: string;
}

/** The rows of a table or an index: partitions by hash key, each in the order of its range key. */
export class Rows {
  readonly view: View;
  readonly #partitions = new Map<string, Ordered<Row>>();
  /** The order of partitions; made at the first scan. */
  #places: Ordered<Place> | undefined;

  constructor(view: View) {
    this.view = view;
  }

  /** How many items the view has. */
  get size(): number {
    let size = 0;
    for (const rows of this.#partitions.values()) size += rows.entries.length;
    return size;
  }

  partition(hash: string): Ordered<Row> | undefined {
    return this.#partitions.get(hash);
  }

  /** Partitions in the order of a scan. */
  places(): Ordered<Place> {
    if (this.#places) return this.#places;
    const places = new Ordered<Place>();
    for (const id of this.#partitions.keys()) places.entries.push({ sort: prefix(id), id });
    places.entries.sort((a, b) => (a.sort < b.sort || (a.sort === b.sort && a.id < b.id) ? -1 : 1));
    this.#places = places;
    return places;
  }

  put({ hash, sort }: Position, id: string, item: Item): void {
    let rows = this.#partitions.get(hash);
    if (!rows) {
      rows = new Ordered();
      this.#partitions.set(hash, rows);
      this.#places?.put({ sort: prefix(hash), id: hash });
    }
    rows.put({ sort, id, item });
  }

  remove({ hash, sort }: Position, id: string): void {
    const rows = this.#partitions.get(hash);
    rows?.remove(sort, id);
    if (rows?.entries.length !== 0) return;
    this.#partitions.delete(hash);
    this.#places?.remove(prefix(hash), hash);
  }
}

/** Place of a partition among the others, for a key that `sortKey` wrote. */
export function prefix(hash: string): string {
  return hashPrefix(hash, "S");
}

/** What one write does to one item; `old` or `new` is absent where there was or will be no item. */
export interface Change {
  table: Table;
  id: string;
  old?: Item | undefined;
  new?: Item | undefined;
}

/** The items of one table, and their order in it and in its indexes. */
export class Table {
  record: TableRecord;
  readonly rows: Rows;
  readonly #items: Collection<Item>;
  #indexes: Rows[];
  /** Index changes that reads do not see yet, oldest first. */
  #late: { due: number; id: string; old: Item | undefined; new: Item | undefined }[] = [];

  constructor(record: TableRecord, items: Collection<Item>) {
    this.record = record;
    this.#items = items;
    this.rows = new Rows(tableView(record));
    this.#indexes = indexViews(record).map((view) => new Rows(view));
    for (const [id, item] of items.entries())
      for (const rows of [this.rows, ...this.#indexes]) move(rows, id, undefined, item);
  }

  get size(): number {
    return this.#items.size;
  }

  /** The id of the item with this key, or of the item itself. */
  idOf(key: Item): string {
    return idOf(positionIn(this.rows.view, key)!);
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  values(): IterableIterator<Item> {
    return this.#items.values();
  }

  /** Writes one change; indexes follow `lag` milliseconds later. */
  apply({ id, old, new: item }: Change, now: number, lag: number): void {
    if (item) this.#items.set(id, item);
    else this.#items.delete(id);
    move(this.rows, id, old, item);
    if (lag > 0 || this.#late.length > 0) this.#late.push({ due: now + lag, id, old, new: item });
    else for (const rows of this.#indexes) move(rows, id, old, item);
  }

  /** Lets indexes catch up with the writes that a read at this time sees. */
  settle(now: number): void {
    while (this.#late[0] && this.#late[0].due <= now) {
      const late = this.#late.shift()!;
      for (const rows of this.#indexes) move(rows, late.id, late.old, late.new);
    }
  }

  /** The rows of an index. */
  index(name: string): Rows | undefined {
    return this.#indexes.find((rows) => rows.view.name === name);
  }

  /** Takes a changed record; builds the indexes that are new. */
  change(record: TableRecord): void {
    this.record = record;
    this.#late = [];
    this.#indexes = indexViews(record).map((view) => new Rows(view));
    for (const [id, item] of this.#items.entries())
      for (const rows of this.#indexes) move(rows, id, undefined, item);
  }

  /** Removes every item. */
  clear(): void {
    for (const id of [...this.#items.keys()]) this.#items.delete(id);
  }
}

function move(rows: Rows, id: string, old: Item | undefined, item: Item | undefined): void {
  const from = old && positionIn(rows.view, old);
  const to = item && positionIn(rows.view, item);
  if (from && (!to || from.hash !== to.hash || from.sort !== to.sort)) rows.remove(from, id);
  if (to) rows.put(to, id, item!);
}
