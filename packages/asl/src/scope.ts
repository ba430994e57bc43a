// The place of a machine, a branch or an iteration: its chain in the history, its variables, and the
// power to end everything below it.
import type { StateType } from "./definition.ts";
import { Aborted, type End } from "./failure.ts";
import type { Json, JsonObject } from "./json.ts";

/** What a scope is made of. */
export interface ScopeOptions {
  /** Names the scope in the journal. */
  path: string;
  previous: number;
  context: JsonObject;
  /** The scope around it: its variables can be read, and never written, from inside. */
  outer?: Scope;
}

/** One machine, branch or iteration under way. */
export class Scope {
  readonly path: string;
  readonly context: JsonObject;
  readonly variables: Record<string, Json>;
  /** Id of the event that the next event of this scope follows. */
  previous: number;
  /** The type of the state under way, for the events of an abort. */
  current: StateType | undefined;
  readonly #outer: Scope | undefined;
  readonly #listeners = new Set<(end: End) => void>();
  readonly #passOn = (end: End) => this.abort(end);
  #end: End | undefined;
  #waits = 0;

  constructor({ path, previous, context, outer }: ScopeOptions) {
    this.path = path;
    this.previous = previous;
    this.context = context;
    this.variables = Object.create(outer?.variables ?? null);
    this.#outer = outer;
    outer?.onAbort(this.#passOn);
  }

  /** A key for the journal, never given twice. */
  key(state: string): string {
    return `${this.path}/${state}#${++this.#waits}`;
  }

  /** Why it was ended from outside, if it was. */
  get end(): End | undefined {
    return this.#end;
  }

  get aborted(): boolean {
    return this.#end !== undefined;
  }

  /** Ends this scope and all below it; the first reason stays. */
  abort(end: End): void {
    if (this.#end) return;
    this.#end = end;
    for (const listener of [...this.#listeners]) listener(end);
    this.#listeners.clear();
  }

  /** Throws when the scope was ended from outside. */
  check(): void {
    if (this.#end) throw new Aborted(this.#end);
  }

  onAbort(listener: (end: End) => void): void {
    this.#listeners.add(listener);
  }

  offAbort(listener: (end: End) => void): void {
    this.#listeners.delete(listener);
  }

  /** The scope has come to its end by itself. */
  leave(): void {
    this.#outer?.offAbort(this.#passOn);
  }
}
