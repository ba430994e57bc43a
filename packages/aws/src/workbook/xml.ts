// The little XML that is read here before read-excel-file reads it: attributes, entities and names.
import { UnreadableFile } from "./unreadable.ts";

/** The beginning of a tag whose prefix does not matter: some programs write `<x:row>`. */
export const PREFIX = "(?:[^\\s<>:/\"'=!?]+:)?";

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** Text as it is meant: `&amp;` and `&#12354;` resolved. */
export const plain = (text: string): string =>
  !text.includes("&")
    ? text
    : text.replace(
        /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(lt|gt|quot|apos|amp));/gi,
        (whole, hex, dec, name) => {
          if (name) return entities[String(name).toLowerCase()] ?? whole;
          const code = hex ? Number.parseInt(hex, 16) : Number(dec);
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
        },
      );

/** Text as it is written into XML. */
export const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

const attributes = new Map<string, RegExp>();

/** The value of an attribute, whatever its prefix, or undefined. */
export function attribute(tag: string, name: string): string | undefined {
  const known = attributes.get(name);
  const pattern = known ?? new RegExp(`\\s${PREFIX}${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  if (!known) attributes.set(name, pattern);
  const found = pattern.exec(tag);
  return found ? plain(found[1] ?? found[2] ?? "") : undefined;
}

/** XML without comments and CDATA sections. Document types and entities are refused: no workbook has them. */
export function simple(xml: string): string {
  const cut = xml
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, text: string) => escaped(text));
  if (cut.includes("<!")) throw new UnreadableFile("FileBroken", {});
  return cut;
}
