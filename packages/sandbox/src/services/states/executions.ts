// Executions under way: started, kept while they go on, resumed by the next process, and ended once.
import {
  type Child,
  type ChildObserver,
  Execution,
  type HistoryEvent,
  type Host,
  type Json,
  type MapRun,
  type Result,
} from "@rollcall/asl";
import type { World } from "../../wire/service.ts";
import { keepDefinition } from "./machines.ts";
import type { ExecutionRecord, Kept, Machine, Version } from "./record.ts";
import { executionAlreadyExists } from "./refusals.ts";
import type { Transitions } from "./transitions.ts";

/** What runs tasks, reads items and writes results: the integrations. */
export type Integrations = Pick<Host, "task" | "read" | "write">;

/** Names of closed executions stay taken for this long. */
const NAMES_KEPT = 90 * 24 * 60 * 60_000;

/** All executions: those that run, and the records of those that ran. */
export class Executions {
  readonly #world: World;
  readonly #kept: Kept;
  readonly #integrations: () => Integrations;
  readonly #running = new Map<string, Execution>();
  readonly #waiters = new Map<string, Set<() => void>>();
  /** ARNs by machine, and children by Map Run, in the order of their start. */
  readonly #lists = new Map<string, Set<string>>();
  readonly #transitions: Transitions;
  #stopped = false;

  constructor(
    world: World,
    kept: Kept,
    transitions: Transitions,
    integrations: () => Integrations,
  ) {
    this.#world = world;
    this.#transitions = transitions;
    this.#kept = kept;
    this.#integrations = integrations;
    for (const record of kept.executions.values()) this.#list(record);
  }

  get(arn: string): ExecutionRecord | undefined {
    return this.#kept.executions.get(arn);
  }

