// Whether a definition can be run, found out when it is created and not when it fails.
import { isObject, type Json, type JsonObject } from "../json.ts";
import { checkExpress } from "./express.ts";
import { checkExpressions } from "./expressions.ts";
import { checkGraph } from "./graph.ts";
import { InvalidDefinition, schemaError } from "./invalid-definition.ts";
import { checkLanguage } from "./language.ts";
import { checkMachineFields, checkStateFields } from "./state-fields.ts";
import { checkVariables } from "./variables.ts";

export { InvalidDefinition };

/** Throws InvalidDefinition when the definition is not one of its type, or is not all JSONata. */
export function checkDefinition(definition: Json, type: "STANDARD" | "EXPRESS" = "STANDARD"): void {
  if (!isObject(definition)) {
    throw new InvalidDefinition(
      "SCHEMA_VALIDATION_FAILED",
      "Definition must be a valid JSON object",
    );
  }
  checkMachine(definition, definition.QueryLanguage ?? "JSONPath", "", new Set());
  if (type === "EXPRESS") checkExpress(definition, "");
}

/** Machines inside inherit the language of the outermost, not that of the state they are in. */
function checkMachine(machine: JsonObject, language: Json, at: string, outer: Set<string>): void {
  checkMachineFields(machine, at);
  const states = machine.States as JsonObject;
  const variables = checkVariables(states, at, outer);
  for (const [name, state] of Object.entries(states)) {
    const place = `${at}/States/${name}`;
    if (!isObject(state)) throw schemaError("Expected value of type [OBJECT]", place);
    checkLanguage(name, state, language, place);
    checkStateFields(state, place);
    checkExpressions(state, place);
    for (const [path, inner, own] of innerMachines(state, variables)) {
      if (!isObject(inner)) throw schemaError("Expected value of type [OBJECT]", `${place}${path}`);
      checkMachine(inner, language, `${place}${path}`, own);
    }
  }
  checkGraph(machine, at);
}

function innerMachines(
  state: JsonObject,
  variables: Set<string>,
): [path: string, machine: Json, outer: Set<string>][] {
  const found: [string, Json, Set<string>][] = [];
  if (Array.isArray(state.Branches)) {
    for (const [i, branch] of state.Branches.entries()) {
      found.push([`/Branches[${i}]`, branch, variables]);
    }
  }
  const processor = state.ItemProcessor;
  if (processor === undefined) return found;
  const config =
    isObject(processor) && isObject(processor.ProcessorConfig) && processor.ProcessorConfig;
  // assumed: children of a distributed Map see no outer variables, so they may use the names again.
  const apart = config && config.Mode === "DISTRIBUTED";
  found.push(["/ItemProcessor", processor, apart ? new Set() : variables]);
  return found;
}
