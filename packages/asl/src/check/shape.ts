// Which fields an object may and must have.
import type { JsonObject } from "../json.ts";
import { schemaError } from "./invalid-definition.ts";

/** Refuses fields that the object does not have (observed text). */
export function onlyKnown(object: JsonObject, fields: string[], at: string): void {
  const unknown = Object.keys(object).find((key) => !fields.includes(key));
  if (unknown) throw schemaError(`Field '${unknown}' is not supported`, at);
}

/** Refuses an object that lacks any of these fields, and names all that it lacks (observed text). */
export function requireFields(object: JsonObject, fields: string[], at: string): void {
  const missing = fields.filter((field) => !(field in object));
  if (missing.length > 0) {
    throw schemaError(`These fields are required: [${missing.join(", ")}]`, at);
  }
}
