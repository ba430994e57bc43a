// Files that are read line by line (core/lined.ts): the head at once, the entries as somebody asks for them.
import { entryOf, headOf } from "@rollcall/core/lined";
import { linesOf } from "../s3-lines.ts";

/** Entries, some at a time. */
export type Entries = AsyncGenerator<string[], void, undefined>;

/** A file that is open: its head, and the entries that follow. Whoever opens one reads it to its end. */
export interface LinedFile<Head> {
  head: Head;
  entries: Entries;
}

/** Opens a file; undefined where there is none. Its entries throw when it ends before its last line. */
export async function openLined<Head>(key: string): Promise<LinedFile<Head> | undefined> {
  const lines = await linesOf(key);
  if (!lines) return undefined;
  const first = await lines.next();
  if (first.done) throw new Error(`${key} is empty`);
  const [head = "", ...rest] = first.value;
  return { head: headOf<Head>(head), entries: entriesIn(key, rest, lines) };
}

async function* entriesIn(key: string, first: string[], lines: Entries): Entries {
  for (let some = first; ; ) {
    const entries = some.map(entryOf).filter((one) => one !== undefined);
    if (entries.length > 0) yield entries;
    if (entries.length < some.length) return void (await lines.return());
    const next = await lines.next();
    if (next.done) throw new Error(`${key} ends before its last line`);
    some = next.value;
  }
}

/** A list that is read in ascending order of accounts. */
class Cursor<One extends { accountId: string }> {
  readonly #entries: Entries;
  readonly #parse: (entry: string) => One;
  #some: string[] = [];
  #at = 0;
  /** Undefined at the end. */
  head: One | undefined;

  constructor(entries: Entries, parse: (entry: string) => One) {
    this.#entries = entries;
    this.#parse = parse;
  }

  /** Moves on. Whether more has to be waited for first. */
  move(): boolean {
    if (this.#at >= this.#some.length) return true;
    this.head = this.#parse(this.#some[this.#at++]!);
    return false;
  }

  async wait(): Promise<void> {
    const next = await this.#entries.next();
    [this.#some, this.#at] = [next.done ? [] : next.value, 0];
    if (next.done) this.head = undefined;
    else this.move();
  }
}

/**
 * What ascending lists say of one account after another, those first that come first. Of each list only as much is
 * in memory as has arrived together.
 */
export async function* byAccount<One extends { accountId: string }>(
  lists: Entries[],
  parse: (entry: string) => One,
): AsyncGenerator<(One | undefined)[], void, undefined> {
  const cursors = lists.map((entries) => new Cursor(entries, parse));
  await Promise.all(cursors.map((one) => one.wait()));
  for (;;) {
    let next: string | undefined;
    for (const { head } of cursors)
      if (head && (next === undefined || head.accountId < next)) next = head.accountId;
    if (next === undefined) return;
    yield cursors.map(({ head }) => (head?.accountId === next ? head : undefined));
    for (const one of cursors) if (one.head?.accountId === next && one.move()) await one.wait();
  }
}
