// One visit of a state: enter, do, retry or catch, exit.
import { choose } from "./choice.ts";
import type { Catcher, Machine, Rule, State } from "./definition.ts";
import type { Common } from "./execution.ts";
import { Failure } from "./failure.ts";
import { type Extra, Fields } from "./fields.ts";
import { whole } from "./history.ts";
import { type Json, type JsonObject, text } from "./json.ts";
import { runMap } from "./map.ts";
import { runParallel } from "./parallel.ts";
import { matches, Retries } from "./retry.ts";
import type { Scope } from "./scope.ts";
import { runTask } from "./task.ts";
import { pause } from "./wait.ts";

/** Input, output and result of a state: 256 KiB of UTF-8 (quota). */
const MOST_BYTES = 262_144;

/** How a state was left. */
export interface Step {
  output: Json;
  next?: string | undefined;
  assigned?: JsonObject;
  /** The event that the Exited event follows, where it is not the last of the scope. */
  follows?: number;
}

/** One visit of one state, over all its attempts. */
export class Visit {
  readonly common: Common;
  readonly name: string;
  readonly state: State;
  readonly input: Json;
  readonly scope: Scope;
  readonly fields: Fields;
  /** 0 for the first attempt. */
  attempt = 0;
  #enteredAfter = 0;

  constructor(common: Common, name: string, state: State, input: Json, scope: Scope) {
    this.common = common;
    this.name = name;
    this.state = state;
    this.input = input;
    this.scope = scope;
    const { turns } = common.outside;
    const EnteredTime = new Date(turns.now).toISOString();
    // RetryCount is recorded for states with a Retry only.
    const State = { EnteredTime, Name: name, ...(state.Retry && { RetryCount: 0 }) };
    this.fields = new Fields({ ...scope.context, State }, () => ({
      state: name,
      input,
      variables: scope.variables,
      now: turns.now,
      random: common.random,
    }));
  }

  /** Writes an event of this scope's chain. */
  emit(type: string, details?: Record<string, Json>): number {
    this.scope.check();
    this.scope.previous = this.common.history.emit(type, this.scope.previous, details);
    return this.scope.previous;
  }

  /** Writes an event beside the chain: what comes next does not follow it. */
  aside(type: string, previous: number, details?: Record<string, Json>): number {
    this.scope.check();
    return this.common.history.emit(type, previous, details);
  }

  async run(): Promise<Step> {
    const { name, scope } = this;
    const { Type } = this.state;
    scope.current = Type;
    this.#enteredAfter = scope.previous;
    this.fields.enteredAt = this.emit(`${Type}StateEntered`, {
      stateEnteredEventDetails: { name, input: text(this.input), inputDetails: whole },
    });
    const step = await this.#attempts();
    const assigned = Object.entries(step.assigned ?? {}).map(([key, value]) => [key, text(value)]);
    Object.assign(scope.variables, step.assigned);
    if (step.follows !== undefined) scope.previous = step.follows;
    this.emit(`${Type}StateExited`, {
      stateExitedEventDetails: {
        name,
        output: text(step.output),
        outputDetails: whole,
        ...(assigned.length > 0 && {
          assignedVariables: Object.fromEntries(assigned),
          assignedVariablesDetails: whole,
        }),
      },
    });
    scope.current = undefined;
    return step;
  }

  /** Assign and Output of the state, or of the rule that decides; both see the variables as on entry. */
  async finish(
    byDefault: Json,
    extra: Extra = {},
    rule: Rule = this.state,
    at = "",
  ): Promise<Step> {
    const assigned: JsonObject = {};
    for (const [key, value] of Object.entries(rule.Assign ?? {})) {
      assigned[key] = await this.fields.template(value, `${at}Assign/${key}`, extra);
    }
    // 256 KiB for one Assign (documentation). assumed: error and text.
    this.limit(text(assigned), this.name);
    const output = await this.#output(byDefault, extra, rule, at);
    return { output, next: rule.Next, assigned };
  }

