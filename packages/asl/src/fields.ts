// The fields of one state: literals stay, expressions are evaluated, and failures say where.
import { bodyOf, evaluate, isExpression, Unsupported } from "./expression.ts";
import { Failure } from "./failure.ts";
import { isObject, type Json, type JsonObject, text } from "./json.ts";
import type { Random } from "./random.ts";

/** What `$states` has beyond `input` and `context`: the result, or a catcher's errorOutput. */
export type Extra = { result?: Json; errorOutput?: Json };

/** What the expressions of one state can see. */
export interface View {
  state: string;
  input: Json;
  variables: Record<string, Json>;
  /** Milliseconds; what `$now` and `$millis` tell. */
  now: number;
  random: Random;
}

/** Evaluates the fields of one visit. */
export class Fields {
  context: JsonObject;
  /** Id of the state's Entered event, which every cause names. */
  enteredAt = 0;
  readonly #view: () => View;

  constructor(context: JsonObject, view: () => View) {
    this.context = context;
    this.#view = view;
  }

  /** A JSON value with all expressions inside replaced; keys are never evaluated (recorded). */
  async template(value: Json, location: string, extra: Extra = {}): Promise<Json> {
    if (typeof value === "string") {
      return isExpression(value) ? this.#expression(value, location, extra) : value;
    }
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const [i, item] of value.entries()) {
        items.push(await this.template(item, `${location}[${i}]`, extra));
      }
      return items;
    }
    if (!isObject(value)) return value;
    const filled: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      filled[key] = await this.template(item, `${location}/${key}`, extra);
    }
    return filled;
  }

  /** A field that takes a literal or an expression of one type. */
  async typed<T extends Json>(value: T | string, location: string, wanted: string): Promise<T> {
    if (!isExpression(value)) return value as T;
    const result = await this.#expression(value, location, {});
    const type = result === null ? "null" : Array.isArray(result) ? "array" : typeof result;
    if (type === wanted) return result as T;
    throw this.evaluation(
      `The JSONata expression '${bodyOf(value)}' specified for the field '${location}' returned an ` +
        `unexpected result type. Expected '${wanted}', but was '${type}' for value: ${text(result)}`,
      location,
    );
  }

  /** A number that may be absent. */
  async number(value: number | string | undefined, location: string): Promise<number | undefined> {
    return value === undefined ? undefined : this.typed<number>(value, location, "number");
  }

  /** A failed evaluation; without a location when it concerns the input itself. */
  evaluation(reason: string, location?: string): Failure {
    const failure = new Failure("States.QueryEvaluationError", this.#cause(reason));
    failure.evaluation = { follows: "before", ...(location !== undefined && { location }) };
    return failure;
  }

  /** An error that nothing catches; it follows the Entered event, whatever the state has done since. */
  runtime(reason: string): Failure {
    const failure = new Failure("States.Runtime", this.#cause(reason));
    failure.follows = this.enteredAt;
    return failure;
  }

  #cause(reason: string): string {
    const { state } = this.#view();
    return `An error occurred while executing the state '${state}' (entered at the event id #${this.enteredAt}). ${reason}`;
  }

  async #expression(source: string, location: string, extra: Extra): Promise<Json> {
    const { input, variables, now, random } = this.#view();
    const body = bodyOf(source);
    const the = `The JSONata expression '${body}' specified for the field '${location}'`;
    const states = { input, context: this.context, ...extra };
    let value: Json | undefined;
    try {
      value = await evaluate(body, { variables, states, now, random });
    } catch (thrown) {
      if (thrown instanceof Unsupported) {
        throw this.evaluation(`${the} returned an unsupported result type.`, location);
      }
      const { code, message } = thrown as { code?: string; message: string };
      const tail = code ? `. ${code}: ${message}` : `: ${message}`;
      throw this.evaluation(`${the} threw an error during evaluation${tail}`, location);
    }
    if (value === undefined) {
      throw this.evaluation(`${the} returned nothing (undefined).`, location);
    }
    return value;
  }
}
