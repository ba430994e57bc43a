// One execution: its start, its outcome, and what all its states share.
import type { Machine } from "./definition.ts";
import { type End, type ErrorFields, Failure } from "./failure.ts";
import { History, whole } from "./history.ts";
import type { HistoryEvent, Host, Journal, Names, Result } from "./host.ts";
import { type Json, type JsonObject, text } from "./json.ts";
import { Outside } from "./outside.ts";
import { Random } from "./random.ts";
import { Scope } from "./scope.ts";
import { Turns } from "./turns.ts";
import { walk } from "./walk.ts";

/** What is not the same for every execution of a machine. */
export interface ExecutionOptions {
  /** Makes the execution outlive its process: see `Journal`. */
  journal?: Journal | undefined;
  /** Added to the context object; a Map Run gives its children `Map.Item` with it. */
  context?: JsonObject;
  /** Seed of ids, tokens and jitter; drawn from the host when absent. */
  seed?: string;
}

/** What the states of one execution share. */
export interface Common {
  host: Host;
  names: Names;
  region: string;
  journal: Journal | undefined;
  history: History;
  outside: Outside;
  random: Random;
}

const STOP = "stop";

/** Runs a definition once. `checkDefinition` must have let it pass. */
export class Execution {
  readonly names: Names;
  readonly #machine: Machine;
  readonly #host: Host;
  readonly #options: ExecutionOptions;
  readonly #turns: Turns;
  readonly #history: History;
  readonly #end = Promise.withResolvers<Result>();
  #root: Scope | undefined;

  constructor(definition: Json, host: Host, names: Names, options: ExecutionOptions = {}) {
    this.#machine = definition as unknown as Machine;
    this.#host = host;
    this.names = names;
    this.#options = options;
    this.#turns = new Turns(host.clock, options.journal, (thrown) => this.#crash(thrown));
    this.#history = new History(
      () => this.#turns.now,
      host.onEvent && ((event) => host.onEvent?.(event)),
      (failure) => this.#root?.abort({ kind: "full", failure }),
    );
  }

  /** The history so far. */
  get events(): readonly HistoryEvent[] {
    return this.#history.events;
  }

  /**
   * Runs to the end; call it once. Rejects only when the host or the journal broke, which leaves the
   * execution unfinished: another Execution on the same journal continues it.
   */
  run(input: Json): Promise<Result> {
    this.#run(input).then(this.#end.resolve, (thrown) => this.#crash(thrown));
    return this.#end.promise;
  }

  /** StopExecution. Does nothing before the start and after the end. */
  stop(fields: ErrorFields = {}): void {
    this.#turns.offer(STOP, { ...fields });
  }

  async #run(input: Json): Promise<Result> {
    const opening = this.#turns.begin("start", () => ({
      seed: this.#options.seed ?? this.#seed(),
    }));
    const root = new Scope({ path: "", previous: 0, context: this.#context(input) });
    this.#root = root;
    const { roleArn } = this.names;
    this.#history.emit("ExecutionStarted", 0, {
      executionStartedEventDetails: { input: text(input), inputDetails: whole, roleArn },
    });
    const outside = new Outside(this.#turns, (thrown) => this.#crash(thrown));
    this.#watch(root, outside);
    const common: Common = {
      host: this.#host,
      names: this.names,
      region: this.names.stateMachineArn.split(":")[3] || "us-east-1",
      journal: this.#options.journal,
      history: this.#history,
      outside,
      random: new Random((opening as { seed: string }).seed),
    };
    try {
      const output = await walk(common, this.#machine, input, root);
      root.check();
      this.#history.end("ExecutionSucceeded", root.previous, {
        executionSucceededEventDetails: { output: text(output), outputDetails: whole },
      });
      return { status: "SUCCEEDED", output };
    } catch (thrown) {
      return this.#ended(root.end, thrown, root);
    } finally {
      root.abort({ kind: "sibling" });
      this.#turns.close();
    }
  }

  /** Stop, and the machine's own TimeoutSeconds. */
  #watch(root: Scope, outside: Outside): void {
    this.#turns.open(STOP, {
      start: () => {},
      take: (value) => root.abort({ kind: "stopped", fields: value as ErrorFields }),
    });
    const seconds = this.#machine.TimeoutSeconds;
    if (seconds === undefined) return;
    const { clock } = this.#host;
    const until = this.#turns.now + seconds * 1000;
    outside
      .ask(root, "timeout", async ({ signal }) => {
        await clock.sleep(until - clock.now(), signal);
        return null;
      })
      .then(
        () => root.abort({ kind: "expired" }),
        () => {},
      );
  }

  #ended(end: End | undefined, thrown: unknown, root: Scope): Result {
    if (end?.kind === "expired") {
      this.#history.end("ExecutionTimedOut", 0, {
        executionTimedOutEventDetails: { error: "States.Timeout" },
      });
      return { status: "TIMED_OUT" };
    }
    if (end?.kind === "stopped") {
      this.#history.end("ExecutionAborted", 0, { executionAbortedEventDetails: { ...end.fields } });
      return { status: "ABORTED", ...end.fields };
    }
    const failure = end?.kind === "full" ? end.failure : thrown;
    if (!(failure instanceof Failure)) throw thrown;
    const previous = end ? this.#history.events.length : root.previous;
    const fields = failure.fields();
    this.#history.end("ExecutionFailed", previous, { executionFailedEventDetails: { ...fields } });
    return { status: "FAILED", ...fields };
  }

  #crash(thrown: unknown): void {
    this.#end.reject(thrown);
    this.#turns.close();
  }

  #seed(): string {
    const random = this.#host.random ?? Math.random;
    return Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(16)).join("-");
  }

  #context(input: Json): JsonObject {
    const { executionArn, stateMachineArn, roleArn } = this.names;
    // An express execution has an id of its own behind its name, and cannot be redriven (recorded).
    const [, , , , , kind, , Name = ""] = executionArn.split(":");
    return {
      Execution: {
        Id: executionArn,
        Input: input,
        Name,
        RoleArn: roleArn,
        StartTime: new Date(this.#turns.now).toISOString(),
        ...(kind !== "express" && { RedriveCount: 0 }),
      },
      StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(":").at(-1)! },
      ...this.#options.context,
    };
  }
}
