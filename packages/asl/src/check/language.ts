// JSONata only: everything that belongs to JSONPath is refused by name and place.
import type { Json, JsonObject } from "../json.ts";
import { schemaError } from "./invalid-definition.ts";

const JSONPATH_FIELDS = [
  "InputPath",
  "OutputPath",
  "ResultPath",
  "ResultSelector",
  "Parameters",
  "Result",
  "ItemsPath",
  "SecondsPath",
  "TimestampPath",
  "ErrorPath",
  "CausePath",
  "MaxConcurrencyPath",
  "TimeoutSecondsPath",
  "HeartbeatSecondsPath",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentagePath",
];

/** Refuses a state that AWS would run as JSONPath, or would not run at all. */
export function checkLanguage(name: string, state: JsonObject, machine: Json, at: string): void {
  const own = state.QueryLanguage;
  if (own === "JSONPath" && machine === "JSONata") {
    const problem =
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    throw schemaError(problem, at);
  }
  for (const [value, place] of [
    [machine, "/QueryLanguage"],
    [own ?? machine, `${at}/QueryLanguage`],
  ] as const) {
    if (typeof value !== "string") throw schemaError("Expected value of type [STRING]", place);
    if (value !== "JSONPath" && value !== "JSONata") {
      throw schemaError("Value should be one of the following: [JSONPath, JSONata]", place);
    }
  }
  if ((own ?? machine) !== "JSONata") {
    const advice = `set "QueryLanguage": "JSONata" on it or on the state machine`;
    throw schemaError(`State '${name}' uses JSONPath, which is not supported here: ${advice}`, at);
  }
  const field = JSONPATH_FIELDS.find((one) => one in state);
  if (!field) return;
  const only = `field '${field}' is only supported for the 'JSONPath' QueryLanguage`;
  throw schemaError(`The QueryLanguage is set to 'JSONata', but ${only}`, at);
}
