// Reads the meters of a run at the gate that every call passes: calls, units of the table, requests that are billed.
import type { GatedCall, Sandbox } from "@rollcall/sandbox";

/** Services whose calls are the work itself; the rest is machinery. */
const WORK = new Set(["securityhub", "sts", "account", "organizations", "iam"]);

/** What was counted, and when the work began and ended: milliseconds of the sandbox's clock. */
export class Meter {
  /** Calls of the work by operation, those that were refused too. */
  readonly work: Record<string, number> = {};
  refused = 0;
  readUnits = 0;
  writeUnits = 0;
  puts = 0;
  gets = 0;
  queueRequests = 0;
  events = 0;
  /** All calls from the wire. */
  all = 0;
  firstAt: number | undefined;
  lastAt = 0;
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    sandbox.gates.unshift((call) => this.#count(call));
  }

  /** Calls of the work. */
  get calls(): number {
    return Object.values(this.work).reduce((sum, one) => sum + one, 0);
  }

  #count({ service, operation, input, wire, endings }: GatedCall): void {
    if (wire) this.all++;
    if (WORK.has(service) && wire) {
      const { clock } = this.#sandbox.world;
      const name = `${service}:${operation}`;
      this.work[name] = (this.work[name] ?? 0) + 1;
      this.firstAt ??= clock.now();
      endings.push((end) => {
        this.lastAt = clock.now();
        if ("error" in end) this.refused++;
      });
    }
    if (service === "dynamodb" && wire) this.#table(operation, input, endings);
    if (service === "s3") /^(Put|List|Copy)/.test(operation) ? this.puts++ : this.gets++;
    // Lambda's pollers ask in the account's name, and their requests are billed too.
    if (service === "sqs") this.queueRequests++;
    if (service === "events" && operation === "PutEvents")
      this.events += (input.Entries as unknown[]).length;
  }

  /** An answer says what it consumed where that is asked for. */
  #table(operation: string, input: GatedCall["input"], endings: GatedCall["endings"]): void {
    input.ReturnConsumedCapacity = "TOTAL";
    const writes = /^(Put|Update|Delete|BatchWrite|TransactWrite)/.test(operation);
    endings.push((end) => {
      if ("error" in end) return;
      const { ConsumedCapacity: consumed } = end.output as { ConsumedCapacity?: Consumed };
      const units = [consumed ?? []].flat().reduce((sum, one) => sum + one.CapacityUnits, 0);
      if (writes) this.writeUnits += units;
      else this.readUnits += units;
    });
  }
}

type Unit = { CapacityUnits: number };
type Consumed = Unit | Unit[];
