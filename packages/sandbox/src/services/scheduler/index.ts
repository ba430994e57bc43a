// EventBridge Scheduler: runs the app's schedules. It is not on the wire: nothing creates schedules but
// the synthesized app, and the client package with the schemas is not among the dependencies.
import { randomUuid } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import { Deliveries } from "../events/delivery.ts";
import { nextRun } from "./cron.ts";
import { Recurring } from "./recurring.ts";

/** A schedule; the synthesized app has exactly this. */
export interface Schedule {
  name: string;
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  expression: string;
  timezone: string;
  targetArn: string;
  roleArn: string;
  /** JSON text. */
  input?: string | undefined;
  retries: number;
  deadLetterArn?: string | undefined;
}

type Kept = Schedule & { createdAt: number; lastRunAt?: number };

/** Scheduler gives up on an event after this, whatever retries are left (its default). */
const OLDEST = 86_400_000;

/** Schedules and their timers. */
export class Scheduler {
  readonly #world: World;
  readonly #kept;
  readonly #deliveries: Deliveries;
  readonly #schedules = new Map<string, Kept>();
  readonly #recurring: Recurring;

  constructor(world: World) {
    this.#world = world;
    this.#recurring = new Recurring(world);
    this.#kept = world.store.collection<Kept>("scheduler/schedules");
    this.#deliveries = new Deliveries(world, "scheduler/deliveries", {
      duplicates: "schedule-duplicates",
    });
  }

  /** Adds or replaces a schedule and arms it. Runs that were missed while nothing ran are left out. */
  put(schedule: Schedule): void {
    const { createdAt = this.#world.clock.now(), lastRunAt } = this.#kept.get(schedule.name) ?? {};
    const kept: Kept = { ...schedule, createdAt, ...(lastRunAt !== undefined && { lastRunAt }) };
    this.#kept.set(schedule.name, kept);
    this.#schedules.set(schedule.name, kept);
    const { name } = schedule;
    this.#recurring.arm(name, kept, (due) => this.#run(this.#schedules.get(name)!, due));
  }

  /** Names of all schedules. */
  names(): string[] {
    return [...this.#schedules.keys()];
  }

  /** Runs a schedule now, whatever its expression says. */
  fire(name: string): void {
    const schedule = this.#schedules.get(name);
    if (!schedule) throw new Error(`no schedule ${name}; there are: ${this.names().join(", ")}`);
    this.#run(schedule, this.#world.clock.now());
  }

  /** When a schedule runs next, in milliseconds; undefined for never. */
  next(name: string): number | undefined {
    const schedule = this.#schedules.get(name);
    return schedule && nextRun(schedule, this.#world.clock.now());
  }

  /** Goes on with deliveries that an earlier process had begun. */
  resume(): void {
    this.#deliveries.resume();
  }

  stop(): void {
    this.#deliveries.stop();
    this.#recurring.stop();
  }

  #run(schedule: Kept, at: number): void {
    const { name, targetArn, roleArn, retries, input = "{}", deadLetterArn } = schedule;
    const [, , , region, account] = targetArn.split(":") as [
      string,
      string,
      string,
      string,
      string,
    ];
    const arn = `arn:aws:scheduler:${region}:${account}:schedule/default/${name}`;
    const now: Kept = { ...schedule, lastRunAt: at };
    this.#kept.set(name, now);
    this.#schedules.set(name, now);
    // Context attributes (user guide, "Adding context attributes").
    const payload = input
      .replaceAll("<aws.scheduler.schedule-arn>", arn)
      .replaceAll("<aws.scheduler.scheduled-time>", `${new Date(at).toISOString().slice(0, 19)}Z`)
      .replaceAll("<aws.scheduler.execution-id>", randomUuid(this.#world.random))
      .replaceAll("<aws.scheduler.attempt-number>", "1");
    this.#deliveries.add({
      ruleArn: arn,
      targetArn,
      payload,
      roleArn,
      retries,
      oldest: OLDEST,
      ...(deadLetterArn && { deadLetterArn }),
    });
  }
}
