// Where a new account belongs in the organization, and its tags.
import type { Tell } from "./read.ts";
import type { Cell } from "./row.ts";
import { clean, normal } from "./text.ts";

type Readable = Exclude<Cell, { error: string }>;

/** Ids of organizational units and of the root (Organizations API reference). */
const UNIT_ID = /^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$/;
/** A unit's name has at most 128 characters (Organizations API reference); units nest five deep (quotas). */
const NAME = 128;
const DEEPEST = 5;

/** An id, or a path of names from the root down; undefined after a problem was told. */
export function unitOf(cell: Readable, tell: Tell): string | undefined {
  const text = normal(cell);
  if (UNIT_ID.test(text)) return text;
  if (/^(ou|r)-/.test(text)) return tell("UnitForm", {});
  // Root/Workloads/Prod and /Workloads/Prod mean the same.
  const names = clean(cell)
    .split(/[/／]/)
    .map((name) => name.trim())
    .filter((name, at) => name !== "" && !(at === 0 && name.toLowerCase() === "root"));
  const fits =
    names.length > 0 && names.length <= DEEPEST && names.every((one) => one.length <= NAME);
  return fits ? names.join("/") : tell("UnitForm", {});
}

/** A resource has at most 50 tags; keys of 128 and values of 256 characters (Organizations API reference). */
const MOST = 50;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** `Key=Value`, separated by commas, semicolons or line breaks; undefined after a problem was told. */
export function tagsOf(cell: Readable, tell: Tell): Record<string, string> | undefined {
  const written = String(cell)
    .split(/[;；,，、\r\n]+/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const tags = new Map<string, string>();
  for (const one of written) {
    const at = one.search(/[=＝]/);
    const [key, value] = at < 0 ? [one, ""] : [one.slice(0, at).trim(), one.slice(at + 1).trim()];
    if (at < 1 || !TAG_KEY.test(key) || !TAG_VALUE.test(value) || /^aws:/i.test(key))
      return tell("TagForm", { written: one });
    if (tags.has(key)) return tell("TagTwice", { key });
    tags.set(key, value);
  }
  if (tags.size > MOST) return tell("TagsTooMany", { tags: tags.size, most: MOST });
  return Object.fromEntries(tags);
}
