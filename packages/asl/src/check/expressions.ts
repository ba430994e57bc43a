// Every expression of a state is parsed when the definition is created.
import type jsonata from "jsonata";
import { bodyOf, compile, isExpression } from "../expression.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { InvalidDefinition } from "./invalid-definition.ts";
import { readsErrorOutput, readsRoot, topLevelName } from "./references.ts";

const EVALUATED = [
  ...["Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Credentials", "Seconds", "Timestamp"],
  ...["Error", "Cause", "Items", "ItemReader", "ItemSelector", "ItemBatcher", "ResultWriter"],
  ...["MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"],
  ...["Condition", "Assign", "Output"],
];

/** Parses what the state evaluates, and refuses references to what no expression can see. */
export function checkExpressions(state: JsonObject, at: string): void {
  checkHolder(state, at, false);
  for (const field of ["Choices", "Catch"]) {
    for (const [i, rule] of ((state[field] ?? []) as Json[]).entries()) {
      if (isObject(rule)) checkHolder(rule, `${at}/${field}[${i}]`, field === "Catch");
    }
  }
}

function checkHolder(holder: JsonObject, at: string, caught: boolean): void {
  for (const field of EVALUATED) {
    if (field in holder) checkValue(holder[field]!, `${at}/${field}`, caught);
  }
}

function checkValue(value: Json, at: string, caught: boolean): void {
  if (isExpression(value)) checkExpression(bodyOf(value), at, caught);
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) checkValue(item, `${at}[${i}]`, caught);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) checkValue(item, `${at}/${key}`, caught);
  }
}

function checkExpression(body: string, at: string, caught: boolean): void {
  let tree: jsonata.ExprNode;
  try {
    tree = compile(body).ast();
  } catch (thrown) {
    const { message } = thrown as Error;
    throw new InvalidDefinition("INVALID_JSONATA_EXPRESSION", message, at);
  }
  const unsupported = (problem: string) =>
    new InvalidDefinition("UNSUPPORTED_JSONATA_EXPRESSION", problem, at);
  const name = topLevelName(tree);
  if (name !== undefined) {
    throw unsupported(`Reference to '${name}' at the top level is not supported.`);
  }
  if (readsRoot(tree)) throw unsupported("Reference to '$$' is not supported.");
  if (!caught && readsErrorOutput(tree)) {
    // assumed: the text.
    throw unsupported("Field '$states.errorOutput' does not exist.");
  }
}
