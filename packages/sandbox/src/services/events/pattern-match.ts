// Whether one value satisfies one rule of a pattern's leaf.
import { BlockList, isIP } from "node:net";
import type { Json } from "./pattern-shape.ts";

/** `rule` is a plain value or an object with one operator; it was checked before. */
export function matchesRule(rule: Json, value: Json): boolean {
  if (typeof rule !== "object" || rule === null) return rule === value;
  const [operator, wanted] = Object.entries(rule)[0] as [string, Json];
  switch (operator) {
    case "anything-but":
      return anythingBut(wanted, value);
    case "numeric":
      return typeof value === "number" && numeric(wanted, value);
    case "cidr":
      return typeof value === "string" && inNetwork(wanted, value);
    default:
      return typeof value === "string" && textual(operator, wanted, value);
  }
}

const lower = (text: string): string => text.toLowerCase();

function textual(operator: string, wanted: Json, value: string): boolean {
  const folded = wanted?.["equals-ignore-case"];
  switch (operator) {
    case "prefix":
      return folded === undefined
        ? value.startsWith(wanted)
        : lower(value).startsWith(lower(folded));
    case "suffix":
      return folded === undefined ? value.endsWith(wanted) : lower(value).endsWith(lower(folded));
    case "equals-ignore-case":
      return lower(value) === lower(wanted);
    default:
      return wildcard(wanted).test(value);
  }
}

/** `*` stands for any characters; a backslash escapes `*` and itself only. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([\\*])|\*|[^\\*]+|\\/g, (part, escaped?: string) => {
    if (part === "*") return ".*";
    return (escaped ?? part).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "s");
}

function anythingBut(wanted: Json, value: Json): boolean {
  if (typeof wanted === "object" && wanted !== null && !Array.isArray(wanted)) {
    const [operator, refused] = Object.entries(wanted)[0] as [string, Json];
    if (typeof value !== "string") return true;
    return ![refused].flat().some((one) => textual(operator, one, value));
  }
  return ![wanted].flat().includes(value);
}

function numeric(conditions: Json[], value: number): boolean {
  for (let at = 0; at < conditions.length; at += 2) {
    const bound: number = conditions[at + 1];
    const holds =
      conditions[at] === "="
        ? value === bound
        : conditions[at] === "<"
          ? value < bound
          : conditions[at] === "<="
            ? value <= bound
            : conditions[at] === ">"
              ? value > bound
              : value >= bound;
    if (!holds) return false;
  }
  return true;
}

function inNetwork(network: string, value: string): boolean {
  const [base, bits] = network.split("/") as [string, string?];
  const family = isIP(base);
  if (isIP(value) !== family) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(base, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  return list.check(value, type);
}
