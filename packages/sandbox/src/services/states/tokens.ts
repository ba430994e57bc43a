// Task tokens: a task waits under its token until somebody reports back. An answer that was taken
// survives a kill, since it is kept until the execution has it in its own journal.
import type { Json, TaskCall } from "@rollcall/asl";
import type { Collection } from "../../store.ts";
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { LARGEST } from "./refusals.ts";

interface Token {
  executionArn: string;
  /** What SendTaskSuccess or SendTaskFailure said. */
  outcome?: { output: Json } | { error?: string; cause?: string };
  /** Nobody waits any more. */
  closed?: true;
}

interface Waiting {
  settle(outcome: NonNullable<Token["outcome"]>): void;
  heartbeat(): void;
}

/** The tokens of tasks that wait, and those of tasks that did. */
export class Tokens {
  readonly handlers: Handlers;
  readonly #tokens: Collection<Token>;
  readonly #waiting = new Map<string, Waiting>();

  constructor(world: World) {
    this.#tokens = world.store.collection("states/tokens");
    this.handlers = {
      SendTaskSuccess: ({ taskToken, output }) => {
        if (Buffer.byteLength(output) > LARGEST)
          throw new AwsError("InvalidOutput", "Invalid Output: 'Output is too large'");
        let parsed: Json;
        try {
          parsed = JSON.parse(output);
        } catch (error) {
          throw new AwsError("InvalidOutput", `Invalid Output: '${(error as Error).message}'`);
        }
        this.#answer(taskToken, { output: parsed });
      },
      SendTaskFailure: ({ taskToken, error, cause }) =>
        this.#answer(taskToken, {
          ...(error !== undefined && { error }),
          ...(cause !== undefined && { cause }),
        }),
      SendTaskHeartbeat: ({ taskToken }) => {
        this.#open(taskToken);
        this.#waiting.get(taskToken)?.heartbeat();
      },
    };
  }

  /** Resolves or rejects as the answer says; stays silent when the task ends another way. */
  wait({ token, executionArn, signal, heartbeat }: TaskCall & { token: string }): Promise<Json> {
    return new Promise((resolve, reject) => {
      const settle: Waiting["settle"] = (outcome) => {
        this.#waiting.delete(token);
        if ("output" in outcome) resolve(outcome.output);
        else reject(outcome);
      };
      const known = this.#tokens.get(token);
      if (known?.outcome) return settle(known.outcome);
      if (!known) this.#tokens.set(token, { executionArn });
      this.#waiting.set(token, { settle, heartbeat });
      signal.addEventListener(
        "abort",
        () => {
          this.#waiting.delete(token);
          const left = this.#tokens.get(token);
          if (left && !left.closed) this.#tokens.set(token, { ...left, closed: true });
        },
        { once: true },
      );
    });
  }

  #open(taskToken: string): Token {
    const token = this.#tokens.get(taskToken);
    if (!token) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
    if (token.closed || token.outcome)
      throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    return token;
  }

  #answer(taskToken: string, outcome: NonNullable<Token["outcome"]>): void {
    const token = this.#open(taskToken);
    this.#tokens.set(taskToken, { ...token, outcome });
    this.#waiting.get(taskToken)?.settle(outcome);
  }
}
