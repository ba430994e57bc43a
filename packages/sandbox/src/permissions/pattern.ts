// Wildcards of policies, `*` any text and `?` one letter, compiled once: most patterns hold none, or one at the end.

/** True for the texts that a pattern covers. */
export type Matches = (text: string) => boolean;

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, "\\$&");

const source = (pattern: string, any = ".*", one = "."): string =>
  escaped(pattern).replace(/\*/g, any).replace(/\?/g, one);

/** A pattern that looks at the whole text alike. */
export function wildcard(pattern: string): Matches {
  if (pattern === "*") return () => true;
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const stem = pattern.slice(0, -1);
  if (pattern.endsWith("*") && !/[*?]/.test(stem)) return (text) => text.startsWith(stem);
  const compiled = new RegExp(`^${source(pattern)}$`, "s");
  return (text) => compiled.test(text);
}

/** An ARN has six parts; colons after the fifth belong to the last. */
const PARTS = 6;

function parts(arn: string): string[] {
  const all = arn.split(":");
  return [
    ...all.slice(0, PARTS - 1),
    ...(all.length < PARTS ? [] : [all.slice(PARTS - 1).join(":")]),
  ];
}

/**
 * The pattern of a Resource element: a wildcard stays within its part of the ARN, unless it ends that part; parts that
 * are missing match anything (IAM user guide, "IAM JSON policy elements: Resource").
 */
export function resourcePattern(pattern: string): Matches {
  if (!pattern.startsWith("arn:")) return wildcard(pattern);
  const all = parts(pattern);
  if (all.every((part, at) => at === PARTS - 1 || !/[*?]/.test(part)) && all.length === PARTS)
    return wildcard(pattern);
  const sources = all.map((part, at) => {
    if (at === PARTS - 1) return source(part);
    return part.endsWith("*")
      ? `${source(part.slice(0, -1), "[^:]*", "[^:]")}.*`
      : source(part, "[^:]*", "[^:]");
  });
  const open = all.length < PARTS ? ".*" : "";
  const compiled = new RegExp(`^${sources.join(":")}${open}$`, "s");
  return (text) => compiled.test(text);
}

/** The pattern of ArnLike and ArnEquals: each of the six parts for itself (IAM user guide, condition operators). */
export function arnPattern(pattern: string): Matches {
  const wanted = parts(pattern).map(wildcard);
  return (text) => {
    const given = parts(text);
    return given.length === wanted.length && wanted.every((matches, at) => matches(given[at]!));
  };
}
