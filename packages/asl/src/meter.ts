// Bounds on one evaluation, counted at each step through JSONata's own hooks. AWS stops an expression
// at 100 levels, at about 7 MB for one value and after a time; all three are catchable errors.
import type { Random } from "./random.ts";

/** One evaluation under way. */
export interface Meter {
  now: number;
  random: Random;
  depth: number;
  steps: number;
}

/** What JSONata lends to hooks and functions. */
export interface Environment {
  lookup(name: string): unknown;
}

/** 1+1+…+1 passes with 100 terms and fails with 101 (observed). */
const MOST_LEVELS = 100;
/** `[1..873782]` passes and one element more fails, a number counting as eight bytes (observed). */
const MOST_BYTES = 6_990_256;
/** assumed: stands for AWS's bound on time; counted, so that a resumed execution decides alike. */
const MOST_STEPS = 500_000;

/** No variable of a definition can have this name. */
const METER = " meter";

/** The binding under which an evaluation finds its meter. */
export function meterOf(meter: Meter): Record<string, unknown> {
  return { [METER]: meter };
}

/** The meter of the evaluation that an environment belongs to. */
export function meterIn(environment: Environment): Meter {
  return environment.lookup(METER) as Meter;
}

/** Refuses a value that would hold more than an evaluation may. */
export function checkSize(bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  throw new Error("Expression evaluation memory limit exceeded: Check for excessive memory usage");
}

/** Called before each step. */
export function entered(_step: unknown, _input: unknown, environment: Environment): void {
  const meter = meterIn(environment);
  if (++meter.depth > MOST_LEVELS) {
    throw new Error(
      "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as " +
        `tail-recursive. Depth=${meter.depth} max=${MOST_LEVELS}`,
    );
  }
  if (++meter.steps > MOST_STEPS) {
    throw new Error("Expression evaluation timeout: Check for infinite loop");
  }
}

/** Called after each step. */
export function left(
  _step: unknown,
  _input: unknown,
  environment: Environment,
  result: unknown,
): void {
  meterIn(environment).depth--;
  if (typeof result === "string") checkSize(result.length);
  else if (Array.isArray(result)) checkSize(result.length * 8);
}
