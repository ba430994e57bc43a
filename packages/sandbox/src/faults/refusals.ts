// Errors to order: the next calls of an operation end in the one that somebody wants to see. So every error that an API
// reference names can be met, also those that no state of the sandbox leads to.
import type { Collection, Store } from "../store.ts";

/** Calls of one operation that are to be refused. */
export interface Refusal {
  /** Such as `securityhub:ListMembers`. */
  operation: string;
  /** The error's name in the service's model, whose status it takes; any other name is answered with 400. */
  code: string;
  /** How many calls are left. */
  times: number;
}

/** The refusals of a world that were ordered, one for each operation; a later order takes the place of an earlier one. */
export class Refusals {
  readonly #kept: Collection<Refusal>;

  constructor(store: Pick<Store, "collection">) {
    this.#kept = store.collection("sandbox/refusals");
  }

  order(refusal: Refusal): void {
    this.#kept.set(refusal.operation, refusal);
  }

  /** Those that are still to come. */
  list(): Refusal[] {
    return [...this.#kept.values()];
  }

  /** The code of the error that this call meets; one less is left then. */
  meet(operation: string): string | undefined {
    const refusal = this.#kept.get(operation);
    if (!refusal) return undefined;
    if (refusal.times > 1) this.#kept.set(operation, { ...refusal, times: refusal.times - 1 });
    else this.#kept.delete(operation);
    return refusal.code;
  }

  clear(): void {
    for (const { operation } of this.list()) this.#kept.delete(operation);
  }
}
