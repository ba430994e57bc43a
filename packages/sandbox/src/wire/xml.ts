// Values as XML, and back.
import type { Member, Shape } from "./schema.ts";
import { readText, writeText } from "./text.ts";
import { TIMESTAMP } from "./traits.ts";
import type { XmlNode } from "./xml-reader.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

/** Text that may stand between tags or in an attribute. */
export const escapeXml = (text: string) =>
  text.replace(/[&<>"\r]/g, (character) => ENTITIES[character]!);

type Tree = Record<string, unknown>;

function namespaceOf({ xmlNamespace }: Shape["traits"]): string {
  if (!xmlNamespace) return "";
  const [prefix, uri] = typeof xmlNamespace === "string" ? ["", xmlNamespace] : xmlNamespace;
  return ` xmlns${prefix ? `:${prefix}` : ""}="${uri}"`;
}

const xmlName = (shape: Shape, fallback: string) => shape.traits.xmlName ?? fallback;
const nameOf = (member: Member) => xmlName(member.shape, member.name);

/** How a list names its items where the schema does not: "member", and "item" in ec2Query. */
export interface XmlOptions {
  item?: string;
  /** Leave out members that travel in headers or the status. */
  bodyOnly?: boolean;
  /** For the root where its schema has none. */
  namespace?: string | undefined;
}

/** The members of a structure, without an element around them. */
export function writeMembers(shape: Shape, value: unknown, options: XmlOptions = {}): string {
  let text = "";
  for (const member of shape.members) {
    if (member.shape.traits.xmlAttribute || (options.bodyOnly && member.shape.bound)) continue;
    const inner = (value as Tree)[member.name];
    if (inner !== null && inner !== undefined)
      text += writeXml(member.shape, nameOf(member), inner, { item: options.item ?? "member" });
  }
  return text;
}

function attributes(shape: Shape, value: unknown): string {
  let text = "";
  for (const member of shape.members) {
    const inner = (value as Tree)[member.name];
    if (member.shape.traits.xmlAttribute && inner !== undefined && inner !== null)
      text += ` ${nameOf(member)}="${escapeXml(writeText(member.shape, inner, TIMESTAMP.iso))}"`;
  }
  return text;
}

/** A value as an element of this name; a flattened list is several elements. */
export function writeXml(
  shape: Shape,
  name: string,
  value: unknown,
  options: XmlOptions = {},
): string {
  const own = namespaceOf(shape.traits);
  const space = own || !options.namespace ? own : ` xmlns="${options.namespace}"`;
  const inherited: XmlOptions = { item: options.item ?? "member" };
  switch (shape.kind) {
    case "structure":
      // GetBucketLocation alone: S3 writes the one member's text without an element of its own.
      if (typeof value === "string") return `<${name}${space}>${escapeXml(value)}</${name}>`;
      return `<${name}${space}${attributes(shape, value)}>${writeMembers(shape, value, options)}</${name}>`;
    case "list": {
      const flat = shape.traits.xmlFlattened;
      const itemName = flat ? name : xmlName(shape.item, inherited.item!);
      let items = "";
      for (const item of value as unknown[])
        items += writeXml(shape.item, itemName, item, inherited);
      return flat ? items : `<${name}${space}>${items}</${name}>`;
    }
    case "map": {
      const flat = shape.traits.xmlFlattened;
      const entryName = flat ? name : "entry";
      let entries = "";
      for (const [key, inner] of Object.entries(value as Tree))
        entries += `<${entryName}>${writeXml(shape.key, xmlName(shape.key, "key"), key)}${writeXml(shape.value, xmlName(shape.value, "value"), inner, inherited)}</${entryName}>`;
      return flat ? entries : `<${name}${space}>${entries}</${name}>`;
    }
    default:
      return `<${name}${space}>${escapeXml(writeText(shape, value, TIMESTAMP.iso))}</${name}>`;
  }
}

/** The value that an element means for this shape. */
export function readXml(shape: Shape, node: XmlNode): unknown {
  switch (shape.kind) {
    case "structure": {
      const result: Tree = {};
      for (const member of shape.members) {
        const value = readMember(member, node);
        if (value !== undefined) result[member.name] = value;
      }
      return result;
    }
    case "list":
      return node.children.map((child) => readXml(shape.item, child));
    case "map":
      return readEntries(shape, node.children);
    default:
      return readText(shape, node.text, TIMESTAMP.iso);
  }
}

function readMember(member: Member, node: XmlNode): unknown {
  const { shape } = member;
  const wanted = nameOf(member).replace(/^.*:/, "");
  if (shape.traits.xmlAttribute) {
    const text = node.attributes?.[wanted];
    return text === undefined ? undefined : readText(shape, text, TIMESTAMP.iso);
  }
  const found = node.children.filter((child) => child.name === wanted);
  if (found.length === 0) return undefined;
  if (shape.traits.xmlFlattened && shape.kind === "list")
    return found.map((child) => readXml(shape.item, child));
  if (shape.traits.xmlFlattened && shape.kind === "map") return readEntries(shape, found);
  return readXml(shape, found[0]!);
}

function readEntries(shape: Shape, entries: XmlNode[]): Tree {
  const result: Tree = {};
  for (const { children } of entries) {
    const key = children.find((child) => child.name === xmlName(shape.key, "key"));
    const value = children.find((child) => child.name === xmlName(shape.value, "value"));
    if (key && value) result[key.text] = readXml(shape.value, value);
  }
  return result;
}
