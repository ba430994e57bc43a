// A small reader for request bodies. It knows elements, attributes, text, CDATA and entities, and skips
// declarations and comments; namespaces are dropped.
import { unreadable } from "./text.ts";

/** An element. */
export interface XmlNode {
  name: string;
  /** The text directly inside, entities resolved. */
  text: string;
  attributes?: Record<string, string>;
  children: XmlNode[];
}

const TOKEN = new RegExp(
  [
    String.raw`<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>`,
    String.raw`<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>`,
    String.raw`</(?<close>[^>\s]+)\s*>`,
    String.raw`<(?<open>[^\s/>]+)(?<attributes>(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?<empty>/?)>`,
    "(?<text>[^<]+)",
  ].join("|"),
  "g",
);
const ATTRIBUTE = /([^\s=>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const unescapeXml = (text: string) =>
  text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED[name] ?? whole;
    const hex = name[1] === "x";
    return String.fromCodePoint(Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10));
  });

const local = (name: string) => name.replace(/^.*:/, "");

/** The root element of a document; throws a SerializationError when tags do not match. */
export function parseXml(source: string): XmlNode {
  const document: XmlNode = { name: "", text: "", children: [] };
  const open = [document];
  for (const { groups } of source.matchAll(TOKEN)) {
    const { cdata, close, attributes, empty, text, open: tag } = groups!;
    const parent = open.at(-1)!;
    if (cdata !== undefined) parent.text += cdata;
    else if (text) parent.text += unescapeXml(text);
    else if (close) {
      if (open.length < 2 || parent.name !== local(close)) unreadable("malformed XML");
      open.pop();
    } else if (tag) {
      const node: XmlNode = { name: local(tag), text: "", children: [] };
      if (attributes) {
        node.attributes = {};
        for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE))
          node.attributes[local(name!)] = unescapeXml(double ?? single ?? "");
      }
      parent.children.push(node);
      if (!empty) open.push(node);
    }
  }
  const root = document.children[0];
  return root && open.length === 1 ? root : unreadable("malformed XML");
}
