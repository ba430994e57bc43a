// Expressions, parsed by dynalite's grammars, which also know AWS's complaints about them. Parsing takes
// 20-60 microseconds, so what was parsed is kept; values are put in when the expression is used.
import * as conditionParser from "dynalite/db/conditionParser.js";
import * as projectionParser from "dynalite/db/projectionParser.js";
import * as updateParser from "dynalite/db/updateParser.js";
import {
  convertKeyCondition,
  validateAttributeValue,
  validateExpressionParams,
  validateExpressions,
} from "dynalite/validations/index.js";
import { type LegacyRequest, readLegacy } from "./legacy.ts";
import type { Path } from "./path.ts";
import { type AttributeValue, type Item, invalid, readItem, typeOf } from "./value.ts";

/** Marks a parsed operand as `:name`; a symbol, because dynalite counts the members of values. */
const NAME = Symbol("name");

interface Call {
  type: string;
  name?: string;
  args: Operand[];
}

/** What a condition compares or an update computes with: a path, a call, or a value. */
export type Operand = Path | Call | (AttributeValue & { [NAME]?: string });

/** A condition or a filter; `pathHeads` names the attributes that it looks at. */
export interface Condition {
  expression: Call;
  nestedPaths: Record<string, true>;
  pathHeads: Record<string, true>;
}

/** One action of an update expression. */
export interface Section {
  type: "set" | "remove" | "add" | "delete";
  path: Path;
  val?: Operand;
  /** What DynamoDB says of an attribute of another type, where it is not what it says of expressions. */
  mismatch?: string;
}

/** The expressions of one request, parsed. */
export interface Expressions {
  _condition?: Condition;
  _filter?: Condition;
  /** The key condition: one comparison for each key attribute. */
  keys?: Record<string, { ComparisonOperator: string; AttributeValueList: Operand[] }>;
  _updates?: { sections: Section[]; paths: Path[]; nestedPaths: Record<string, true> };
  _projection?: { paths: Path[]; nestedPaths: Record<string, true> };
}

/** Parsed expressions with the values of this request. */
export interface Parsed extends Expressions {
  values: Item;
}

const PARSERS = {
  UpdateExpression: updateParser,
  ConditionExpression: conditionParser,
  KeyConditionExpression: conditionParser,
  FilterExpression: conditionParser,
  ProjectionExpression: projectionParser,
};
type Parameter = keyof typeof PARSERS;
const PARAMETERS = Object.keys(PARSERS) as Parameter[];

type Request = Partial<Record<Parameter, string>> & {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, Record<string, unknown>>;
};

/** The bound of an expression, in bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST = 4096;

const kept = new Map<string, Expressions>();
/** A program has tens of expressions; this is for tests that make them up. */
const MOST_KEPT = 2000;