  /** Fails when a value is larger than a state may pass on; `what` is named in the cause. */
  limit(json: string, what: string): void {
    if (json.length * 3 <= MOST_BYTES || Buffer.byteLength(json) <= MOST_BYTES) return;
    const cause = `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    throw new Failure("States.DataLimitExceeded", cause);
  }

  /** The machine inside a Map. */
  get processor(): Machine {
    return this.state.ItemProcessor!;
  }

  async #attempts(): Promise<Step> {
    const retries = new Retries(this.state.Retry ?? [], this.state.Type);
    for (;;) {
      try {
        const step = await this.#once();
        this.limit(text(step.output), this.name);
        return step;
      } catch (thrown) {
        if (!(thrown instanceof Failure)) throw thrown;
        this.scope.check();
        this.#recordEvaluation(thrown);
        const delay = retries.delay(thrown, this.common.random.next);
        if (delay === undefined) return this.#caught(thrown);
        await this.#again(delay);
      }
    }
  }

  #once(): Promise<Step> {
    switch (this.state.Type) {
      case "Task":
        return runTask(this);
      case "Map":
        return runMap(this);
      case "Parallel":
        return runParallel(this);
      case "Choice":
        return choose(this);
      case "Wait":
        return pause(this);
      case "Fail":
        return this.#fail();
      case "Pass":
      case "Succeed":
        return this.finish(this.input);
    }
  }

  async #fail(): Promise<never> {
    const { Error: error, Cause: cause } = this.state;
    throw new Failure(
      error === undefined ? undefined : await this.fields.typed(error, "Error", "string"),
      cause === undefined ? undefined : await this.fields.typed(cause, "Cause", "string"),
    );
  }

  /** Waits out the back-off; the next attempt starts from the Arguments, without a new Entered event. */
  async #again(delay: number): Promise<void> {
    await this.sleepUntil(this.common.outside.turns.now + delay);
    this.attempt++;
    const State = { ...(this.fields.context.State as JsonObject), RetryCount: this.attempt };
    this.fields.context = { ...this.fields.context, State };
  }

  /** Sleeps to a moment in milliseconds; a resumed execution wakes at the same one. */
  async sleepUntil(moment: number): Promise<void> {
    const { host, outside } = this.common;
    await outside.ask(this.scope, this.scope.key(this.name), async ({ signal }) => {
      await host.clock.sleep(moment - host.clock.now(), signal);
      return null;
    });
  }

  #recordEvaluation(failure: Failure): void {
    if (!failure.evaluation) return;
    const { location, follows } = failure.evaluation;
    failure.evaluation = undefined;
    if (follows === "before") this.scope.previous = this.#enteredAfter;
    this.emit("EvaluationFailed", {
      evaluationFailedEventDetails: {
        ...failure.fields(),
        ...(location !== undefined && { location }),
        state: this.name,
      },
    });
  }

  async #caught(failure: Failure): Promise<Step> {
    const { Type } = this.state;
    if (failure.follows !== undefined) {
      // Nothing of the state is written any more, not even MapStateFailed (observed).
      this.scope.previous = failure.follows;
      failure.follows = undefined;
      throw failure;
    }
    if (Type === "Map" || Type === "Parallel") this.emit(`${Type}StateFailed`);
    const catchers: Catcher[] = this.state.Catch ?? [];
    const index = catchers.findIndex((one) => matches(one.ErrorEquals, failure, Type));
    if (index < 0) throw failure;
    const errorOutput = errorOutputOf(failure);
    try {
      return await this.finish(errorOutput, { errorOutput }, catchers[index], `Catch[${index}]/`);
    } catch (second) {
      if (second instanceof Failure) this.#recordEvaluation(second);
      throw second;
    }
  }

  async #output(byDefault: Json, extra: Extra, rule: Rule, at: string): Promise<Json> {
    if (rule.Output !== undefined) return this.fields.template(rule.Output, `${at}Output`, extra);
    const { Type, Output } = this.state;
    if (Type !== "Choice" || Output === undefined) return byDefault;
    return this.fields.template(Output, "Output", extra);
  }
}

/** An error without a cause has an empty one; without an error either, both are null (recorded in JSONPath). */
function errorOutputOf({ error, reason }: Failure): JsonObject {
  if (error === undefined && reason === undefined) return { Error: null, Cause: null };
  return { ...(error !== undefined && { Error: error }), Cause: reason ?? "" };
}
