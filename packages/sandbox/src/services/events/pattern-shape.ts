// How a pattern is built: which parts are operators, and which are field names.

// biome-ignore lint/suspicious/noExplicitAny: any JSON value
export type Json = any;

/** `$or` is an operator only with two or more objects, none of which looks like an operator itself. */
export function isOr(key: string, value: Json): value is Json[] {
  return (
    key === "$or" &&
    Array.isArray(value) &&
    value.length > 1 &&
    value.every(
      (one) =>
        isObject(one) &&
        Object.keys(one).length > 0 &&
        !Object.keys(one).some((name) => OPERATORS.has(name)),
    )
  );
}

/** Names that stand for a comparison inside a leaf's array. */
export const OPERATORS = new Set([
  "prefix",
  "suffix",
  "equals-ignore-case",
  "wildcard",
  "anything-but",
  "numeric",
  "cidr",
  "exists",
]);

/** True for an object that is no array. */
export const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
