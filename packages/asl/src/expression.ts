// JSONata 2.0.6 as Step Functions runs it: no context item, six functions more, `$eval` taken out, and
// bounds on what one evaluation may use.
import jsonata from "jsonata";
import { functions } from "./functions.ts";
import type { Json } from "./json.ts";
import { entered, left, type Meter, meterOf } from "./meter.ts";
import type { Random } from "./random.ts";

/** Everything an expression can see. */
export interface Bindings {
  variables: Record<string, Json>;
  states: unknown;
  now: number;
  random: Random;
}

/** The result was a function or a regular expression. */
export class Unsupported extends Error {}

/** An expression is a whole text `{% … %}`; any other text is literal (recorded). */
export function isExpression(value: unknown): value is string {
  return typeof value === "string" && value.startsWith("{%") && value.endsWith("%}");
}

/** The text between the marks, as causes quote it. */
export function bodyOf(expression: string): string {
  return expression.slice(2, -2).trim();
}

/** The hooks that JSONata calls around each step of an evaluation. */
const entry = Symbol.for("jsonata.__evaluate_entry") as unknown as string;
const exit = Symbol.for("jsonata.__evaluate_exit") as unknown as string;

const compiled = new Map<string, jsonata.Expression>();

/** Parses an expression once; throws JSONata's own error, with `code` and `message`. */
export function compile(body: string): jsonata.Expression {
  const known = compiled.get(body);
  if (known) return known;
  const expression = jsonata(body);
  for (const [name, { run, signature }] of Object.entries(functions)) {
    expression.registerFunction(name, run, signature);
  }
  // AWS has no $eval: calling it is T1006, as with any name that is bound to nothing.
  expression.assign("eval", undefined);
  expression.assign(entry, entered);
  expression.assign(exit, left);
  compiled.set(body, expression);
  return expression;
}

/** The value of an expression; undefined when it matches nothing. */
export async function evaluate(body: string, bindings: Bindings): Promise<Json | undefined> {
  const { variables, states, now, random } = bindings;
  const meter: Meter = { now, random, depth: 0, steps: 0 };
  const all: Record<string, unknown> = { ...meterOf(meter) };
  for (const name in variables) all[name] = variables[name];
  all.states = states;
  const value: unknown = await compile(body).evaluate(undefined, all);
  if (value === undefined) return undefined;
  if (isUnsupported(value)) throw new Unsupported();
  return plain(value as Json);
}

/** Results carry hidden markers and share structure with the input, so only their JSON is kept. */
function plain(value: Json): Json {
  if (value === null || typeof value !== "object") return finite("", value);
  return JSON.parse(JSON.stringify(value, finite)) as Json;
}

/** JSON knows no infinity; AWS writes the text "Infinity" (observed). */
function finite(_key: string, item: Json): Json {
  return typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
}

function isUnsupported(value: unknown): boolean {
  if (typeof value === "function" || value instanceof RegExp) return true;
  if (value === null || typeof value !== "object") return false;
  return "_jsonata_lambda" in value || "_jsonata_function" in value;
}
