// What EventBridge refuses in a pattern, with its words as far as they are known.
import { isIP } from "node:net";
import { AwsError } from "../../wire/service.ts";
import { isObject, isOr, type Json, OPERATORS } from "./pattern-shape.ts";

/** Pattern text is at most this long by default (EventBridge quotas). */
const LONGEST = 2048;
/** Numbers compare exactly within this range only (EventBridge user guide, "Numeric matching"). */
const LARGEST = 5e9;

function refuse(reason: string): never {
  throw new AwsError(
    "InvalidEventPatternException",
    `Event pattern is not valid. Reason: ${reason}`,
  );
}

/** Parses and checks a pattern. */
export function checkPattern(text: string): Record<string, Json> {
  if (text.length > LONGEST) refuse(`Event pattern is too long: ${text.length} characters`); // assumed, text only
  let pattern: Json;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    return refuse(`Event pattern is not valid JSON: ${(error as Error).message}`); // assumed, text only
  }
  if (!isObject(pattern)) refuse("Filter is not an object");
  checkNode(pattern);
  return pattern;
}

function checkNode(node: Record<string, Json>): void {
  if (Object.keys(node).length === 0) refuse("Empty objects are not allowed");
  for (const [key, value] of Object.entries(node))
    if (isOr(key, value)) for (const one of value) checkNode(one);
    else if (isObject(value)) checkNode(value);
    else if (Array.isArray(value)) checkLeaf(value);
    else refuse(`"${key}" must be an object or an array`);
}

function checkLeaf(rules: Json[]): void {
  if (rules.length === 0) refuse("Empty arrays are not allowed");
  for (const rule of rules) {
    if (Array.isArray(rule)) refuse("Match value must be String, number, true, false, or null");
    if (!isObject(rule)) continue;
    const [operator, ...more] = Object.keys(rule);
    if (operator === undefined || more.length > 0)
      refuse("Only one key allowed in match expression");
    if (!OPERATORS.has(operator)) refuse(`Unrecognized match type ${operator}`);
    checkOperand(operator, rule[operator]);
  }
}

function checkOperand(operator: string, value: Json): void {
  switch (operator) {
    case "exists":
      if (typeof value !== "boolean") refuse("exists match pattern must be either true or false.");
      return;
    case "prefix":
    case "suffix":
      checkAffix(operator, value);
      return;
    case "equals-ignore-case":
      if (typeof value !== "string") refuse("equals-ignore-case match pattern must be a string");
      return;
    case "wildcard":
      checkWildcard(value);
      return;
    case "cidr":
      checkNetwork(value);
      return;
    case "numeric":
      checkNumeric(value);
      return;
    default:
      checkAnythingBut(value);
      return;
  }
}

function checkAffix(operator: string, value: Json): void {
  if (typeof value === "string") return;
  const folded = isObject(value) && Object.keys(value).length === 1 && value["equals-ignore-case"];
  if (typeof folded !== "string") refuse(`${operator} match pattern must be a string`);
}

function checkWildcard(value: Json): void {
  if (typeof value !== "string") refuse("wildcard match pattern must be a string");
  if (/\\([^\\*]|$)/.test(value.replaceAll("\\\\", "")))
    refuse("Invalid escape character at pos 0");
  if (/\*\*/.test(value.replace(/\\[\\*]/g, "")))
    refuse("Consecutive wildcard characters at pos 0");
}

function checkNetwork(value: Json): void {
  if (typeof value !== "string") refuse("prefix match pattern must be a string");
  const [base, bits, ...rest] = value.split("/") as [string, string?, ...string[]];
  const family = isIP(base);
  if (family === 0 || rest.length > 0) refuse("Malformed CIDR, one '/' required");
  if (bits === undefined) return;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    refuse("Malformed CIDR, mask bits must be an integer");
}

function checkNumeric(conditions: Json): void {
  if (!Array.isArray(conditions) || conditions.length === 0)
    refuse("Value of numeric must be an array.");
  const bound = (value: Json): void => {
    if (typeof value !== "number") refuse("Value of numeric operator must be numeric");
    if (Math.abs(value) > LARGEST) refuse("Value must be between -5.0E9 and 5.0E9, inclusive");
  };
  const [first, low, second, high, ...rest] = conditions;
  bound(low);
  if (first === "=" || first === "<" || first === "<=") {
    if (conditions.length > 2) refuse("Too many terms in numeric range expression");
    return;
  }
  if (first !== ">" && first !== ">=") refuse(`Unrecognized numeric range operator: ${first}`);
  if (conditions.length === 2) return;
  if (second !== "<" && second !== "<=") refuse(`Bad numeric range operator: ${second}`);
  bound(high);
  if (rest.length > 0) refuse("Too many terms in numeric range expression");
  if (low >= high) refuse("Bottom must be less than top");
}

function checkAnythingBut(value: Json): void {
  if (Array.isArray(value)) {
    if (value.length === 0) refuse("Empty arrays are not allowed");
    const types = new Set(value.map((one) => typeof one));
    const [type] = types;
    if (types.size > 1 || (type !== "string" && type !== "number"))
      refuse("Inside anything but list, start|null|boolean is not supported.");
    return;
  }
  if (!isObject(value)) {
    if (typeof value !== "string" && typeof value !== "number")
      refuse("Value of anything-but must be an array or single string/number value.");
    return;
  }
  const [operator, ...more] = Object.keys(value);
  if (operator === undefined || more.length > 0) refuse("Only one key allowed in match expression");
  if (!["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator))
    refuse(`Unsupported anything-but pattern: ${operator}`);
  const operands = [value[operator]].flat();
  if (operands.length === 0) refuse("Empty arrays are not allowed");
  for (const one of operands) {
    if (typeof one !== "string") refuse(`${operator} match pattern must be a string`);
    if (one === "" && operator !== "equals-ignore-case") refuse("Null prefix/suffix not allowed");
    if (operator === "wildcard") checkWildcard(one);
  }
}
