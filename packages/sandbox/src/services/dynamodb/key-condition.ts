// Key conditions: which partition a query reads, and which part of it.
import { literalOf, type Operand, type Parsed } from "./expressions.ts";
import type { Ordered } from "./ordered.ts";
import type { View } from "./schema.ts";
import type { Row, Table } from "./table.ts";
import { type AttributeValue, invalid, order, sortKey } from "./value.ts";

/** A condition on the range key; the operators have dynalite's names. */
export interface Range {
  operator: string;
  values: AttributeValue[];
}

const INDEXABLE = new Set(["EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH"]);

/** The conditions on the hash and the range key. */
export function readKeys(table: Table, view: View, { keys = {}, values }: Parsed) {
  const conditions = Object.keys(keys);
  if (conditions.length < 1 || conditions.length > 2) {
    throw invalid("Conditions can be of length 1 or 2 only");
  }
  const types = new Map(
    table.record.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]),
  );
  const read = (name: string): Range | undefined => {
    const condition = keys[name];
    if (!condition) return undefined;
    if (!INDEXABLE.has(condition.ComparisonOperator))
      throw invalid("Attempted conditional constraint is not an indexable operation");
    const operands = (condition.AttributeValueList as Operand[]).map((one) =>
      literalOf(one as AttributeValue, values),
    );
    if (operands.some((one) => one[types.get(name)!] === undefined)) {
      throw invalid(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      );
    }
    if (operands.some((one) => one.S === "" || one.B === "")) {
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${operands[0]!.S === undefined ? "binary" : "string"} value. Key: ${name}`,
      );
    }
    return { operator: condition.ComparisonOperator, values: operands };
  };
  const missed = (name: string) => invalid(`Query condition missed key schema element: ${name}`);
  const hash = read(view.hash);
  if (!hash) throw missed(view.hash);
  if (hash.operator !== "EQ") throw invalid("Query key condition not supported");
  const range = view.range === undefined ? undefined : read(view.range);
  if (conditions.length === 2 && !range) {
    if (view.range === undefined) throw invalid("Query key condition not supported");
    throw missed(view.range);
  }
  return { hash: hash.values[0]!, range };
}

/** Positions of the rows that a range condition allows: from, and up to but not including. */
export function span(rows: Ordered<Row>, range: Range | undefined): [number, number] {
  const all = rows.entries.length;
  if (!range) return [0, all];
  const [first, second] = range.values.map(sortKey) as [string, string];
  const after = (sort: string) => rows.from(`${sort}\0`);
  switch (range.operator) {
    case "EQ":
      return [rows.from(first), after(first)];
    case "LT":
      return [0, rows.from(first)];
    case "LE":
      return [0, after(first)];
    case "GT":
      return [after(first), all];
    case "GE":
      return [rows.from(first), all];
    case "BETWEEN":
      return [rows.from(first), after(second)];
    case "BEGINS_WITH":
      return [rows.from(first), rows.from(`${first}\uffff`)];
    default:
      throw new Error(`a key condition that the grammar does not have: ${range.operator}`);
  }
}

/** True when a start key is one that the condition lets through. */
export function allows({ operator, values }: Range, value: AttributeValue): boolean {
  const sort = sortKey(value);
  if (operator === "BEGINS_WITH") return sort.startsWith(sortKey(values[0]!));
  const [low, high] = values.map((bound) => order(value, bound) ?? 0) as [number, number];
  if (operator === "BETWEEN") return low >= 0 && high <= 0;
  return { EQ: low === 0, LT: low < 0, LE: low <= 0, GT: low > 0, GE: low >= 0 }[operator] ?? false;
}
