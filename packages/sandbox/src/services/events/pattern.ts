// Event patterns of EventBridge: also the filters of event source mappings. Values match by type and
// without conversion; several conditions below an array of objects must hold for the same element.
import { matchesRule } from "./pattern-match.ts";
import { checkPattern } from "./pattern-rules.ts";
import { isObject, isOr, type Json } from "./pattern-shape.ts";

/** A pattern that was checked; tells whether an event matches. */
export type Matcher = (event: Json) => boolean;

const compiled = new Map<string, Matcher>();

/**
 * Checks a pattern, given as JSON text or as a value, and makes a matcher of it.
 * Throws InvalidEventPatternException with EventBridge's words.
 */
export function compilePattern(pattern: string | object): Matcher {
  const text = typeof pattern === "string" ? pattern : JSON.stringify(pattern);
  const known = compiled.get(text);
  if (known) return known;
  const checked = checkPattern(text);
  const matcher: Matcher = (event) => matchesNode(checked, [event]);
  compiled.set(text, matcher);
  return matcher;
}

/** True when one and the same of these objects satisfies all of the pattern's keys. */
function matchesNode(pattern: Record<string, Json>, candidates: Json[]): boolean {
  return candidates.some((candidate) => {
    const object = isObject(candidate) ? candidate : {};
    return Object.entries(pattern).every(([key, wanted]) => {
      if (isOr(key, wanted)) return wanted.some((one: Json) => matchesNode(one, [object]));
      const found = object[key];
      if (isObject(wanted)) return matchesNode(wanted, elements(found));
      return matchesLeaf(wanted, key in object, found);
    });
  });
}

/** What a nested pattern may look into: an object, or each object of an array. Nothing is `{}`. */
function elements(found: Json): Json[] {
  const objects = (Array.isArray(found) ? found.flat(Number.POSITIVE_INFINITY) : [found]).filter(
    isObject,
  );
  return objects.length > 0 ? objects : [{}];
}

function matchesLeaf(rules: Json[], present: boolean, found: Json): boolean {
  const values = Array.isArray(found) ? found.flat(Number.POSITIVE_INFINITY) : [found];
  // An object, or an array without values, counts as missing for a leaf.
  const leaves = present ? values.filter((value) => !isObject(value)) : [];
  return rules.some((rule) => {
    if (isObject(rule) && "exists" in rule) return rule.exists === leaves.length > 0;
    return leaves.some((value) => matchesRule(rule, value));
  });
}
