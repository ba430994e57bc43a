// A world with nothing in it but a clock and a store, and a server for a `fetch` function: what the
// tests of Slack and of the pages need of the sandbox.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { SandboxClock } from "../../packages/sandbox/src/clock.ts";
import { Faults } from "../../packages/sandbox/src/faults/faults.ts";
import { Store } from "../../packages/sandbox/src/store.ts";
import { servePage } from "../../packages/sandbox/src/wire/pages.ts";
import type { World } from "../../packages/sandbox/src/wire/service.ts";

/** A clock that only the test moves. */
export class TestClock extends SandboxClock {
  #now = Date.UTC(2026, 10, 22, 12, 4, 0);
  override now(): number {
    return this.#now;
  }
  override pass(milliseconds: number): void {
    this.#now += milliseconds;
  }
  override async sleep(milliseconds: number): Promise<void> {
    this.pass(milliseconds);
  }
}

/** A world whose other services answer by `call`. */
export function emptyWorld(more: { directory?: string; call?: World["call"] } = {}) {
  const clock = new TestClock({ skips: false });
  const store = new Store(more.directory);
  let dice = 7;
  const world: World = {
    clock,
    store,
    // Park-Miller: enough for ids and chances.
    random: () => {
      dice = (dice * 48271) % 2147483647;
      return dice / 2147483647;
    },
    faults: new Faults(store, 7),
    call: more.call ?? (async () => ({})),
    log: () => {},
  };
  return { world, clock, store };
}

/** Serves `fetch` on a free port of the loopback interface, the way the sandbox serves its pages. */
export async function serve(fetch: (request: Request) => Promise<Response> | Response) {
  const server = http.createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const page = { prefix: "/", fetch };
    await servePage(page, incoming, Buffer.concat(chunks), outgoing, () => {});
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
