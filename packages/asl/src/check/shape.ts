// Which fields an object may and must have.
import type { JsonObject } from "../json.ts";
import { schemaError } from "./invalid-definition.ts";

/** Refuses fields that the object does not have (observed text). */
export function onlyKnown(object: JsonObject, fields: string[], at: string): void {
  const unknown = Object.keys(object).find((key) => !fields.includes(key));
  if (unknown) throw schemaError(`Field '${unknown}' is not supported`, at);
}

/** assumed: the text. */
export function requireField(object: JsonObject, field: string, at: string): void {
  if (!(field in object)) throw schemaError(`These fields are required: [${field}]`, at);
}
