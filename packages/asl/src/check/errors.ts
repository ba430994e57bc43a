// Retry and Catch.
import { isObject, type Json, type JsonObject } from "../json.ts";
import { schemaError } from "./invalid-definition.ts";
import { onlyKnown, requireFields } from "./shape.ts";

const RETRIER = [
  ...["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate"],
  ...["MaxDelaySeconds", "JitterStrategy", "Comment"],
];
const CATCHER = ["ErrorEquals", "Next", "Assign", "Output", "Comment"];

/** Least and most of a retrier's numbers (documentation); the rate alone need not be whole. */
const NUMBERS: Record<string, [least: number, most: number]> = {
  IntervalSeconds: [1, 99_999_999],
  MaxAttempts: [0, 99_999_999],
  BackoffRate: [1, Number.MAX_VALUE],
  MaxDelaySeconds: [1, 31_622_400],
};

/** Retriers; an empty list is allowed (recorded). */
export function checkRetry(list: Json | undefined, at: string): void {
  checkList(list, `${at}/Retry`, RETRIER);
  for (const [i, retrier] of ((list ?? []) as JsonObject[]).entries()) {
    checkPace(retrier, `${at}/Retry[${i}]`);
  }
}

/** assumed: the texts. */
function checkPace(retrier: JsonObject, at: string): void {
  for (const [field, [least, most]] of Object.entries(NUMBERS)) {
    const value = retrier[field] ?? least;
    const place = `${at}/${field}`;
    if (typeof value !== "number") throw schemaError("Expected value of type [NUMBER]", place);
    const whole = field === "BackoffRate" || Number.isInteger(value);
    if (!whole || value < least || value > most) throw schemaError("Value is out of range", place);
  }
  const { JitterStrategy = "NONE" } = retrier;
  if (JitterStrategy === "NONE" || JitterStrategy === "FULL") return;
  const words = "Value should be one of the following: [NONE, FULL]";
  throw schemaError(words, `${at}/JitterStrategy`);
}

/** Catchers; an empty list is allowed (recorded). */
export function checkCatch(list: Json | undefined, at: string): void {
  checkList(list, `${at}/Catch`, CATCHER);
  for (const [i, catcher] of ((list ?? []) as Json[]).entries()) {
    if (isObject(catcher)) requireFields(catcher, ["Next"], `${at}/Catch[${i}]`);
  }
}

function checkList(list: Json | undefined, at: string, fields: string[]): void {
  if (list === undefined) return;
  if (!Array.isArray(list)) throw schemaError("Expected value of type [ARRAY]", at);
  for (const [i, one] of list.entries()) {
    const place = `${at}[${i}]`;
    if (!isObject(one)) throw schemaError("Expected value of type [OBJECT]", place);
    onlyKnown(one, fields, place);
    requireFields(one, ["ErrorEquals"], place);
    checkNames(one.ErrorEquals, `${place}/ErrorEquals`, i === list.length - 1);
  }
}

function checkNames(names: Json | undefined, at: string, last: boolean): void {
  const right = Array.isArray(names) && names.length > 0;
  if (!right || !names.every((name) => typeof name === "string")) {
    throw schemaError("Expected a non-empty array of strings", at);
  }
  if (names.includes("States.ALL") && (names.length > 1 || !last)) {
    throw schemaError("States.ALL must appear alone, and in the last entry only", at);
  }
}
