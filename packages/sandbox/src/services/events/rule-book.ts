// Buses and rules as they are kept, and how they are found.
import { AwsError, type Context, type World } from "../../wire/service.ts";
import { outside, refuseAll } from "../constraints.ts";
import { pageOf } from "../pages.ts";
import type { InputSettings } from "./transform.ts";

/** A bus; the default one of each account and Region is not kept. */
export interface Bus {
  name: string;
  arn: string;
  description?: string;
  /** Milliseconds. */
  createdAt: number;
}

/** A rule's target, as PutTargets takes it. */
export interface Target extends InputSettings {
  Id: string;
  Arn: string;
  RoleArn?: string;
  DeadLetterConfig?: { Arn?: string };
  RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number };
  SqsParameters?: { MessageGroupId?: string };
}

/** A rule with its targets; `bus` is an ARN, `pattern` JSON text. */
export interface Rule {
  name: string;
  arn: string;
  bus: string;
  pattern?: string;
  /** `rate(…)` or `cron(…)`. */
  schedule?: string;
  /** Milliseconds; from when a rate counts. */
  createdAt?: number;
  state: string;
  description?: string;
  roleArn?: string;
  targets: Target[];
}

/** When the default bus was made: EventBridge itself began on that day (assumed, number only). */
const BEGAN = Date.UTC(2019, 6, 11);

/** How operations name a rule. */
export interface RuleName {
  Name?: string;
  Rule?: string;
  EventBusName?: string;
}

type Place = Pick<Context, "region" | "account">;

/** The ARN of a bus, given by name or ARN. */
export const busArn = (name: string | undefined, { region, account }: Place): string =>
  name?.startsWith("arn:")
    ? name
    : `arn:aws:events:${region}:${account}:event-bus/${name ?? "default"}`;

/** All buses and rules. */
export class RuleBook {
  readonly buses;
  /** Policies of buses by ARN, as JSON text. */
  readonly policies;
  readonly #rules;
  readonly #byBus = new Map<string, Map<string, Rule>>();

  constructor(world: World) {
    this.buses = world.store.collection<Bus>("events/buses");
    this.policies = world.store.collection<string>("events/policies");
    this.#rules = world.store.collection<Rule>("events/rules");
    for (const rule of this.#rules.values()) this.of(rule.bus).set(rule.name, rule);
  }

  /** The rules of a bus by name. */
  of(bus: string): Map<string, Rule> {
    const some = this.#byBus.get(bus) ?? new Map<string, Rule>();
    this.#byBus.set(bus, some);
    return some;
  }

  /** A rule by its ARN. */
  at(arn: string): Rule | undefined {
    return this.#rules.get(arn);
  }

  /** All rules of all buses. */
  all(): Rule[] {
    return [...this.#rules.values()];
  }

  /** The ARN of a bus or a rule that is there; refused otherwise. */
  named(arn: string): string {
    if (this.#rules.has(arn)) return arn;
    const [, , , region = "", account = "", resource = ""] = arn.split(":");
    const [kind, ...path] = resource.split("/");
    const place = { region, account };
    if (kind !== "rule") return this.bus(arn, place).arn;
    const Name = path.pop() ?? "";
    const EventBusName = path.join("/") || "default";
    return this.rule({ Name, EventBusName }, place).arn;
  }

  /** Whether the bus has rules at all. */
  isWatched(bus: string): boolean {
    return (this.#byBus.get(bus)?.size ?? 0) > 0;
  }

  keep(rule: Rule): void {
    this.#rules.set(rule.arn, rule);
    this.of(rule.bus).set(rule.name, rule);
  }

  delete(rule: Rule): void {
    this.#rules.delete(rule.arn);
    this.of(rule.bus).delete(rule.name);
  }

  bus(name: string | undefined, context: Place): Bus {
    const arn = busArn(name, context);
    const bus = this.buses.get(arn);
    if (bus) return bus;
    if (arn.endsWith(":event-bus/default")) return { name: "default", arn, createdAt: BEGAN };
    const missing = arn.slice(arn.indexOf("/") + 1);
    throw new AwsError("ResourceNotFoundException", `Event bus ${missing} does not exist.`);
  }

  rule({ Name, Rule: name = Name, EventBusName }: RuleName, context: Place): Rule {
    const bus = this.bus(EventBusName, context);
    const rule = this.of(bus.arn).get(name!);
    if (rule) return rule;
    throw new AwsError(
      "ResourceNotFoundException",
      `Rule ${name} does not exist on EventBus ${bus.name}.`,
    );
  }
}

/** For a quota that is reached. */
export const tooMany = (): AwsError =>
  new AwsError(
    "LimitExceededException",
    "The requested resource exceeds the maximum number allowed.",
  );

/** For a parameter that SQS does not take as it is. */
export const invalid = (message: string): AwsError =>
  new AwsError("ValidationException", message, { status: 400 });

/** A page of what EventBridge lists: 100 unless Limit says less (API reference). */
export function listed<Item>(all: Item[], asked: { Limit?: number; NextToken?: string }) {
  const { Limit = 100, NextToken } = asked;
  refuseAll(outside("limit", Limit, 1, 100), "ValidationException");
  return pageOf(all, Limit, NextToken, () => invalid("Token is not valid.")); // assumed, text only
}
