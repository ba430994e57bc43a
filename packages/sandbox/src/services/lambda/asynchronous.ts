// Asynchronous invocations: taken at once, kept until they have succeeded, tried again twice, and then
// told to the failure destination.
import { randomUuid } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import { failureKey, tellFailure } from "./destination.ts";
import type { Fleet } from "./fleet.ts";
import type { FunctionDefinition, Functions } from "./function.ts";

interface Invocation {
  id: string;
  functionArn: string;
  payload: string;
  attempts: number;
  dueAt: number;
}

/** Minutes before the second and the third attempt (developer guide, "Asynchronous invocation"). */
const WAITS = [60_000, 120_000];

/** Invocations of the type Event. */
export class AsynchronousInvocations {
  readonly #world: World;
  readonly #functions: Functions;
  readonly #fleet: Fleet;
  readonly #kept;
  #stopped = false;

  constructor(world: World, functions: Functions, fleet: Fleet) {
    this.#world = world;
    this.#functions = functions;
    this.#fleet = fleet;
    this.#kept = world.store.collection<Invocation>("lambda/asynchronous");
  }

  /** Takes an invocation; it is kept before this returns. Gives the request's id. */
  add(definition: FunctionDefinition, payload: string): string {
    const id = this.#take(definition, payload);
    if (this.#world.faults.strikes("invocation-duplicates", definition.name))
      this.#take(definition, payload);
    return id;
  }

  #take({ arn: functionArn }: FunctionDefinition, payload: string): string {
    const { clock, random } = this.#world;
    const id = randomUuid(random);
    const invocation = { id, functionArn, payload, attempts: 0, dueAt: clock.now() };
    this.#kept.set(id, invocation);
    void this.#run(invocation);
    return id;
  }

  /** Goes on with what an earlier process had taken. */
  resume(): void {
    for (const invocation of [...this.#kept.values()]) void this.#run(invocation);
  }

  /** Whether an invocation was taken that has not ended. */
  unfinished(): boolean {
    return this.#kept.size > 0;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(invocation: Invocation): Promise<void> {
    const { clock } = this.#world;
    const wait = invocation.dueAt - clock.now();
    if (wait > 0) await clock.sleep(wait);
    const definition = this.#functions.byArn(invocation.functionArn);
    if (this.#stopped) return;
    if (!definition) return void this.#kept.delete(invocation.id);
    const outcome = await this.#fleet.invoke(definition, invocation.payload, invocation.id);
    const attempts = invocation.attempts + 1;
    if (!outcome.error) return void this.#kept.delete(invocation.id);
    if (attempts <= definition.asyncRetries) {
      const next = { ...invocation, attempts, dueAt: clock.now() + WAITS[attempts - 1]! };
      this.#kept.set(next.id, next);
      return this.#run(next);
    }
    const { onFailureArn } = definition;
    if (onFailureArn)
      await tellFailure(
        this.#world,
        definition,
        onFailureArn,
        {
          requestContext: {
            requestId: invocation.id,
            functionArn: `${definition.arn}:$LATEST`,
            condition: "RetriesExhausted",
            approximateInvokeCount: attempts,
          },
          requestPayload: JSON.parse(invocation.payload),
          responseContext: {
            statusCode: 200,
            executedVersion: "$LATEST",
            functionError: outcome.error,
          },
          responsePayload: JSON.parse(outcome.payload),
        },
        () => failureKey(this.#world, "async", definition.name),
      );
    this.#kept.delete(invocation.id);
  }
}
