// From StartAt to the end of a machine, a branch or an iteration.
import type { Machine } from "./definition.ts";
import type { Common } from "./execution.ts";
import type { Json } from "./json.ts";
import type { Scope } from "./scope.ts";
import { Visit } from "./visit.ts";

/** Visits one state after the other and gives the output of the last. */
export async function walk(
  common: Common,
  machine: Machine,
  input: Json,
  scope: Scope,
): Promise<Json> {
  let name = machine.StartAt;
  let value = input;
  for (;;) {
    scope.check();
    const step = await new Visit(common, name, machine.States[name]!, value, scope).run();
    scope.check();
    if (step.next === undefined) return step.output;
    name = step.next;
    value = step.output;
  }
}