/** What AWS says of a syntax error: the token, and its neighbours. dynalite says what it expected. */
function syntaxError(parameter: Parameter, expression: string): string {
  const end = { token: "<EOF>", near: expression.trim().split(/\s+/).at(-1) ?? "" };
  try {
    PARSERS[parameter].parse(expression, {
      context: {
        isReserved: () => false,
        compare: () => false,
        unusedAttrNames: {},
        unusedAttrVals: {},
      },
    });
  } catch (error) {
    const at = (error as { location?: { start: { offset: number } } }).location?.start.offset ?? 0;
    const tokens = [...expression.matchAll(/[#:]?\w+|<>|<=|>=|[^\s\w]/g)];
    const bad = tokens.findIndex((token) => token.index + token[0].length > at);
    if (bad >= 0) {
      const last = tokens[bad + 1] ?? tokens[bad]!;
      const first = tokens[bad - 1] ?? tokens[bad]!;
      const near = expression.slice(first.index, last.index + last[0].length);
      return `Invalid ${parameter}: Syntax error; token: "${tokens[bad]![0]}", near: "${near}"`;
    }
  }
  return `Invalid ${parameter}: Syntax error; token: "${end.token}", near: "${end.near}"`;
}

function parse(request: Request, values: Item): Expressions {
  const marked: Record<string, object> = {};
  for (const [name, value] of Object.entries(values)) marked[name] = { ...value, [NAME]: name };
  const data: Record<string, unknown> = { ...request };
  if (request.ExpressionAttributeValues) data.ExpressionAttributeValues = marked;
  const complaint = validateExpressions(data);
  if (complaint) {
    const [, parameter] = /^Invalid (\w+): Syntax error; Expected/.exec(complaint) ?? [];
    if (!parameter) throw invalid(complaint);
    throw invalid(syntaxError(parameter as Parameter, request[parameter as Parameter]!));
  }
  const parsed = data as Expressions & { _keyCondition?: Condition };
  if (!parsed._keyCondition) return parsed;
  // Once only: the conversion turns `:v < key` around in place.
  const keys = convertKeyCondition(parsed._keyCondition.expression);
  if (typeof keys === "string") throw invalid(keys);
  return { ...parsed, keys: keys as NonNullable<Expressions["keys"]> };
}

/** Reads and checks the expressions of a request; `legacy` names the parameters from before them. */
export function readExpressions(
  request: Request,
  expressions: Parameter[],
  legacy: string[],
): Parsed {
  const misuse = validateExpressionParams(request, expressions, [...legacy]);
  if (misuse) throw invalid(misuse);
  const before = readLegacy(request as LegacyRequest, legacy);
  const values = readItem(request.ExpressionAttributeValues ?? {});
  for (const [name, value] of Object.entries(values)) {
    if (!/^:[0-9a-zA-Z_]+$/.test(name)) continue; // dynalite complains of the name first
    const complaint = validateAttributeValue(value);
    if (complaint) {
      throw invalid(
        `ExpressionAttributeValues contains invalid value: ${complaint} for key ${name}`,
      );
    }
  }
  let key = "";
  let literal = false;
  for (const parameter of PARAMETERS) {
    const expression = request[parameter];
    if (expression === undefined) continue;
    if (Buffer.byteLength(expression) > LONGEST) {
      throw invalid(
        `Invalid ${parameter}: Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(expression)}`,
      );
    }
    key += `${parameter}\0${expression}\0`;
    // The grammar looks at the values of these two, not only at their types.
    literal ||= /attribute_type|between/i.test(expression);
  }
  for (const name in request.ExpressionAttributeNames)
    key += `${name}\0${request.ExpressionAttributeNames[name]}\0`;
  for (const name in values)
    key += `${name}\0${literal ? JSON.stringify(values[name]) : typeOf(values[name]!)}\0`;
  // An empty map is a mistake of its own, which the key would not show.
  const empty = [request.ExpressionAttributeNames, request.ExpressionAttributeValues].some(
    (map) => map && Object.keys(map).length === 0,
  );
  let parsed = empty ? undefined : kept.get(key);
  if (!parsed) {
    parsed = parse(request, values);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, parsed);
  }
  const { _condition, _filter, keys, _updates, _projection } = parsed;
  return {
    ...(_condition && { _condition }),
    ...(_filter && { _filter }),
    ...(keys && { keys }),
    ...(_updates && { _updates }),
    ...(_projection && { _projection }),
    ...before,
    values,
  };
}

/** The value that an operand stands for when it is not a path or a call. */
export function literalOf(
  operand: AttributeValue & { [NAME]?: string },
  values: Item,
): AttributeValue {
  const name = operand[NAME];
  return name === undefined ? operand : values[name]!;
}

/** True for `a.b[0]`. */
export function isPath(operand: Operand): operand is Path {
  return Array.isArray(operand);
}

/** True for functions, comparisons and arithmetic. */
export function isCall(operand: Operand): operand is Call {
  return "args" in operand;
}
