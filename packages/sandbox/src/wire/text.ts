// Values as plain text: headers, labels, query strings and the leaves of XML.
import type { Shape } from "./schema.ts";
import { TIMESTAMP } from "./traits.ts";

/** A request that does not fit the operation's schema. */
export class SerializationError extends Error {}

/** Throws a SerializationError. */
export function unreadable(message: string): never {
  throw new SerializationError(message);
}

const formatOf = (shape: Shape, fallback: number) =>
  shape.code === TIMESTAMP.byProtocol ? fallback : shape.code;

/** A point in time, in the shape's own format or in the fallback of where it stands. */
export function readTime(shape: Shape, value: unknown, fallback: number): Date {
  const epoch = formatOf(shape, fallback) === TIMESTAMP.epoch;
  const date = epoch ? new Date(Number(value) * 1000) : new Date(value as string);
  return Number.isNaN(date.getTime()) ? unreadable("expected a timestamp") : date;
}

/** The reverse of `readTime`; takes a Date, milliseconds or an ISO string. */
export function writeTime(shape: Shape, value: unknown, fallback: number): string | number {
  const date = value instanceof Date ? value : new Date(value as string | number);
  switch (formatOf(shape, fallback)) {
    case TIMESTAMP.epoch:
      return date.getTime() / 1000;
    case TIMESTAMP.http:
      return date.toUTCString();
    default:
      return date.toISOString();
  }
}

/** One value from text; `time` is the timestamp format where none is stated. */
export function readText(shape: Shape, text: string, time: number): unknown {
  switch (shape.kind) {
    case "number": {
      const number = Number(text);
      return Number.isNaN(number) && text !== "NaN" ? unreadable("expected a number") : number;
    }
    case "boolean":
      return text === "true";
    case "bigint":
      return BigInt(text);
    case "timestamp":
      return readTime(shape, text, time);
    case "blob":
      return Buffer.from(text, "base64");
    case "list":
      return splitList(shape.item, text, time).map((part) => readText(shape.item, part, time));
    default:
      return text;
  }
}

/** One value as text. */
export function writeText(shape: Shape, value: unknown, time: number): string {
  switch (shape.kind) {
    case "timestamp":
      return String(writeTime(shape, value, time));
    case "blob":
      return Buffer.from(value as Buffer).toString("base64");
    case "list":
      return (value as unknown[])
        .map((item) => writeText(shape.item, item, time))
        .map((text) => (shape.item.kind === "string" && /[",]/.test(text) ? quoted(text) : text))
        .join(", ");
    default:
      return String(value);
  }
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;

/** The parts of a header list: strings may be quoted, and an HTTP date holds one comma of its own. */
function splitList(item: Shape, text: string, time: number): string[] {
  if (item.kind === "timestamp" && formatOf(item, time) === TIMESTAMP.http)
    return text.match(/[^,]+,[^,]+/g)?.map((part) => part.trim()) ?? [];
  const parts = text.match(/\s*(?:"(?:[^"\\]|\\.)*"|[^,]*)\s*(?:,|$)/g) ?? [];
  if (!text.endsWith(",")) parts.pop(); // the empty match at the end
  return parts
    .map((part) => part.replace(/,$/, "").trim())
    .map((part) => (/^".*"$/.test(part) ? part.slice(1, -1).replace(/\\(.)/g, "$1") : part));
}
