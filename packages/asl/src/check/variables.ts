// Names that Assign gives.
import { isObject, type Json, type JsonObject } from "../json.ts";
import { schemaError } from "./invalid-definition.ts";

/** The variables that are visible inside a machine: those around it and its own. */
export function checkVariables(states: JsonObject, at: string, outer: Set<string>): Set<string> {
  const all = new Set(outer);
  for (const [name, path] of assigned(states)) {
    const place = `${at}/States/${path}`;
    if (name === "states") throw schemaError("The variable name 'states' is reserved", place);
    // 80 characters (documentation).
    if (name.length > 80) throw schemaError("Variable name is too long", place);
    if (outer.has(name)) {
      // assumed: the text.
      throw schemaError(`Variable '${name}' is already assigned in an outer scope`, place);
    }
    all.add(name);
  }
  return all;
}

function assigned(states: JsonObject): [name: string, path: string][] {
  const found: [string, string][] = [];
  const add = (holder: Json | undefined, path: string) => {
    if (!isObject(holder) || !isObject(holder.Assign)) return;
    for (const name of Object.keys(holder.Assign)) found.push([name, `${path}/Assign/${name}`]);
  };
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    add(state, name);
    for (const field of ["Choices", "Catch"]) {
      const rules = state[field];
      if (!Array.isArray(rules)) continue;
      for (const [i, rule] of rules.entries()) add(rule, `${name}/${field}[${i}]`);
    }
  }
  return found;
}
