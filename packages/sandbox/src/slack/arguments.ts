// What a client sent: urlencoded, multipart or JSON, all read as one bag of named values.
import { SlackError } from "./answer.ts";
import type { Json } from "./state.ts";

/** The arguments of one call. Values are strings when urlencoded, anything when JSON. */
export class Arguments {
  readonly #values: Json;

  constructor(values: Json) {
    this.#values = values;
  }

  /** Reads the body (and the query, which GET clients use) of a request. */
  static async read(request: Request): Promise<Arguments & { token: string }> {
    const values: Json = Object.fromEntries(new URL(request.url).searchParams);
    const type = request.headers.get("content-type") ?? "";
    if (request.method === "POST") {
      if (type.includes("json")) Object.assign(values, readJson(await request.text()));
      else if (type.includes("multipart"))
        Object.assign(values, Object.fromEntries(await request.formData()));
      else Object.assign(values, Object.fromEntries(new URLSearchParams(await request.text())));
    }
    const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    const token = bearer ?? (typeof values.token === "string" ? values.token : "");
    return Object.assign(new Arguments(values), { token });
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** Empty when absent. */
  text(name: string): string {
    const value = this.#values[name];
    return value === undefined || value === null ? "" : String(value);
  }

  /** A value that must be there. */
  required(name: string): string {
    const value = this.text(name);
    if (value === "")
      throw new SlackError("invalid_arguments", {
        response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
      });
    return value;
  }

  flag(name: string): boolean {
    return ["true", "1"].includes(this.text(name));
  }

  /** A count between 1 and `most`; `otherwise` when absent or no number. */
  count(name: string, otherwise: number, most: number): number {
    const value = Number.parseInt(this.text(name), 10);
    return Number.isNaN(value) ? otherwise : Math.min(Math.max(value, 1), most);
  }

  /** A structure, sent as JSON text in a form and as itself in a JSON body. */
  structure(name: string, refusal: string): unknown {
    const value = this.#values[name];
    if (typeof value !== "string") return value ?? undefined;
    if (value === "") return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw new SlackError(refusal);
    }
  }
}

function readJson(body: string): Json {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value as Json;
  } catch {
    // Falls through: not JSON and not an object are the same mistake.
  }
  throw new SlackError("json_not_object");
}
