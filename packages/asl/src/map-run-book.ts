// The books of one Map Run: its counts as DescribeMapRun tells them, and how much failure it stands.

import type { Batch } from "./batches.ts";
import { Failure } from "./failure.ts";
import type { MapRun, MapRunCounts, Names, Result } from "./host.ts";
import type { Visit } from "./visit.ts";

/** The fields of the Map, evaluated. */
interface Limits {
  concurrency: number;
  count: number | undefined;
  percentage: number | undefined;
}

const none = (): MapRunCounts => ({
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  total: 0,
  resultsWritten: 0,
});

const columns = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
} as const;

/** Keeps count, and tells the host of every change. */
export class MapRunBook {
  readonly mapRunArn: string;
  readonly #visit: Visit;
  readonly #limits: Limits;
  readonly #label: string;
  readonly #startedAt: number;
  readonly #items = none();
  readonly #executions = none();
  #status: MapRun["status"] = "RUNNING";
  #stoppedAt: number | undefined;

  constructor(visit: Visit, limits: Limits) {
    const { names, random, outside } = visit.common;
    this.#visit = visit;
    this.#limits = limits;
    // assumed: AWS makes up a label where the state has none.
    this.#label = visit.state.Label ?? random.uuid();
    this.#startedAt = outside.turns.now;
    const machine = names.stateMachineArn.replace(":stateMachine:", ":mapRun:");
    this.mapRunArn = `${machine}/${this.#label}:${random.uuid()}`;
    this.#tell();
  }

  get running(): boolean {
    return this.#status === "RUNNING";
  }

  /** Names of the next child. */
  childNames(): Names {
    const { names, random } = this.#visit.common;
    const stateMachineArn = `${names.stateMachineArn}/${this.#label}`;
    const execution = stateMachineArn.replace(":stateMachine:", ":execution:");
    const executionArn = `${execution}:${random.uuid()}`;
    return { stateMachineArn, roleArn: names.roleArn, executionArn };
  }

  begin(batches: Batch[]): void {
    this.#executions.pending = this.#executions.total = batches.length;
    for (const { items } of batches) this.#items.total += items;
    this.#items.pending = this.#items.total;
    this.#tell();
  }

  started({ items }: Batch): void {
    this.#move("pending", "running", items);
  }

  childEnded({ items }: Batch, { status }: Result): void {
    this.#move("running", columns[status], items);
  }

  written(): void {
    this.#items.resultsWritten = this.#items.succeeded + this.#items.failed;
    this.#executions.resultsWritten = this.#executions.succeeded + this.#executions.failed;
    this.#tell();
  }

  end(status: MapRun["status"]): void {
    if (!this.running) return;
    this.#status = status;
    this.#stoppedAt = this.#visit.common.outside.turns.now;
    for (const counts of [this.#items, this.#executions]) {
      // assumed: what had not started is aborted as well.
      counts.aborted += counts.running + counts.pending;
      counts.running = counts.pending = 0;
    }
    this.#tell();
  }

  /** The error of a Map Run that failed too often. Without either limit one failure is too many. */
  exceeded(): Failure | undefined {
    const { count, percentage } = this.#limits;
    const failed = this.#items.failed + this.#items.timedOut + this.#items.aborted;
    const share = (failed * 100) / this.#items.total;
    const within =
      failed === 0 ||
      ((count !== undefined || percentage !== undefined) &&
        failed <= (count ?? Number.POSITIVE_INFINITY) &&
        share <= (percentage ?? Number.POSITIVE_INFINITY));
    if (within) return undefined;
    const cause = "The specified tolerated failure threshold was exceeded";
    return new Failure("States.ExceedToleratedFailureThreshold", cause);
  }

  #move(from: keyof MapRunCounts, to: keyof MapRunCounts, items: number): void {
    this.#executions[from]--;
    this.#executions[to]++;
    this.#items[from] -= items;
    this.#items[to] += items;
    this.#tell();
  }

  #tell(): void {
    const { host, names } = this.#visit.common;
    host.mapRun?.({
      mapRunArn: this.mapRunArn,
      executionArn: names.executionArn,
      stateMachineArn: names.stateMachineArn,
      status: this.#status,
      startedAt: this.#startedAt,
      ...(this.#stoppedAt !== undefined && { stoppedAt: this.#stoppedAt }),
      maxConcurrency: this.#limits.concurrency,
      toleratedFailureCount: this.#limits.count ?? 0,
      toleratedFailurePercentage: this.#limits.percentage ?? 0,
      itemCounts: { ...this.#items },
      executionCounts: { ...this.#executions },
    });
  }
}
