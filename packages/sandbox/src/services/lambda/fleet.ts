// All environments: which may start, which are reused, which have to go.
import { randomUuid } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import { Environment, type EnvironmentOptions } from "./environment.ts";
import type { FunctionDefinition, Outcome } from "./function.ts";

/** Bounds of memory, not of Lambda. */
export interface FleetOptions extends EnvironmentOptions {
  /** Environments of one function. Default 2: the sandbox is made for two cores. */
  perFunction?: number | undefined;
  /** Environments in all. Default 16. */
  total?: number | undefined;
}

interface Waiting {
  definition: FunctionDefinition;
  /** When it came, in real milliseconds. */
  since: number;
  requestId: string;
  event: string;
  /** It waits no longer. */
  begin(): void;
  done(outcome: Outcome): void;
}

/** An environment that nobody needs is closed after this, in real milliseconds. */
const IDLE = 60_000;
/**
 * An invocation waits this long for an environment that is at work, in real milliseconds, before another one
 * starts beside it. To start one and run it cold takes a third of a second of a core; most invocations are over
 * by then, and Lambda's own way, another environment at once, would cost a small run a third of its time.
 */
const PATIENCE = 300;

/** Runs invocations, in the order in which they come as far as environments are free. */
export class Fleet {
  readonly #world: World;
  readonly #options: FleetOptions;
  readonly #environments = new Set<Environment>();
  readonly #peaks = new Map<string, number>();
  #waiting: Waiting[] = [];
  #sweep: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(world: World, options: FleetOptions) {
    this.#world = world;
    this.#options = options;
  }

  /** Runs a function once; the promise stays open when the sandbox stops first. */
  invoke(
    definition: FunctionDefinition,
    event: string,
    requestId = randomUuid(this.#world.random),
  ): Promise<Outcome> {
    // Time is real while an invocation waits, unless all that it waits for is somebody's latency.
    const begin = this.#world.clock.busy(async () => true);
    return new Promise((done) => {
      const since = performance.now();
      this.#waiting.push({ definition, since, requestId, event, begin, done });
      this.#pump();
    });
  }

  /** Environments that exist now. */
  get size(): number {
    return this.#environments.size;
  }

  /** The most that an invocation of a function has held, in bytes of heap and of buffers; 0: it never ran. */
  peak(functionName: string): number {
    return this.#peaks.get(functionName) ?? 0;
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    clearInterval(this.#sweep);
    clearTimeout(this.#patience);
    for (const environment of this.#environments) environment.close();
    this.#environments.clear();
  }

  #pump(): void {
    if (this.#stopped) return;
    // Functions that have no free environment now; later invocations of theirs wait as well.
    const full = new Set<FunctionDefinition>();
    const left: Waiting[] = [];
    for (const next of this.#waiting) {
      const environment = full.has(next.definition) ? undefined : this.#place(next);
      if (environment) void this.#run(environment, next);
      else {
        full.add(next.definition);
        left.push(next);
      }
    }
    this.#waiting = left;
    if (left.length > 0) this.#pumpLater();
  }

  #pumpLater(): void {
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined;
      this.#pump();
    }, PATIENCE).unref();
  }

  #place({ definition, since }: Waiting): Environment | undefined {
    const { perFunction = 2, total = 16 } = this.#options;
    let own = 0;
    let oldest: Environment | undefined;
    for (const environment of this.#environments) {
      if (environment.stale && !environment.busy) {
        this.#close(environment);
        continue;
      }
      if (environment.dead) continue; // it hangs, and is in nobody's way
      if (environment.definition === definition) {
        own++;
        if (!environment.busy) return environment;
      } else if (
        !environment.busy &&
        environment.usedAt < (oldest?.usedAt ?? Number.POSITIVE_INFINITY)
      )
        oldest = environment;
    }
    if (own >= perFunction) return undefined;
    if (own > 0 && performance.now() - since < PATIENCE) return undefined;
    if (this.#environments.size >= total) {
      if (!oldest) return undefined;
      this.#close(oldest);
    }
    const fresh = new Environment(this.#world, definition, this.#options);
    this.#environments.add(fresh);
    this.#sweep ??= setInterval(() => this.#closeIdle(), IDLE / 2).unref();
    return fresh;
  }

  async #run(
    environment: Environment,
    { requestId, event, begin, done, definition }: Waiting,
  ): Promise<void> {
    environment.busy = true;
    const running = environment.run(requestId, event);
    begin();
    const outcome = await running;
    environment.busy = false;
    environment.usedAt = performance.now();
    this.#peaks.set(definition.name, Math.max(this.peak(definition.name), environment.peak));
    if (this.#stopped) return;
    if (environment.dead) this.#close(environment);
    if (outcome.error)
      this.#options.print(
        definition.name,
        `${new Date(this.#world.clock.now()).toISOString()}\t${requestId}\tERROR\tInvoke Error\t${outcome.payload}\n`,
      );
    done(outcome);
    this.#pump();
  }

  #closeIdle(): void {
    for (const environment of this.#environments)
      if (!environment.busy && performance.now() - environment.usedAt > IDLE)
        this.#close(environment);
  }

  #close(environment: Environment): void {
    this.#environments.delete(environment);
    environment.close();
  }
}
