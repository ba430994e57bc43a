// The ways through a machine: every target exists, every state can be reached, and there is an end.
import { isObject, type Json, type JsonObject } from "../json.ts";
import { InvalidDefinition } from "./invalid-definition.ts";

/** Checks the transitions of one machine. */
export function checkGraph(machine: JsonObject, at: string): void {
  const states = machine.States as Record<string, JsonObject>;
  const ways = new Map(Object.entries(states).map(([name, state]) => [name, targets(state)]));
  expectState(machine.StartAt!, states, `${at}/StartAt`);
  for (const [name, those] of ways) {
    for (const [target, path] of those) expectState(target, states, `${at}/States/${name}${path}`);
  }
  if (!Object.values(states).some(isTerminal)) {
    throw new InvalidDefinition("MISSING_END_STATE", "Workflow has no terminal state");
  }
  const reached = new Set<Json>();
  const open: Json[] = [machine.StartAt!];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const [target] of ways.get(name as string) ?? []) open.push(target);
  }
  const lost = Object.keys(states).find((name) => !reached.has(name));
  if (lost === undefined) return;
  const problem = `State "${lost}" is not reachable.`;
  throw new InvalidDefinition("MISSING_TRANSITION_TARGET", problem, `${at}/States/${lost}`);
}

function isTerminal({ Type, End }: JsonObject): boolean {
  return End === true || Type === "Succeed" || Type === "Fail";
}

function targets(state: JsonObject): [target: Json, path: string][] {
  const found: [Json, string][] = [];
  const add = (target: Json | undefined, path: string) => {
    if (target !== undefined) found.push([target, path]);
  };
  add(state.Next, "/Next");
  add(state.Default, "/Default");
  for (const field of ["Choices", "Catch"]) {
    for (const [i, rule] of ((state[field] ?? []) as Json[]).entries()) {
      if (isObject(rule)) add(rule.Next, `/${field}[${i}]/Next`);
    }
  }
  return found;
}

/** The word is Next for Default and Catch too (observed). */
function expectState(target: Json, states: JsonObject, at: string): void {
  if (typeof target === "string" && Object.hasOwn(states, target)) return;
  const problem = `Missing 'Next' target: ${target}`;
  throw new InvalidDefinition("MISSING_TRANSITION_TARGET", problem, at);
}
