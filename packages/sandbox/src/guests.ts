// Where time is modelled it may go on only when nobody computes. A thread that calls the sandbox says what it has asked
// and been answered when it comes to rest; once that is all that the wire has seen, it does nothing but wait.
import type http from "node:http";
import type { SandboxClock } from "./clock.ts";

/** The header by which a guest's requests are known. */
export const GUEST = "x-sandbox-guest";

/** What a guest has done so far, as it says itself: works begun, requests sent, requests over. */
export interface Rest {
  begun: number;
  asked: number;
  over: number;
}

/** One thread that computes on behalf of the sandbox. */
export class Guest {
  readonly #clock: SandboxClock;
  readonly #seen: Rest = { begun: 0, asked: 0, over: 0 };
  #told: Rest | undefined;
  #working = 0;
  #release: (() => void) | undefined;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** It was given work; what this returns is called when that has ended. */
  begin(): () => void {
    this.#seen.begun++;
    this.#working++;
    this.#weigh();
    let done = false;
    return () => {
      if (done) return;
      done = true;
      this.#working--;
      this.#weigh();
    };
  }

  /** A request of it has arrived. */
  asked(): void {
    this.#seen.asked++;
    this.#weigh();
  }

  /** It was answered. */
  answered(): void {
    this.#seen.over++;
    this.#weigh();
  }

  /** It has come to rest. */
  rests(told: Rest): void {
    this.#told = told;
    this.#weigh();
  }

  /** Waiting for nothing on the wire it waits for something of its own, and time is not to run away from that. */
  #weigh(): void {
    const { begun, asked, over } = this.#seen;
    const told = this.#told;
    const waits = told?.begun === begun && told.asked === asked && told.over === over;
    if (this.#working === 0 || (waits && asked > over)) {
      this.#release?.();
      this.#release = undefined;
    } else this.#release ??= this.#clock.busy();
  }
}

/** The guests of a world. */
export class Guests {
  readonly #clock: SandboxClock;
  readonly #guests = new Map<string, Guest>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Takes a guest in. */
  enter(id: string): Guest {
    const guest = new Guest(this.#clock);
    this.#guests.set(id, guest);
    return guest;
  }

  leave(id: string): void {
    this.#guests.delete(id);
  }

  /** Who sends a request; undefined for everybody else. */
  behind(headers: http.IncomingHttpHeaders): Guest | undefined {
    const id = headers[GUEST];
    return typeof id === "string" ? this.#guests.get(id) : undefined;
  }
}
