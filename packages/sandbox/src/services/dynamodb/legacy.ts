// The parameters from before expressions: Expected, AttributeUpdates, KeyConditions, QueryFilter, ScanFilter
// and AttributesToGet. Each is read as what the expression would be that DynamoDB's developer guide puts
// in its place ("Legacy conditional parameters").
import { validateAttributeConditions, validateConditions } from "dynalite/validations/index.js";
import { checkValues } from "./checks.ts";
import type { Condition, Expressions, Operand, Section } from "./expressions.ts";
import { type AttributeValue, invalid, readValue } from "./value.ts";

type Wire = Record<string, unknown>;

interface Comparison {
  ComparisonOperator?: string;
  AttributeValueList?: Wire[];
  Value?: Wire;
  Exists?: boolean;
}

interface Update {
  Action?: "PUT" | "ADD" | "DELETE";
  Value?: Wire;
}

/** The parameters of a request that have an expression in their place today. */
export interface LegacyRequest {
  AttributesToGet?: string[];
  AttributeUpdates?: Record<string, Update>;
  ConditionalOperator?: "AND" | "OR";
  Expected?: Record<string, Comparison>;
  KeyConditions?: Record<string, Comparison>;
  QueryFilter?: Record<string, Comparison>;
  ScanFilter?: Record<string, Comparison>;
}

type Call = Condition["expression"];

const call = (name: string, ...args: Operand[]): Call => ({ type: "function", name, args });

const SYMBOLS: Record<string, string> = {
  EQ: "=",
  NE: "<>",
  LE: "<=",
  LT: "<",
  GE: ">=",
  GT: ">",
  IN: "in",
  BETWEEN: "between",
};

function read(wire: Wire): AttributeValue {
  return checkValues({ value: readValue(wire) }).value!;
}

/** One comparison of one attribute. */
function comparison(name: string, condition: Comparison): Call {
  const { Exists, Value } = condition;
  const operator = condition.ComparisonOperator ?? (Exists === false ? "NULL" : "EQ");
  const given = condition.AttributeValueList ?? (Value ? [Value] : []);
  const operands: Operand[] = [[name], ...given.map(read)];
  switch (operator) {
    case "NULL":
      return call("attribute_not_exists", ...operands);
    case "NOT_NULL":
      return call("attribute_exists", ...operands);
    case "CONTAINS":
      return call("contains", ...operands);
    case "NOT_CONTAINS":
      return { type: "not", args: [call("contains", ...operands)] };
    case "BEGINS_WITH":
      return call("begins_with", ...operands);
    default:
      return { type: SYMBOLS[operator]!, args: operands };
  }
}

function conditionOf(
  conditions: Record<string, Comparison>,
  operator: "AND" | "OR" = "AND",
): Condition | undefined {
  const calls = Object.entries(conditions).map(([name, one]) => comparison(name, one));
  const [first, ...rest] = calls;
  if (!first) return undefined;
  const type = operator.toLowerCase();
  return {
    expression: rest.reduce((left, right) => ({ type, args: [left, right] }), first),
    nestedPaths: {},
    pathHeads: Object.fromEntries(Object.keys(conditions).map((name) => [name, true as const])),
  };
}

const wrong = (message: string) => invalid(`One or more parameter values were invalid: ${message}`);

/** One update of one attribute; ADD appends to a list, which the ADD of expressions does not. */
function sectionOf(
  name: string,
  { Action = "PUT", Value }: Update,
): Section & { attrType?: string } {
  const path = [name];
  if (!Value) {
    if (Action === "DELETE") return { type: "remove", path };
    throw wrong("Only DELETE action is allowed when no attribute value is specified");
  }
  const val = read(Value);
  const attrType = Object.keys(val)[0]!;
  if (Action === "PUT") return { type: "set", path, val, attrType };
  const isSet = ["SS", "NS", "BS"].includes(attrType);
  if (Action === "DELETE") {
    if (isSet) return { type: "delete", path, val, attrType, mismatch: MISMATCH };
    throw wrong(`DELETE action with value is not supported for the type ${attrType}`);
  }
  if (attrType === "L") {
    const there = call("if_not_exists", path, { L: [] });
    return { type: "set", path, val: call("list_append", there, val) };
  }
  if (isSet || attrType === "N") return { type: "add", path, val, attrType, mismatch: MISMATCH };
  throw wrong(`ADD action is not supported for the type ${attrType}`);
}

const MISMATCH = "Type mismatch for attribute to update";

function updatesOf(updates: Record<string, Update>): NonNullable<Expressions["_updates"]> {
  const sections = Object.entries(updates).map(([name, one]) => sectionOf(name, one));
  return { sections, paths: sections.map(({ path }) => path), nestedPaths: {} };
}

function complain(complaint: string | undefined): void {
  if (complaint) throw invalid(complaint);
}

function projectionOf(names: string[]): NonNullable<Expressions["_projection"]> {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw wrong(`Duplicate value in attribute name: ${twice}`);
  return { paths: names.map((name) => [name]), nestedPaths: {} };
}

function keysOf(conditions: Record<string, Comparison>): NonNullable<Expressions["keys"]> {
  complain(validateConditions(conditions));
  return Object.fromEntries(
    Object.entries(conditions).map(
      ([name, { ComparisonOperator = "", AttributeValueList = [] }]) => [
        name,
        { ComparisonOperator, AttributeValueList: AttributeValueList.map(read) },
      ],
    ),
  );
}

/** Reads those of the parameters that the operation has; nothing where the request has none of them. */
export function readLegacy(request: LegacyRequest, names: string[]): Expressions {
  const given = Object.fromEntries(
    names.map((name) => [name, request[name as keyof LegacyRequest]]),
  ) as LegacyRequest;
  const result: Expressions = {};
  if (given.AttributeUpdates) result._updates = updatesOf(given.AttributeUpdates);
  if (given.Expected) {
    complain(validateAttributeConditions(given));
    const condition = conditionOf(given.Expected, request.ConditionalOperator);
    if (condition) result._condition = condition;
  }
  const filter = given.QueryFilter ?? given.ScanFilter;
  if (filter) {
    complain(validateConditions(filter));
    const condition = conditionOf(filter, request.ConditionalOperator);
    if (condition) result._filter = condition;
  }
  if (given.KeyConditions) result.keys = keysOf(given.KeyConditions);
  if (given.AttributesToGet) result._projection = projectionOf(given.AttributesToGet);
  return result;
}
