// What a fault does to an invocation: its process is killed in the middle, or it hangs until Lambda ends it.
import type { Faults } from "../../faults/faults.ts";

/** How an invocation ends that does not end by itself, and after how many real milliseconds its process is gone. */
export interface Fate {
  end: "crash" | "timeout";
  moment: number;
}

/** Characters of an event that tell it from others. */
const TELLING = 400;
/** Most invocations of the sandbox are in the middle of their work then, in real milliseconds. */
const LATEST = 60;

/** What Lambda says of a process that was killed. */
export const KILLED = {
  errorType: "Runtime.ExitError",
  errorMessage: "Runtime exited with error: signal: killed",
};

/** The fate of an invocation; never a bad one for the same event a third time in a row. */
export function fateOf(faults: Faults, name: string, event: string): Fate | undefined {
  if (faults.value("function-crashes") + faults.value("function-timeouts") === 0) return undefined;
  const crashes = faults.strikes("function-crashes", name);
  const hangs = faults.strikes("function-timeouts", name);
  const work = `${name}/${event.slice(0, TELLING)}`;
  const met = (crashes || hangs) && faults.dice.mayFail(work);
  faults.dice.note(work, met);
  if (!met) return undefined;
  return { end: crashes ? "crash" : "timeout", moment: LATEST * faults.dice.roll(`fate/${name}`) };
}