  /** Newest first. */
  of(machineOrMapRunArn: string): ExecutionRecord[] {
    const arns = [...(this.#lists.get(machineOrMapRunArn) ?? [])].reverse();
    return arns.map((arn) => this.get(arn)!);
  }

  /**
   * StartExecution: with a name that is taken it is idempotent while the execution runs on the same
   * input, and refused otherwise. `startedBy` finds an execution again that the same attempt began.
   */
  start(
    machine: (Machine | Version) & { aliasArn?: string },
    name: string,
    input: string,
    startedBy?: string,
  ): ExecutionRecord {
    const machineArn = "machineArn" in machine ? machine.machineArn : machine.arn;
    const arn = `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
    const known = this.get(arn);
    const now = this.#world.clock.now();
    if (known) {
      if (startedBy !== undefined && known.startedBy === startedBy) return known;
      const same = JSON.stringify(JSON.parse(known.input)) === JSON.stringify(JSON.parse(input));
      if (known.status === "RUNNING" && same) return known;
      if (known.status === "RUNNING" || now - known.stoppedAt! < NAMES_KEPT)
        throw executionAlreadyExists(arn);
      this.#forget(known);
    }
    const record: ExecutionRecord = {
      arn,
      name,
      machineArn,
      ...(machineArn !== machine.arn && { versionArn: machine.arn }),
      ...(machine.aliasArn && { aliasArn: machine.aliasArn }),
      ...(machine.revisionId && { revisionId: machine.revisionId }),
      roleArn: machine.roleArn,
      definition: keepDefinition(this.#kept, machine.definition),
      status: "RUNNING",
      input,
      startedAt: now,
      ...(startedBy !== undefined && { startedBy }),
    };
    this.#kept.executions.set(arn, record);
    this.#list(record);
    this.#run(record);
    return record;
  }

  /** StopExecution; the record is closed when this returns. */
  stop(arn: string, fields: { error?: string; cause?: string }): void {
    this.#running.get(arn)?.stop(fields);
  }

  /** Resolves once the execution has ended. */
  async ended(arn: string, signal: AbortSignal): Promise<ExecutionRecord> {
    while (this.get(arn)?.status === "RUNNING") {
      await new Promise<void>((resolve, reject) => {
        const waiters = this.#waiters.get(arn) ?? new Set();
        this.#waiters.set(arn, waiters.add(resolve));
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    }
    return this.get(arn)!;
  }

  /** Whether any execution is under way. */
  unfinished(): boolean {
    return [...this.#kept.executions.values()].some(({ status }) => status === "RUNNING");
  }

  /** Continues what an earlier process had not finished; children continue with their parents. */
  resume(): void {
    for (const record of [...this.#kept.executions.values()])
      if (record.status === "RUNNING" && !record.mapRunArn) this.#run(record);
  }

  /** Leaves everything as it is: what runs is continued by the next process. */
  halt(): void {
    this.#stopped = true;
    this.#running.clear();
  }

  #run(record: ExecutionRecord): void {
    const { arn, machineArn, roleArn, input } = record;
    const definition = JSON.parse(this.#kept.definitions.get(record.definition)!);
    const names = { executionArn: arn, stateMachineArn: machineArn, roleArn };
    const entries = this.#kept.journal(arn);
    const journal = {
      get: (key: string) => entries.get(key),
      set: (key: string, value: Json) => {
        if (!this.#stopped) entries.set(key, value);
      },
    };
    const execution = new Execution(definition, this.#host(arn), names, { journal });
    this.#running.set(arn, execution);
    execution.run(JSON.parse(input)).then(
      (result) => {
        this.#end(arn, result);
        // What came from outside is in the history by now.
        if (!this.#stopped) for (const key of [...entries.keys()]) entries.delete(key);
      },
      (broken) => {
        if (this.#stopped) return;
        this.#world.log(`${arn} broke: ${broken instanceof Error ? broken.stack : broken}`);
        this.#end(arn, { status: "FAILED", error: "States.Runtime", cause: String(broken) });
      },
    );
  }

  #host(arn: string): Host {
    const { task, read, write } = this.#integrations();
    return {
      clock: this.#world.clock,
      random: this.#world.random,
      task: async (call) => {
        await this.#transitions.room(arn, call.signal);
        return task(call);
      },
      read: (call) => read(call),
      ...(write && { write: (call) => write(call) }),
      onEvent: (event) => this.#note(arn, event),
      child: (child) => this.#child(child),
      mapRun: (run: MapRun) => {
        if (!this.#stopped) this.#kept.mapRuns.set(run.mapRunArn, run);
      },
    };
  }

  #child(child: Child): ChildObserver {
    const { names, mapRunArn, parentArn, execution, input } = child;
    const arn = names.executionArn;
    if (!this.get(arn)) {
      const record: ExecutionRecord = {
        arn,
        name: arn.split(":").at(-1)!,
        machineArn: names.stateMachineArn,
        roleArn: names.roleArn,
        definition: this.get(parentArn)!.definition,
        status: "RUNNING",
        input: JSON.stringify(input),
        startedAt: child.startedAt,
        mapRunArn,
        parentArn,
      };
      this.#kept.executions.set(arn, record);
      this.#list(record);
    }
    this.#running.set(arn, execution);
    return {
      onEvent: (event) => this.#note(arn, event),
      ended: (result) => this.#end(arn, result),
    };
  }

  /** Events of a resumed execution come again; they are known by their ids. */
  #note(arn: string, event: HistoryEvent): void {
    if (this.#stopped) return;
    const history = this.#kept.history(arn);
    const id = String(event.id);
    if (history.has(id)) return;
    history.set(id, event);
    if (event.type.endsWith("StateEntered")) this.#transitions.entered(arn);
  }

  #end(arn: string, result: Result): void {
    if (this.#stopped) return;
    this.#running.delete(arn);
    const record = this.get(arn)!;
    // A closed execution never changes again.
    if (record.status !== "RUNNING") return;
    const { status } = result;
    const outcome =
      status === "SUCCEEDED"
        ? { output: JSON.stringify(result.output) }
        : status === "TIMED_OUT"
          ? {}
          : {
              ...(result.error !== undefined && { error: result.error }),
              ...(result.cause !== undefined && { cause: result.cause }),
            };
    this.#kept.executions.set(arn, {
      ...record,
      status,
      ...outcome,
      stoppedAt: this.#world.clock.now(),
    });
    for (const wake of this.#waiters.get(arn) ?? []) wake();
    this.#waiters.delete(arn);
  }

  #list({ arn, machineArn, mapRunArn }: ExecutionRecord): void {
    const owner = mapRunArn ?? machineArn;
    const list = this.#lists.get(owner) ?? new Set();
    this.#lists.set(owner, list.add(arn));
  }

  #forget({ arn, machineArn }: ExecutionRecord): void {
    this.#lists.get(machineArn)?.delete(arn);
    for (const entries of [this.#kept.history(arn), this.#kept.journal(arn)])
      for (const key of [...entries.keys()]) entries.delete(key);
    this.#kept.executions.delete(arn);
  }
}
