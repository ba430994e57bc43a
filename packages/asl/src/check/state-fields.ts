// Which fields a machine and each type of state have, and the values that need no evaluation.
import { type StateType, types } from "../definition.ts";
import { isExpression } from "../expression.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { checkCatch, checkRetry } from "./errors.ts";
import { schemaError } from "./invalid-definition.ts";
import { checkMap } from "./map-fields.ts";
import { onlyKnown, requireFields } from "./shape.ts";

const COMMON = ["Type", "Comment", "QueryLanguage"];
const TRANSITION = ["Next", "End"];
const FIELDS: Record<StateType, string[]> = {
  Task: [
    ...["Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Credentials"],
    ...["Retry", "Catch", "Assign", "Output", ...TRANSITION],
  ],
  Pass: ["Assign", "Output", ...TRANSITION],
  Wait: ["Seconds", "Timestamp", "Assign", "Output", ...TRANSITION],
  Choice: ["Choices", "Default", "Assign", "Output"],
  Succeed: ["Output"],
  Fail: ["Error", "Cause"],
  Parallel: ["Branches", "Arguments", "Retry", "Catch", "Assign", "Output", ...TRANSITION],
  Map: [
    ...["Items", "ItemReader", "ItemSelector", "ItemBatcher", "ItemProcessor", "ResultWriter"],
    ...["MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage", "Label"],
    ...["Retry", "Catch", "Assign", "Output", ...TRANSITION],
  ],
};
const REQUIRED: Partial<Record<StateType, string>> = {
  Task: "Resource",
  Choice: "Choices",
  Parallel: "Branches",
  Map: "ItemProcessor",
};

/** A machine, a branch (`at` ends with an index) or a processor. */
export function checkMachineFields(machine: JsonObject, at: string): void {
  const own =
    at === ""
      ? ["Version", "QueryLanguage", "TimeoutSeconds"]
      : at.endsWith("/ItemProcessor")
        ? ["ProcessorConfig"]
        : [];
  onlyKnown(machine, ["Comment", "StartAt", "States", ...own], at);
  requireFields(machine, ["States", "StartAt"], at);
  if (!isObject(machine.States))
    throw schemaError("Expected value of type [OBJECT]", `${at}/States`);
  for (const name of Object.keys(machine.States)) {
    // 80 characters (quota).
    if (name.length > 80) throw schemaError("State name is too long", `${at}/States/${name}`);
  }
}

/** All that can be said of one state without its expressions and its neighbours. */
export function checkStateFields(state: JsonObject, at: string): void {
  requireFields(state, ["Type"], at);
  const type = types.find((one) => one === state.Type);
  if (!type) {
    throw schemaError(`Value should be one of the following: [${types.join(", ")}]`, `${at}/Type`);
  }
  onlyKnown(state, [...COMMON, ...FIELDS[type]], at);
  const required = REQUIRED[type];
  if (required) requireFields(state, [required], at);
  if (FIELDS[type].includes("Next")) checkTransition(state, at);
  checkRetry(state.Retry, at);
  checkCatch(state.Catch, at);
  if (type === "Wait") checkWait(state, at);
  if (type === "Choice") checkChoices(state, at);
  if (type === "Map") checkMap(state, at);
  if (type === "Parallel" && !filled(state.Branches)) {
    throw schemaError("Expected a non-empty array", `${at}/Branches`);
  }
  if (type === "Task" && typeof state.Resource !== "string") {
    throw schemaError("Expected value of type [STRING]", `${at}/Resource`);
  }
  for (const field of ["TimeoutSeconds", "HeartbeatSeconds"])
    checkSeconds(state[field], `${at}/${field}`);
}

function filled(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function checkTransition(state: JsonObject, at: string): void {
  if ("Next" in state !== (state.End === true)) return;
  throw schemaError("One of these fields is required: [Next, End]", at);
}

function checkWait(state: JsonObject, at: string): void {
  if ("Seconds" in state !== "Timestamp" in state) return;
  throw schemaError("One of these fields is required: [Seconds, Timestamp]", at);
}

function checkChoices(state: JsonObject, at: string): void {
  if (!filled(state.Choices)) throw schemaError("Expected a non-empty array", `${at}/Choices`);
  for (const [i, rule] of (state.Choices as Json[]).entries()) {
    const place = `${at}/Choices[${i}]`;
    if (!isObject(rule)) throw schemaError("Expected value of type [OBJECT]", place);
    onlyKnown(rule, ["Condition", "Next", "Assign", "Output", "Comment"], place);
    requireFields(rule, ["Condition"], place);
    requireFields(rule, ["Next"], place);
    const { Condition } = rule;
    if (typeof Condition !== "boolean" && !isExpression(Condition))
      // assumed: the text.
      throw schemaError("Expected value of type [BOOLEAN]", `${place}/Condition`);
  }
}

/** A literal time is at least one second (documentation). */
function checkSeconds(value: Json | undefined, at: string): void {
  if (typeof value === "number" && value < 1) throw schemaError("Value is out of range", at);
}
