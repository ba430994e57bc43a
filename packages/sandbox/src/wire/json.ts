// Values in JSON bodies, guided by shapes. `renamed` is true for the REST protocols, which honour jsonName.
import type { Member, Shape } from "./schema.ts";
import { readTime, unreadable, writeTime } from "./text.ts";
import { TIMESTAMP } from "./traits.ts";

type Tree = Record<string, unknown>;

const nameOf = (member: Member, renamed: boolean) =>
  (renamed && member.shape.traits.jsonName) || member.name;

/** A parsed JSON value as the handler wants it: Dates, Buffers, only members that the schema knows. */
export function readJson(shape: Shape, value: unknown, renamed: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  switch (shape.kind) {
    case "string":
      return typeof value === "string" ? value : unreadable("expected a string");
    case "number": {
      const number = Number(value);
      if (Number.isNaN(number) && value !== "NaN") unreadable("expected a number");
      return number;
    }
    case "boolean":
      return typeof value === "boolean" ? value : unreadable("expected a boolean");
    case "timestamp":
      return readTime(shape, value, TIMESTAMP.epoch);
    case "blob":
    case "stream":
      return typeof value === "string"
        ? Buffer.from(value, "base64")
        : unreadable("expected a blob");
    case "bigint":
      return BigInt(value as number);
    case "list":
      if (!Array.isArray(value)) unreadable("expected a list");
      return (value as unknown[]).map((item) =>
        item === null ? null : readJson(shape.item, item, renamed),
      );
    case "map": {
      if (typeof value !== "object" || Array.isArray(value)) unreadable("expected a map");
      const result: Tree = {};
      for (const [key, inner] of Object.entries(value as Tree))
        result[key] = inner === null ? null : readJson(shape.value, inner, renamed);
      return result;
    }
    case "structure": {
      if (typeof value !== "object" || Array.isArray(value)) unreadable("expected a structure");
      const result: Tree = {};
      for (const member of shape.members) {
        const inner = (value as Tree)[nameOf(member, renamed)];
        if (inner !== null && inner !== undefined)
          result[member.name] = readJson(member.shape, inner, renamed);
      }
      return result;
    }
    default:
      return value;
  }
}

/** What JSON.stringify takes; `bodyOnly` leaves out members that travel in headers or the status. */
export function writeJson(
  shape: Shape,
  value: unknown,
  renamed: boolean,
  bodyOnly = false,
): unknown {
  if (value === null || value === undefined) return undefined;
  switch (shape.kind) {
    case "timestamp":
      return writeTime(shape, value, TIMESTAMP.epoch);
    case "blob":
    case "stream":
      return Buffer.from(value as Buffer).toString("base64");
    case "bigint":
      return Number(value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "list":
      return (value as unknown[]).map((item) => writeJson(shape.item, item, renamed));
    case "map": {
      const result: Tree = {};
      for (const [key, inner] of Object.entries(value as Tree))
        result[key] = inner === null ? null : writeJson(shape.value, inner, renamed);
      return result;
    }
    case "structure": {
      const result: Tree = {};
      for (const member of shape.members) {
        const inner = (value as Tree)[member.name];
        if (inner === null || inner === undefined || (bodyOnly && member.shape.bound)) continue;
        result[nameOf(member, renamed)] = writeJson(member.shape, inner, renamed);
      }
      return result;
    }
    default:
      return value;
  }
}
