// Rules that run by the clock: their expressions, and the events that they send to their targets.
import { randomUuid } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import { nextRun } from "../scheduler/cron.ts";
import { Recurring } from "../scheduler/recurring.ts";
import type { BusEvent } from "./entries.ts";
import { invalid, type Rule } from "./rule-book.ts";

/** One of a unit is singular, more are plural; nothing else is taken, no blank either (observed). */
const RATE = /^rate\((1 (minute|hour|day)|(?!1 )[1-9]\d* (minutes|hours|days))\)$/;
/** One of the two days is `?`, and not both (observed for none). */
const CRON = /^cron\(\S+ \S+ (\?|\S+) \S+ (\?|\S+) \S+\)$/;

/** Refuses what is no schedule of a rule. */
export function checkSchedule(expression: string): void {
  const [, day, weekday] = CRON.exec(expression) ?? [];
  const days = [day, weekday].filter((one) => one === "?").length;
  try {
    if (!RATE.test(expression) && days !== 1) throw new Error("neither a rate nor a cron");
    nextRun({ expression, timezone: "UTC", createdAt: 0 }, 0);
  } catch {
    throw invalid("Parameter ScheduleExpression is not valid.");
  }
}

/** Keeps the timers of rules, all in UTC. */
export class RuleSchedules {
  readonly #world: World;
  readonly #recurring: Recurring;
  readonly #send: (rule: string, event: BusEvent) => void;

  /** `send` gives an event to the targets of a rule, which is named by its ARN. */
  constructor(world: World, send: (rule: string, event: BusEvent) => void) {
    this.#world = world;
    this.#recurring = new Recurring(world);
    this.#send = send;
  }

  /** Arms the timer of a rule that has one and is enabled, and disarms that of any other. */
  follow({ arn, schedule, state, createdAt = 0 }: Rule): void {
    this.#recurring.disarm(arn);
    if (schedule === undefined || state === "DISABLED") return;
    const times = { expression: schedule, timezone: "UTC", createdAt };
    this.#recurring.arm(arn, times, (due) => this.#send(arn, this.#event(arn, due)));
  }

  forget({ arn }: Rule): void {
    this.#recurring.disarm(arn);
  }

  stop(): void {
    this.#recurring.stop();
  }

  #event(arn: string, due: number): BusEvent {
    const [, , , region, account] = arn.split(":") as [string, string, string, string, string];
    return {
      version: "0",
      id: randomUuid(this.#world.random),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account,
      time: `${new Date(due).toISOString().slice(0, 19)}Z`,
      region,
      resources: [arn],
      detail: {},
    };
  }
}
