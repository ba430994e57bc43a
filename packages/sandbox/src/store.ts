// State that survives: named collections of JSON values in memory, journalled to one file. All changes
// of one turn of the event loop are one line, so a kill leaves either all of them or none.
import fs from "node:fs";
import path from "node:path";
import { StringDecoder } from "node:string_decoder";
import { lock } from "./lock.ts";

/**
 * A map whose changes are journalled. Values are JSON and immutable by convention: to change one,
 * `set` a new value, since a value changed in place is lost at the next start.
 */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  has(key: string): boolean;
  set(key: string, value: Value): void;
  delete(key: string): boolean;
  keys(): IterableIterator<string>;
  values(): IterableIterator<Value>;
  entries(): IterableIterator<[string, Value]>;
  readonly size: number;
}

type Change = [collection: string, key: string, value?: unknown];

/** Lines of a snapshot that are written together. */
const LINES_AT_ONCE = 1_000;
/** Bytes of a file that are read together: a whole journal can be longer than a string may be. */
const BYTES_AT_ONCE = 1 << 20;

function* linesOf(file: string): Generator<string> {
  const descriptor = fs.openSync(file, "r");
  const buffer = Buffer.alloc(BYTES_AT_ONCE);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  try {
    for (let read = 1; read > 0; ) {
      read = fs.readSync(descriptor, buffer, 0, buffer.length, null);
      const lines = (rest + decoder.write(buffer.subarray(0, read))).split("\n");
      rest = lines.pop()!;
      yield* lines;
    }
    yield rest + decoder.end();
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Bytes of journal that make a snapshot worth its second. A run of 300 accounts in 17 Regions writes 80 MB,
 * and leaves 34 MB of state (measured).
 */
const LONGEST_JOURNAL = 256 << 20;

/** All state of a sandbox. */
export class Store {
  readonly #collections = new Map<string, Map<string, unknown>>();
  readonly #directory: string | undefined;
  readonly #blobs = new Map<string, Buffer>();
  readonly #texts = new Map<string, string>();
  #file: number | undefined;
  #unlock = () => {};
  /** Bytes written to the journal since the latest snapshot. */
  #length = 0;
  #pending: Change[] = [];
  #scheduled = false;
  /** Blobs that no kept value names once the pending changes are written. */
  #unnamed: string[] = [];
  #beforeFlush = () => {};

  /** Keeps state under `directory`, or in memory only. Reads what an earlier process left there. */
  constructor(directory?: string) {
    this.#directory = directory;
    if (!directory) return;
    fs.mkdirSync(path.join(directory, "blobs"), { recursive: true });
    this.#unlock = lock(directory);
    this.#load(path.join(directory, "snapshot.jsonl"));
    this.#load(path.join(directory, "journal.jsonl"));
    this.#compact();
  }

  /** The collection of this name; the same object each time. */
  collection<Value>(name: string): Collection<Value> {
    const map = this.#map(name) as Map<string, Value>;
    return {
      get: (key) => map.get(key),
      has: (key) => map.has(key),
      set: (key, value) => {
        map.set(key, value);
        this.#note([name, key, value]);
      },
      delete: (key) => {
        if (!map.delete(key)) return false;
        this.#note([name, key]);
        return true;
      },
      keys: () => map.keys(),
      values: () => map.values(),
      entries: () => map.entries(),
      get size() {
        return map.size;
      },
    };
  }

  /** Keeps bytes (an S3 object) under an id of letters, digits, dots and hyphens. */
  putBlob(id: string, bytes: Buffer): void {
    if (this.#directory) fs.writeFileSync(path.join(this.#directory, "blobs", id), bytes);
    else this.#blobs.set(id, bytes);
  }

  getBlob(id: string): Buffer | undefined {
    if (!this.#directory) return this.#blobs.get(id);
    const file = path.join(this.#directory, "blobs", id);
    return fs.existsSync(file) ? fs.readFileSync(file) : undefined;
  }

  /** Forgets bytes. Their file stays until the change that let go of them is written: a kill between the two loses nothing. */
  deleteBlob(id: string): void {
    if (!this.#directory) return void this.#blobs.delete(id);
    this.#unnamed.push(id);
    this.#schedule();
  }

  /** Appends to a text file below the data directory, or to one in memory; `name` may hold slashes. */
  appendText(name: string, text: string): void {
    if (!this.#directory) {
      this.#texts.set(name, (this.#texts.get(name) ?? "") + text);
      return;
    }
    const file = path.join(this.#directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, text);
  }

  /** A text that was appended to; empty when there is none. */
  readText(name: string): string {
    if (!this.#directory) return this.#texts.get(name) ?? "";
    const file = path.join(this.#directory, name);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  }

  /** Writes what is pending. Called before an answer leaves, so that nothing acknowledged is lost. */
  flush(): void {
    if (this.#pending.length > 0) {
      this.#beforeFlush();
      const changes = this.#pending;
      this.#pending = [];
      if (this.#file !== undefined) this.#append(`${JSON.stringify(changes)}\n`);
    }
    for (const id of this.#unnamed.splice(0))
      fs.rmSync(path.join(this.#directory!, "blobs", id), { force: true });
  }

  #append(line: string): void {
    this.#length += fs.writeSync(this.#file!, line);
    if (this.#length > LONGEST_JOURNAL) this.#compact();
  }

  /** Runs before each line of the journal is written; what it sets is part of that line. */
  onFlush(run: () => void): void {
    this.#beforeFlush = run;
  }

  close(): void {
    this.flush();
    if (this.#file !== undefined) fs.closeSync(this.#file);
    this.#file = undefined;
    this.#unlock();
  }

  #map(name: string): Map<string, unknown> {
    let map = this.#collections.get(name);
    if (!map) {
      map = new Map();
      this.#collections.set(name, map);
    }
    return map;
  }

  #note(change: Change): void {
    if (!this.#directory) return;
    this.#pending.push(change);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  #load(file: string): void {
    if (!fs.existsSync(file)) return;
    let number = 0;
    let torn: number | undefined;
    for (const line of linesOf(file)) {
      number++;
      if (line === "") continue;
      // A kill can tear the last line only; its changes were never acknowledged.
      if (torn !== undefined) throw new Error(`${file}:${torn} is damaged`);
      let changes: Change[];
      try {
        changes = JSON.parse(line);
      } catch {
        torn = number;
        continue;
      }
      for (const [name, key, value] of changes) {
        if (value === undefined) this.#map(name).delete(key);
        else this.#map(name).set(key, value);
      }
    }
  }

  /** A snapshot and an empty journal, so that start-up stays fast. A kill in between leaves the two overlapping, which is harmless. */
  #compact(): void {
    const snapshot = path.join(this.#directory!, "snapshot.jsonl");
    const fresh = `${snapshot}.new`;
    const out = fs.openSync(fresh, "w");
    let lines: string[] = [];
    const write = () => {
      fs.writeSync(out, lines.join(""));
      lines = [];
    };
    for (const [name, map] of this.#collections)
      for (const [key, value] of map) {
        lines.push(`${JSON.stringify([[name, key, value]])}\n`);
        if (lines.length === LINES_AT_ONCE) write();
      }
    write();
    fs.fsyncSync(out);
    fs.closeSync(out);
    fs.renameSync(fresh, snapshot);
    if (this.#file !== undefined) fs.closeSync(this.#file);
    this.#file = fs.openSync(path.join(this.#directory!, "journal.jsonl"), "w");
    this.#length = 0;
  }
}
