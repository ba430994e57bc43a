// Waiting for the outside, from within a scope: the wait ends with what came, or with the scope.
import { Aborted, type End, type ErrorFields, Failure } from "./failure.ts";
import { isObject, type Json } from "./json.ts";
import type { Scope } from "./scope.ts";
import type { Turns } from "./turns.ts";

/** What the real work of a wait is given. */
export interface Work {
  /** Aborts when nobody waits any more. */
  signal: AbortSignal;
  /** True when an earlier process may have begun this work. */
  resumed: boolean;
  /** Hands over something that came from outside. */
  offer(value: Json): void;
}

/** Taking a value either ends the wait with a result, or by throwing a Failure, or goes on. */
type Take<T> = (value: Json) => { result: T } | undefined;

const over = new Error("Nobody waits for this any more.");

/** A host's rejection as the journal keeps it; an unforeseen Error is no answer of the outside. */
export function refusal(
  thrown: unknown,
): { failed: { error?: string; cause?: string } } | undefined {
  if (thrown instanceof Error && !("error" in thrown)) return undefined;
  const { error, cause } = (thrown ?? {}) as { error?: unknown; cause?: unknown };
  return {
    failed: {
      ...(typeof error === "string" && { error }),
      ...(typeof cause === "string" && { cause }),
    },
  };
}

/** The Failure in a recorded answer, if it is one. */
export function failureIn(answer: Json): Failure | undefined {
  if (!isObject(answer) || !isObject(answer.failed)) return undefined;
  const { error, cause } = answer.failed as ErrorFields;
  return new Failure(error, cause);
}

/** What lies outside one execution. */
export class Outside {
  readonly turns: Turns;
  readonly #crash: (thrown: unknown) => void;

  constructor(turns: Turns, crash: (thrown: unknown) => void) {
    this.turns = turns;
    this.#crash = crash;
  }

  /** Waits under a key for as many values as `take` wants. */
  wait<T>(scope: Scope, key: string, start: (work: Work) => void, take: Take<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let controller: AbortController | undefined;
    const leave = () => {
      this.turns.shut(key);
      scope.offAbort(abort);
      controller?.abort(over);
    };
    const abort = (end: End) => {
      leave();
      reject(new Aborted(end));
    };
    scope.check();
    scope.onAbort(abort);
    this.turns.open(key, {
      start: (resumed) => {
        controller = new AbortController();
        const offer = (value: Json) => this.turns.offer(key, value);
        start({ signal: controller.signal, resumed, offer });
      },
      take: (value) => {
        try {
          const taken = take(value);
          if (!taken) return;
          resolve(taken.result);
        } catch (thrown) {
          reject(thrown);
        }
        leave();
      },
    });
    return promise;
  }

  /** Waits for one answer: what `work` resolves with, or a Failure with the fields it rejects with. */
  ask(scope: Scope, key: string, work: (work: Work) => Promise<Json | undefined>): Promise<Json> {
    return this.wait<Json>(
      scope,
      key,
      (call) => this.answer(call, () => work(call)),
      (value) => {
        const failure = failureIn(value);
        if (failure) throw failure;
        return { result: (value as { output: Json }).output };
      },
    );
  }

  /** Offers what a promise settles with, as `{ output }` or `{ failed }`. */
  answer({ signal, offer }: Work, work: () => Promise<Json | undefined>): void {
    const failed = (thrown: unknown) => {
      if (signal.aborted) return;
      const answer = refusal(thrown);
      if (answer) offer(answer);
      else this.#crash(thrown);
    };
    try {
      work().then((output) => offer({ output: output ?? null }), failed);
    } catch (thrown) {
      failed(thrown);
    }
  }
}
