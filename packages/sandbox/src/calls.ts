// The journal of calls: what was asked of the sandbox, by whom, and how it ended. It lives in memory.

/** One call, from the wire or from another service of the sandbox. */
export interface Call {
  /** Milliseconds since 1970 on the sandbox's clock, when the call arrived. */
  at: number;
  account: string;
  region: string;
  /** The sandbox's name for the service, such as `securityhub`. */
  service: string;
  operation: string;
  /** ARN of the caller. */
  principal: string;
  /** The error's code; absent while the call runs and when it succeeded. */
  error?: string;
}

/** What others may ask of the journal. */
export interface CallJournal {
  /** Calls by "service:Operation", such as `{ "securityhub:ListMembers": 17 }`. */
  counts(filter?: (call: Call) => boolean): Record<string, number>;
  /** The calls that arrived after a mark, in order. */
  since(mark: number): Call[];
  /** The present end of the journal, for `since`. */
  mark(): number;
}

/** Older calls are forgotten beyond this many, so that a sandbox can run for weeks. */
const KEPT = 500_000;

/** The journal that the gate writes to. */
export class Calls implements CallJournal {
  #calls: Call[] = [];
  #forgotten = 0;

  add(call: Call): void {
    if (this.#calls.length >= 2 * KEPT) {
      this.#forgotten += this.#calls.length - KEPT;
      this.#calls = this.#calls.slice(-KEPT);
    }
    this.#calls.push(call);
  }

  counts(filter: (call: Call) => boolean = () => true): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const call of this.#calls) {
      if (!filter(call)) continue;
      const name = `${call.service}:${call.operation}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  since(mark: number): Call[] {
    return this.#calls.slice(Math.max(0, mark - this.#forgotten));
  }

  mark(): number {
    return this.#forgotten + this.#calls.length;
  }
}
