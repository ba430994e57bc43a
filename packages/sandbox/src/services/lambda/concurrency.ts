// How many invocations of an account in a Region may run at once. Who waits for an answer is refused beyond that; event
// sources and asynchronous invocations wait by themselves (Lambda guide, "Lambda quotas" and "Invocation errors").
import { AwsError, type World } from "../../wire/service.ts";
import type { FunctionDefinition, Outcome } from "./function.ts";

/** Concurrent executions by default; new accounts begin with far fewer. */
const MOST = 1_000;

/** Counts what runs. */
export class Concurrency {
  readonly #faults: World["faults"];
  readonly #running = new Map<string, number>();

  constructor({ faults }: Pick<World, "faults">) {
    this.#faults = faults;
  }

  /** Runs an invocation, or throws TooManyRequestsException. */
  async run({ arn }: FunctionDefinition, invoke: () => Promise<Outcome>): Promise<Outcome> {
    const owner = arn.split(":").slice(3, 5).join("/");
    const running = this.#running.get(owner) ?? 0;
    const factor = this.#faults.value("machine-rates");
    if (factor > 0 && running >= Math.max(1, MOST * factor))
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.", {
        status: 429,
        fields: { Reason: "ConcurrentInvocationLimitExceeded", Type: "User" },
      });
    this.#running.set(owner, running + 1);
    try {
      return await invoke();
    } finally {
      this.#running.set(owner, this.#running.get(owner)! - 1);
    }
  }
}
