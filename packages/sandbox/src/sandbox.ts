// A world and its wire: clock, store and chance, the services that live in it, and one HTTP server.
// Nothing here knows which services there are.
import { once } from "node:events";
import type http from "node:http";
import type { AddressInfo } from "node:net";
import { type CallJournal, Calls } from "./calls.ts";
import { SandboxClock } from "./clock.ts";
import { type FaultOptions, Faults } from "./faults/faults.ts";
import { randomUuid, seeded } from "./random.ts";
import { Store } from "./store.ts";
import { FunctionDoor, type UrlTarget } from "./wire/function-door.ts";
import { Gate, type GateHook } from "./wire/gate.ts";
import type { Page } from "./wire/pages.ts";
import { Wire } from "./wire/server.ts";
import type { Service, World } from "./wire/service.ts";

/** What every world has. */
export interface WorldOptions {
  /** Port on 127.0.0.1; a free one when absent or 0. */
  port?: number | undefined;
  /** Keeps state here; in memory only when absent. */
  dataDirectory?: string | undefined;
  /** Of all chance: ids, delays, faults. */
  seed?: number | undefined;
  /** Faults to begin with. */
  faults?: FaultOptions | undefined;
  /** False: waits take as long as they say. */
  skips?: boolean | undefined;
  /** Milliseconds since 1970 at which the clock of a new world begins; the machine's time when absent. */
  begins?: number | undefined;
  /** True: time is modelled. It stands while anything computes; only waits and latencies take time. */
  stands?: boolean | undefined;
  log?: ((line: string) => void) | undefined;
  /** The journal to write to; a new one when absent. */
  calls?: Calls | undefined;
}

/** What lives in a world. */
export interface Inhabitants {
  services: Service[];
  pages?: Page[];
  /** The function behind the id of a function URL. */
  urls?(urlId: string): UrlTarget | undefined;
  /** Called once the services have started. */
  boot?(): void | Promise<void>;
}

/** A world that listens. */
export interface RunningWorld<Inside extends Inhabitants = Inhabitants> {
  /** Such as `http://127.0.0.1:4566`: an address, since clients make `bucket.localhost` of a name. */
  endpoint: string;
  world: World;
  calls: CallJournal;
  /** Run before each handler; append to it to add rates, faults or policies. */
  gates: GateHook[];
  /** What `populate` made. */
  inside: Inside;
  /** Serves the same on a further port; gives its address. */
  listen(port: number): Promise<string>;
  stop(): Promise<void>;
}

/** Milliseconds that a stopping server leaves to requests in flight. */
const GRACE = 1_000;

/**
 * Starts a world: restores what the data directory holds, listens, starts the services, boots.
 * `populate` makes the inhabitants; the address is already known to it.
 */
export async function startWorld<Inside extends Inhabitants>(
  options: WorldOptions,
  populate: (world: World, endpoint: string, gates: GateHook[]) => Inside | Promise<Inside>,
): Promise<RunningWorld<Inside>> {
  const store = new Store(options.dataDirectory);
  const memory = store.collection<number>("sandbox/time");
  const left = memory.get("now");
  const clock = new SandboxClock({
    ahead: (left ?? options.begins ?? Date.now()) - Date.now(),
    skips: options.skips ?? true,
    stands: options.stands ?? false,
  });
  store.onFlush(() => memory.set("now", clock.now()));
  // Another start is another stretch of the sequence, or ids would come twice.
  const starts = (memory.get("starts") ?? 0) + 1;
  memory.set("starts", starts);
  const seed = (options.seed ?? 1) * 1_000_003 + starts;
  const random = seeded(seed);
  const faults = new Faults(store, seed, options.faults);
  const log = options.log ?? (() => {});
  const calls = options.calls ?? new Calls();
  const gates: GateHook[] = [];
  const gate = new Gate(clock, calls, gates);
  let wire: Wire | undefined;
  const world: World = {
    clock,
    store,
    random,
    faults,
    log,
    async call(service, operation, input, context) {
      if (!wire) throw new Error("the sandbox has not started");
      const { account } = context;
      const principal = `arn:aws:iam::${account}:root`;
      const requestId = randomUuid(random);
      return wire.call(service, operation, input, {
        accessKeyId: account,
        principal,
        requestId,
        ...context,
      });
    },
  };

  const servers: http.Server[] = [];
  const listen = async (port: number) => {
    // The server exists before its services do, because some of them need to know its address.
    const server = Wire.server(() => wire);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  let inside: Inside | undefined;
  const stop = async () => {
    for (const service of inside?.services.toReversed() ?? []) await service.stop?.();
    await Promise.all(servers.map(close));
    memory.set("now", clock.now()); // also when nothing has changed since the last skip
    clock.stop();
    store.close();
  };
  try {
    const endpoint = await listen(options.port ?? 0);
    inside = await populate(world, endpoint, gates);
    const { services, pages = [], boot, urls } = inside;
    // Time stood still while no process ran, or timeouts and retentions would strike at work that nobody
    // could do. Where nothing waits to go on, it is as late as it is outside.
    const resumes = services.some((service) => service.unfinished?.());
    if (left !== undefined && !resumes) clock.catchUp();
    const requestId = () => randomUuid(random);
    const door = urls && new FunctionDoor({ find: urls, gate, clock });
    wire = new Wire({ services, pages, door, gate, clock, store, log, requestId });
    for (const service of services) await service.start?.();
    await boot?.();
    store.flush();
    let stopping: Promise<void> | undefined;
    return {
      endpoint,
      world,
      calls,
      gates,
      inside,
      listen,
      stop() {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function close(server: http.Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const grace = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearTimeout(grace);
}
