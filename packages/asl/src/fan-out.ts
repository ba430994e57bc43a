// Branches of a Parallel and iterations of an inline Map: child scopes with a bound on how many at once.
import type { Machine, StateType } from "./definition.ts";
import { Failure } from "./failure.ts";
import type { Json, JsonObject } from "./json.ts";
import { Scope } from "./scope.ts";
import type { Visit } from "./visit.ts";
import { walk } from "./walk.ts";

/** One branch or iteration. */
export interface Job {
  machine: Machine;
  input: Json;
  context: JsonObject;
}

/** How the events around a child differ between Parallel and Map; ids are `previousEventId`. */
export interface Frame {
  /** Gives the event that the child's first event follows. */
  begin(index: number, previous: number): number;
  end(index: number, previous: number): void;
  failed(index: number, previous: number): void;
  aborted(index: number, previous: number): void;
}

/**
 * Runs the jobs and gives their outputs in the order of the jobs. The first failure aborts the
 * siblings and is thrown.
 */
export function fanOut(visit: Visit, jobs: Job[], most: number, frame: Frame): Promise<Json[]> {
  return new FanOut(visit, jobs, frame).run(most);
}

class FanOut {
  readonly #visit: Visit;
  readonly #jobs: Job[];
  readonly #frame: Frame;
  readonly #fork: Scope;
  readonly #results: Json[];
  readonly #active = new Map<number, Scope>();
  /** The last event of the child that ended last. */
  #chain: number;
  #next = 0;
  #failed: { failure: Failure; index: number; scope: Scope } | undefined;

  constructor(visit: Visit, jobs: Job[], frame: Frame) {
    const { scope, name } = visit;
    const { previous, context } = scope;
    this.#visit = visit;
    this.#jobs = jobs;
    this.#frame = frame;
    this.#fork = new Scope({ path: scope.key(name), previous, context, outer: scope });
    this.#results = new Array(jobs.length);
    this.#chain = previous;
  }

  async run(most: number): Promise<Json[]> {
    const first = Array.from({ length: Math.min(most, this.#jobs.length) }, () => this.#begin());
    await Promise.all(first.map((index) => this.#work(index)));
    this.#fork.leave();
    const { scope } = this.#visit;
    scope.check();
    if (this.#failed) this.#fail(this.#failed);
    scope.previous = this.#chain;
    return this.#results;
  }

  #begin(): number | undefined {
    if (this.#next >= this.#jobs.length || this.#fork.aborted) return undefined;
    const index = this.#next++;
    const previous = this.#frame.begin(index, this.#chain);
    const { context } = this.#jobs[index]!;
    const path = `${this.#fork.path}[${index}]`;
    this.#active.set(index, new Scope({ path, previous, context, outer: this.#fork }));
    return index;
  }

  /** Runs one job after the other. */
  async #work(first: number | undefined): Promise<void> {
    const { common } = this.#visit;
    for (let index = first; index !== undefined; index = this.#begin()) {
      const scope = this.#active.get(index)!;
      const { machine, input } = this.#jobs[index]!;
      try {
        this.#results[index] = await walk(common, machine, input, scope);
        if (this.#fork.aborted) return;
        this.#frame.end(index, scope.previous);
        this.#chain = scope.previous;
      } catch (thrown) {
        if (this.#fork.aborted) return;
        if (!(thrown instanceof Failure)) throw thrown;
        this.#failed = { failure: thrown, index, scope };
        this.#fork.abort({ kind: "sibling" });
        return;
      } finally {
        scope.leave();
        if (!this.#fork.aborted || this.#failed?.index === index) this.#active.delete(index);
      }
    }
  }

  /** The events of a failure: of the child that failed, then of each sibling that was under way. */
  #fail({ failure, index, scope }: { failure: Failure; index: number; scope: Scope }): never {
    const { previous } = scope;
    this.#visit.scope.previous = previous;
    this.#frame.failed(index, previous);
    this.#abortEvent(scope.current, previous, ["Task", "Wait"]);
    for (const [sibling, { current }] of this.#active) {
      this.#frame.aborted(sibling, previous);
      // assumed: all but Task.
      this.#abortEvent(current, previous, ["Task", "Wait", "Map", "Parallel"]);
    }
    throw failure;
  }

  /** Only states that can be under way have such an event. */
  #abortEvent(current: StateType | undefined, previous: number, types: StateType[]): void {
    if (!current || !types.includes(current)) return;
    this.#visit.aside(`${current}StateAborted`, previous);
  }
}
