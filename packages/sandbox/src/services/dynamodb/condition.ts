// Whether an item satisfies a condition or a filter.
import { type Condition, isCall, isPath, literalOf, type Operand } from "./expressions.ts";
import { follow } from "./path.ts";
import { type AttributeValue, equal, type Item, order, sortKey, typeOf } from "./value.ts";

type Value = AttributeValue | undefined;

/** What `size()` counts; DynamoDB gives no size to numbers, booleans and null. */
function measure(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return Buffer.byteLength(value.B, "base64");
  const list = value.SS ?? value.NS ?? value.BS ?? value.L;
  return list?.length ?? (value.M && Object.keys(value.M).length);
}

function read(operand: Operand, item: Item, values: Item): Value {
  if (isPath(operand)) return follow(item, operand);
  if (!isCall(operand)) return literalOf(operand, values);
  const argument = read(operand.args[0]!, item, values); // only size() gives a value
  const size = argument && measure(argument);
  return size === undefined ? undefined : { N: String(size) };
}

function contains(where: AttributeValue, what: AttributeValue): boolean {
  if (where.L) return where.L.some((one) => equal(one, what));
  if (what.S !== undefined) return (where.S ?? where.SS)?.includes(what.S) ?? false;
  if (what.N !== undefined) return where.NS?.includes(what.N) ?? false;
  if (what.B === undefined) return false;
  if (where.B !== undefined) return sortKey(where).includes(sortKey(what));
  return where.BS?.includes(what.B) ?? false;
}

function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S);
  return (
    value.B !== undefined && start.B !== undefined && sortKey(value).startsWith(sortKey(start))
  );
}

/** A comparison with something absent, or of different types, is false; `<>` is true. */
function compare(operator: string, [a, b, c]: Value[]): boolean {
  if (operator === "<>") return !(a && b && equal(a, b));
  if (!a || !b) return false;
  if (operator === "=") return equal(a, b);
  const sign = order(a, b);
  if (sign === undefined) return false;
  switch (operator) {
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
    case "between":
      return sign >= 0 && c !== undefined && (order(a, c) ?? 1) <= 0;
    default:
      throw new Error(`an operator that the grammar does not have: ${operator}`);
  }
}

function call(name: string, [a, b]: Value[]): boolean {
  switch (name) {
    case "attribute_exists":
      return a !== undefined;
    case "attribute_not_exists":
      return a === undefined;
    case "attribute_type":
      return a !== undefined && typeOf(a) === b?.S;
    case "begins_with":
      return a !== undefined && b !== undefined && beginsWith(a, b);
    case "contains":
      return a !== undefined && b !== undefined && contains(a, b);
    default:
      throw new Error(`a function that the grammar does not have: ${name}`);
  }
}

function holds(expression: Condition["expression"], item: Item, values: Item): boolean {
  const { type, args } = expression;
  const inner = (at: number) => holds(args[at] as Condition["expression"], item, values);
  if (type === "and") return inner(0) && inner(1);
  if (type === "or") return inner(0) || inner(1);
  if (type === "not") return !inner(0);
  const operands = args.map((operand) => read(operand, item, values));
  if (type === "function") return call(expression.name!, operands);
  if (type === "in") return operands.slice(1).some((one) => compare("=", [operands[0], one]));
  return compare(type, operands);
}

/** True when there is no condition. An item that does not exist is `{}`. */
export function satisfies(condition: Condition | undefined, item: Item, values: Item): boolean {
  return condition === undefined || holds(condition.expression, item, values);
}
