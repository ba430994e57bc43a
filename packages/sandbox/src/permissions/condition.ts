// Conditions of policies: their operators, and how absent and repeated values count (IAM user guide, "IAM JSON policy
// elements: Condition operators" and "Set operators for multivalued context keys").
import { arnPattern, wildcard } from "./pattern.ts";

/** The value of a context key; undefined where the request has none. */
export type KeyValue = string | readonly string[] | undefined;

/** Gives the value of a key; names are in lower case. */
export type Keys = (name: string) => KeyValue;

/** One line of a Condition block, compiled. */
export interface Condition {
  operator: string;
  key: string;
  holds(keys: Keys): boolean;
}

/** Whether one value of the request meets one value of the policy. */
type Compare = (wanted: string) => (actual: string) => boolean;

const number = (compare: (actual: number, wanted: number) => boolean): Compare => {
  return (wanted) => (actual) => compare(Number(actual), Number(wanted));
};
const time = (text: string): number =>
  /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
const date = (compare: (actual: number, wanted: number) => boolean): Compare => {
  return (wanted) => (actual) => compare(time(actual), time(wanted));
};
const equals: Compare = (wanted) => (actual) => actual === wanted;
const ignoringCase: Compare = (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase();

/** Operators by name; `not` says that no value of the policy may match. */
const OPERATORS: Record<string, { compare: Compare; not?: true }> = {
  StringEquals: { compare: equals },
  StringNotEquals: { compare: equals, not: true },
  StringEqualsIgnoreCase: { compare: ignoringCase },
  StringNotEqualsIgnoreCase: { compare: ignoringCase, not: true },
  StringLike: { compare: wildcard },
  StringNotLike: { compare: wildcard, not: true },
  ArnEquals: { compare: arnPattern },
  ArnNotEquals: { compare: arnPattern, not: true },
  ArnLike: { compare: arnPattern },
  ArnNotLike: { compare: arnPattern, not: true },
  Bool: { compare: ignoringCase },
  NumericEquals: { compare: number((actual, wanted) => actual === wanted) },
  NumericNotEquals: { compare: number((actual, wanted) => actual === wanted), not: true },
  NumericLessThan: { compare: number((actual, wanted) => actual < wanted) },
  NumericLessThanEquals: { compare: number((actual, wanted) => actual <= wanted) },
  NumericGreaterThan: { compare: number((actual, wanted) => actual > wanted) },
  NumericGreaterThanEquals: { compare: number((actual, wanted) => actual >= wanted) },
  DateEquals: { compare: date((actual, wanted) => actual === wanted) },
  DateNotEquals: { compare: date((actual, wanted) => actual === wanted), not: true },
  DateLessThan: { compare: date((actual, wanted) => actual < wanted) },
  DateLessThanEquals: { compare: date((actual, wanted) => actual <= wanted) },
  DateGreaterThan: { compare: date((actual, wanted) => actual > wanted) },
  DateGreaterThanEquals: { compare: date((actual, wanted) => actual >= wanted) },
};

const listed = (value: KeyValue): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** Compiles one line. Undefined for an operator that is not emulated. */
export function compileCondition(
  operator: string,
  key: string,
  wanted: string[],
): Condition | undefined {
  const [, set, named = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const name = key.toLowerCase();
  if (named === "Null" && !set && !ifExists) {
    const absent = wanted.some((one) => one.toLowerCase() === "true");
    return { operator, key, holds: (keys) => (listed(keys(name)).length === 0) === absent };
  }
  const known = OPERATORS[named];
  if (!known) return undefined;
  const tests = wanted.map(known.compare);
  const meets = (actual: string) => tests.some((test) => test(actual)) !== (known.not ?? false);
  const holds = (keys: Keys): boolean => {
    const values = listed(keys(name));
    if (set === "ForAllValues") return values.every(meets); // also where there is none
    if (set === "ForAnyValue") return values.some(meets);
    if (values.length === 0) return ifExists !== undefined || (known.not ?? false);
    return values.every(meets);
  };
  return { operator, key, holds };
}
