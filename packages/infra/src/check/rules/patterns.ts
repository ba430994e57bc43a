import type { Rule } from "../rule.ts";

// EventBridge: 2,048 characters (quotas). Lambda: five filters of 4,096 characters (quotas).
const PATTERN = 2_048;
const FILTER = 4_096;
const FILTERS = 5;

/** A pattern is an object of objects whose leaves are non-empty lists. */
const isPattern = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((inner) =>
    Array.isArray(inner) ? inner.length > 0 : isPattern(inner),
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Event patterns that EventBridge and Lambda would take. */
export const patterns: Rule = {
  name: "patterns",
  holds: "event patterns are well formed and short enough",
  problems: ({ app }) => [
    ...app.rules.flatMap(({ name, pattern }) => [
      ...(isPattern(pattern) ? [] : [`rule ${name} has no proper pattern`]),
      ...(JSON.stringify(pattern).length > PATTERN
        ? [`rule ${name} has a pattern of more than ${PATTERN} characters`]
        : []),
    ]),
    ...app.eventSourceMappings.flatMap(({ id, filters }) => [
      ...(filters.length > FILTERS ? [`${id} has more than ${FILTERS} filters`] : []),
      ...filters.flatMap((filter) => [
        ...(isPattern(parsed(filter)) ? [] : [`${id} has a filter that is no pattern: ${filter}`]),
        ...(filter.length > FILTER ? [`${id} has a filter of more than ${FILTER} characters`] : []),
      ]),
    ]),
  ],
};
