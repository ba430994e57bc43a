/** A JSON value. The interpreter never changes one in place. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** True for an object that is neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The JSON text of a value, as the history and the API carry it. */
export function text(value: Json): string {
  return JSON.stringify(value);
}
