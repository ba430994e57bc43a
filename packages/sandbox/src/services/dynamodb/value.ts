// Attribute values as they are kept: the shape of the wire, binary as base64 so that it is JSON.
import { AwsError } from "../../wire/service.ts";
import * as number from "./number.ts";

/** The names of types, as attribute_type() takes them. */
export type Type = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";

/** Exactly one member is set. */
export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: Item;
}

/** Attributes by name. */
export type Item = Record<string, AttributeValue>;

/** A request that DynamoDB refuses before it touches data. */
export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** The type of a value, which is its first member. */
export function typeOf(value: AttributeValue): Type {
  for (const type in value) return type as Type;
  throw invalid(
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
  );
}

type Wire = Record<string, unknown>;

const text = (bytes: unknown) =>
  typeof bytes === "string" ? bytes : Buffer.from(bytes as Uint8Array).toString("base64");

/** A copy of a value from a request: nobody else holds it, and binary is base64. */
export function readValue(wire: Wire): AttributeValue {
  // One literal for each common type: objects of one shape take less memory.
  if (typeof wire.S === "string" && Object.keys(wire).length === 1) return { S: wire.S };
  const value: Record<string, unknown> = {};
  for (const [type, inner] of Object.entries(wire)) {
    if (inner === undefined || inner === null) continue;
    if (type === "B") value.B = text(inner);
    else if (type === "BS") value.BS = (inner as unknown[]).map(text);
    else if (type === "M") value.M = readItem(inner as Record<string, Wire>);
    else if (type === "L") value.L = (inner as Wire[]).map(readValue);
    else if (type === "NULL")
      value.NULL = true; // AWS takes false too, since June 2026
    else if (type === "SS" || type === "NS") value[type] = [...(inner as string[])];
    else value[type] = inner;
  }
  return value;
}

/** A copy of the attributes of a request. */
export function readItem(wire: Record<string, Wire>): Item {
  const item: Item = {};
  for (const name in wire) item[name] = readValue(wire[name] ?? {});
  return item;
}

function hasBinary(value: AttributeValue): boolean {
  if (value.S !== undefined || value.N !== undefined) return false;
  if (value.M) return Object.values(value.M).some(hasBinary);
  return value.B !== undefined || value.BS !== undefined || (value.L?.some(hasBinary) ?? false);
}

function writeValue(value: AttributeValue): unknown {
  if (value.B !== undefined) return { B: Buffer.from(value.B, "base64") };
  if (value.BS) return { BS: value.BS.map((one) => Buffer.from(one, "base64")) };
  if (value.L) return { L: value.L.map(writeValue) };
  if (value.M) return { M: writeItem(value.M) };
  return value;
}

/** The item as an answer has it: binary as bytes. */
export function writeItem(item: Item): unknown {
  if (!Object.values(item).some(hasBinary)) return item;
  return Object.fromEntries(Object.entries(item).map(([name, one]) => [name, writeValue(one)]));
}

const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);

/**
 * A byte, one more for a minus, and one for every two significant digits; those before and those after
 * the point are counted apart. Measured on AWS by nubo-db/dynamodb-conformance, tests/tier3/limits.
 */
function numberSize(digits: string): number {
  const [whole = "", fraction = ""] = digits.replace("-", "").split(".");
  const before = fraction === "" ? whole.replace(/0+$/, "") : whole.replace(/^0+/, "");
  const after = before === "" ? fraction.replace(/^0+/, "") : fraction;
  const minus = digits.startsWith("-") ? 1 : 0;
  return 1 + Math.ceil(before.length / 2) + Math.ceil(after.length / 2) + minus;
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, "base64");
  if (value.SS) return sum(value.SS.map((one) => Buffer.byteLength(one)));
  if (value.NS) return sum(value.NS.map(numberSize));
  if (value.BS) return sum(value.BS.map((one) => Buffer.byteLength(one, "base64")));
  if (value.L) return 3 + sum(value.L.map((one) => 1 + valueSize(one)));
  if (value.M) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  return 1;
}

/** Bytes that an item counts for: names and values, in UTF-8. */
export function sizeOf(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + valueSize(item[name]!);
  return size;
}

const sameMembers = (a: string[], b: string[]) =>
  a.length === b.length && a.every((one) => b.includes(one));

/** Equality as expressions mean it: sets have no order, documents are compared in depth. */
export function equal(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if (type === "SS" || type === "NS" || type === "BS") return sameMembers(a[type]!, b[type]!);
  if (type === "L") {
    return a.L!.length === b.L!.length && a.L!.every((one, at) => equal(one, b.L![at]!));
  }
  if (type === "M") return equalItems(a.M!, b.M!);
  return a[type] === b[type];
}

/** True when both have the same attributes with equal values. */
export function equalItems(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => b[name] !== undefined && equal(a[name]!, b[name]))
  );
}

/** UTF-16 units from U+D800 up, rearranged so that they sort as UTF-8 bytes do. */
const byBytes = (unit: string) => {
  const code = unit.charCodeAt(0);
  return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000);
};

/** A string that sorts, by code unit, where a scalar sorts among values of its type. */
export function sortKey(value: AttributeValue): string {
  if (value.S !== undefined) return value.S.replace(/[\ud800-\uffff]/g, byBytes);
  if (value.N !== undefined) return number.sortKey(value.N);
  return Buffer.from(value.B ?? "", "base64").toString("latin1");
}

/** Order of two scalars, or undefined where DynamoDB has none: other types, or different ones. */
export function order(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.N !== undefined && b.N !== undefined) return number.compare(a.N, b.N);
  const comparable =
    (a.S !== undefined && b.S !== undefined) || (a.B !== undefined && b.B !== undefined);
  if (!comparable) return undefined;
  const [left, right] = [sortKey(a), sortKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
