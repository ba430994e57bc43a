// All environments: which may start, which are reused, which have to go.
import { randomUuid } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import { Environment, type EnvironmentOptions } from "./environment.ts";
import type { FunctionDefinition, Outcome } from "./function.ts";

/** How many environments there are: bounds of memory, not of Lambda. */
export interface FleetSize {
  /** Environments of one function. Default 2: the sandbox is made for two cores. */
  perFunction?: number | undefined;
  /** Environments in all. Default 32: about as many as an app has functions, or warm ones make way all the time. */
  total?: number | undefined;
  /** Invocations that an environment runs at once. Default 1, as Lambda's. */
  atOnce?: number | undefined;
}

/** What a function has used so far. */
export interface Usage {
  invocations: number;
  /** Milliseconds of the sandbox's clock. */
  milliseconds: number;
  /** Milliseconds of processor, the starts of its environments included. */
  cpu: number;
  /** The most that an environment has held, in bytes of heap and of buffers. */
  peak: number;
}

/** Where environments run, and how many. */
export interface FleetOptions extends EnvironmentOptions, FleetSize {}

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
  readonly #usage = new Map<string, Usage>();
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

  /** What a function has used; nothing where it never ran. */
  usage(functionName: string): Usage {
    return this.#usage.get(functionName) ?? { invocations: 0, milliseconds: 0, cpu: 0, peak: 0 };
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
    const { perFunction = 2, total = 32, atOnce = 1 } = this.#options;
    let own = 0;
    let oldest: Environment | undefined;
    let least: Environment | undefined;
    for (const environment of this.#environments) {
      if (environment.stale && !environment.busy) {
        this.#close(environment);
        continue;
      }
      if (environment.dead) continue; // it hangs, and is in nobody's way
      if (environment.definition === definition) {
        own++;
        if (environment.busy === 0) return environment;
        if (environment.busy < (least?.busy ?? atOnce)) least = environment;
      } else if (
        !environment.busy &&
        environment.usedAt < (oldest?.usedAt ?? Number.POSITIVE_INFINITY)
      )
        oldest = environment;
    }
    if (own >= perFunction) return least;
    if (own > 0 && atOnce === 1 && performance.now() - since < PATIENCE) return undefined;
    if (this.#environments.size >= total) {
      if (!oldest) return least;
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
    const { clock } = this.#world;
    const begun = clock.now();
    environment.busy++;
    const running = environment.run(requestId, event);
    begin();
    const outcome = await running;
    environment.busy--;
    environment.usedAt = performance.now();
    const before = this.usage(definition.name);
    this.#usage.set(definition.name, {
      invocations: before.invocations + 1,
      milliseconds: before.milliseconds + clock.now() - begun,
      cpu: before.cpu + environment.cpu - environment.counted,
      peak: Math.max(before.peak, environment.peak),
    });
    environment.counted = environment.cpu;
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
