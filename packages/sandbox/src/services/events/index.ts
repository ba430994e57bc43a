// EventBridge: buses, rules and targets. No archives, no API destinations, no cross-account buses.
import * as client from "@aws-sdk/client-eventbridge";
import {
  AwsError,
  type Context,
  type Handlers,
  type Service,
  type World,
} from "../../wire/service.ts";
import { Deliveries, type DeliveryOptions } from "./delivery.ts";
import { type BusEvent, putEvents } from "./entries.ts";
import { compilePattern } from "./pattern.ts";
import { type InputSettings, targetInput } from "./transform.ts";

interface Bus {
  name: string;
  arn: string;
  description?: string;
  createdAt: number;
}

interface Target extends InputSettings {
  Id: string;
  Arn: string;
  RoleArn?: string;
  DeadLetterConfig?: { Arn?: string };
  RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number };
  SqsParameters?: { MessageGroupId?: string };
}

interface Rule {
  name: string;
  arn: string;
  bus: string;
  pattern?: string;
  state: string;
  description?: string;
  roleArn?: string;
  targets: Target[];
}

/** What other parts of the sandbox may do on a bus without a call. */
export interface EventsAccess {
  /** Puts an event of an AWS service (`source` begins with `aws.`) on the default bus of its account. */
  publish(event: Omit<BusEvent, "version">): void;
  /** Goes on with deliveries that an earlier process had begun; call it once their targets exist. */
  resume(): void;
}

/** Targets per rule, rules per bus, buses per account (EventBridge quotas). */
const MOST = { targets: 5, rules: 300, buses: 100 };
/** Defaults of a target's retry policy (API reference of RetryPolicy). */
const RETRIES = 185;
const DAY = 86_400;

/** The service, and the way for AWS's own events to get on a bus. */
export function events(
  world: World,
  options: Partial<DeliveryOptions> = {},
): Service & EventsAccess {
  const buses = world.store.collection<Bus>("events/buses");
  const rules = world.store.collection<Rule>("events/rules");
  const byBus = new Map<string, Map<string, Rule>>();
  const deliveries = new Deliveries(world, "events/deliveries", {
    duplicates: 1 / 200,
    disorder: 0,
    ...options,
  });
  const rulesOf = (bus: string) => {
    const some = byBus.get(bus) ?? new Map<string, Rule>();
    byBus.set(bus, some);
    return some;
  };
  for (const rule of rules.values()) rulesOf(rule.bus).set(rule.name, rule);

  const keep = (rule: Rule) => {
    rules.set(rule.arn, rule);
    rulesOf(rule.bus).set(rule.name, rule);
  };
  const busArn = (name = "default", { region, account }: Pick<Context, "region" | "account">) =>
    name.startsWith("arn:") ? name : `arn:aws:events:${region}:${account}:event-bus/${name}`;
  const findBus = (name: string | undefined, context: Context): Bus => {
    const arn = busArn(name, context);
    const bus = buses.get(arn);
    if (bus) return bus;
    if (arn.endsWith(":event-bus/default")) return { name: "default", arn, createdAt: 0 };
    throw new AwsError(
      "ResourceNotFoundException",
      `Event bus ${arn.split("/").pop()} does not exist.`,
    );
  };
  const findRule = (
    {
      Name,
      Rule: name = Name,
      EventBusName,
    }: { Name?: string; Rule?: string; EventBusName?: string },
    context: Context,
  ): Rule => {
    const bus = findBus(EventBusName, context);
    const rule = rulesOf(bus.arn).get(name!);
    if (!rule)
      throw new AwsError(
        "ResourceNotFoundException",
        `Rule ${name} does not exist on EventBus ${bus.name}.`,
      );
    return rule;
  };

  const publish = (bus: string, event: BusEvent): void => {
    for (const rule of rulesOf(bus).values()) {
      if (rule.state === "DISABLED" || !rule.pattern || !compilePattern(rule.pattern)(event))
        continue;
      for (const target of rule.targets) send(rule, target, event);
    }
  };
  const send = (rule: Rule, target: Target, event: BusEvent): void => {
    const { MaximumRetryAttempts: retries = RETRIES, MaximumEventAgeInSeconds: age = DAY } =
      target.RetryPolicy ?? {};
    const group = target.SqsParameters?.MessageGroupId;
    deliveries.add({
      ruleArn: rule.arn,
      targetArn: target.Arn,
      payload: targetInput(target, event, rule),
      retries,
      oldest: age * 1000,
      ...(target.RoleArn && { roleArn: target.RoleArn }),
      ...(group && { group }),
      ...(target.DeadLetterConfig?.Arn && { deadLetterArn: target.DeadLetterConfig.Arn }),
    });
  };

  const handlers: Handlers = {
    PutEvents: ({ Entries = [] }, context) =>
      putEvents(world, Entries, context, (bus, event) => publish(busArn(bus, context), event)),
    TestEventPattern({ EventPattern, Event }) {
      const matches = compilePattern(EventPattern);
      let event: BusEvent;
      try {
        event = JSON.parse(Event);
      } catch {
        throw new AwsError("ValidationException", "Parameter Event is not valid.", { status: 400 });
      }
      for (const field of ["id", "account", "source", "time", "region", "detail-type"] as const)
        if (typeof event[field] !== "string")
          throw new AwsError(
            "ValidationException",
            `Parameter Event is not valid. Reason: ${field} is a required argument.`,
            { status: 400 },
          );
      return { Result: matches(event) };
    },
    CreateEventBus({ Name, Description }, context) {
      const arn = busArn(Name, context);
      if (buses.has(arn) || Name === "default")
        throw new AwsError("ResourceAlreadyExistsException", `Event bus ${Name} already exists.`);
      if (!/^[/.\-_A-Za-z0-9]{1,256}$/.test(Name) || Name.includes("/"))
        throw new AwsError("ValidationException", `Parameter Name is not valid.`, { status: 400 });
      const mine = [...buses.keys()].filter((one) =>
        one.startsWith(arn.slice(0, arn.indexOf("/"))),
      );
      if (mine.length >= MOST.buses)
        throw new AwsError(
          "LimitExceededException",
          "The requested resource exceeds the maximum number allowed.",
        );
      buses.set(arn, {
        name: Name,
        arn,
        createdAt: world.clock.now(),
        ...(Description && { description: Description }),
      });
      return { EventBusArn: arn };
    },
    DeleteEventBus({ Name }, context) {
      const arn = busArn(Name, context);
      if (rulesOf(arn).size > 0)
        throw new AwsError(
          "ValidationException",
          "Cannot delete an event bus that still has rules.",
          { status: 400 },
        );
      buses.delete(arn);
    },
    DescribeEventBus({ Name }, context) {
      const { name, arn, description } = findBus(Name, context);
      return { Name: name, Arn: arn, Description: description };
    },
    ListEventBuses({ NamePrefix = "" }, context) {
      const start = busArn("", context);
      const mine = [findBus(undefined, context), ...buses.values()];
      return {
        EventBuses: mine
          .filter(({ arn, name }) => arn.startsWith(start) && name.startsWith(NamePrefix))
          .map(({ name, arn }) => ({ Name: name, Arn: arn })),
      };
    },
    PutRule(input, context) {
      const { Name, EventPattern, State = "ENABLED", Description, RoleArn, EventBusName } = input;
      if (input.ScheduleExpression)
        throw new AwsError(
          "NotImplemented",
          "not emulated: events:PutRule with ScheduleExpression",
          { status: 501 },
        );
      if (!EventPattern)
        throw new AwsError(
          "ValidationException",
          "Parameter(s) EventPattern or ScheduleExpression must be specified.",
          { status: 400 },
        );
      compilePattern(EventPattern);
      const bus = findBus(EventBusName, context);
      const known = rulesOf(bus.arn).get(Name);
      if (!known && rulesOf(bus.arn).size >= MOST.rules)
        throw new AwsError(
          "LimitExceededException",
          "The requested resource exceeds the maximum number allowed.",
        );
      const path = bus.name === "default" ? Name : `${bus.name}/${Name}`;
      const arn = `arn:aws:events:${context.region}:${context.account}:rule/${path}`;
      keep({
        name: Name,
        arn,
        bus: bus.arn,
        pattern: EventPattern,
        state: State,
        targets: known?.targets ?? [],
        ...(Description && { description: Description }),
        ...(RoleArn && { roleArn: RoleArn }),
      });
      return { RuleArn: arn };
    },
    DescribeRule(input, context) {
      return described(findRule(input, context));
    },
    ListRules({ EventBusName, NamePrefix = "" }, context) {
      const some = [...rulesOf(findBus(EventBusName, context).arn).values()];
      return { Rules: some.filter(({ name }) => name.startsWith(NamePrefix)).map(described) };
    },
    EnableRule(input, context) {
      keep({ ...findRule(input, context), state: "ENABLED" });
    },
    DisableRule(input, context) {
      keep({ ...findRule(input, context), state: "DISABLED" });
    },
    DeleteRule({ Name, EventBusName }, context) {
      const rule = rulesOf(busArn(EventBusName, context)).get(Name);
      if (!rule) return;
      if (rule.targets.length > 0)
        throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.", {
          status: 400,
        });
      rules.delete(rule.arn);
      rulesOf(rule.bus).delete(Name);
    },
    PutTargets(input, context) {
      const rule = findRule(input, context);
      const given = input.Targets as Target[];
      const ids = new Set(given.map(({ Id }) => Id));
      const targets = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...given];
      if (targets.length > MOST.targets)
        throw new AwsError(
          "LimitExceededException",
          "The requested resource exceeds the maximum number allowed.",
        );
      for (const { Arn } of given)
        if (
          Arn.startsWith("arn:aws:sqs:") &&
          Arn.endsWith(".fifo") &&
          !given.find((one) => one.Arn === Arn)?.SqsParameters?.MessageGroupId
        )
          throw new AwsError(
            "ValidationException",
            `Parameter(s) SqsParameters must be specified for target: ${given[0]!.Id}.`,
            { status: 400 },
          );
      keep({ ...rule, targets });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets(input, context) {
      const rule = findRule(input, context);
      keep({ ...rule, targets: rule.targets.filter(({ Id }) => !input.Ids.includes(Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule: (input, context) => ({ Targets: findRule(input, context).targets }),
    ListRuleNamesByTarget({ TargetArn, EventBusName }, context) {
      const some = [...rulesOf(findBus(EventBusName, context).arn).values()];
      const using = some.filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn));
      return { RuleNames: using.map(({ name }) => name) };
    },
  };

  return {
    id: "events",
    client,
    protocol: "json",
    target: "AWSEvents",
    handlers,
    stop: () => deliveries.stop(),
    resume: () => deliveries.resume(),
    publish: (event) => publish(busArn(undefined, event), { version: "0", ...event }),
  };
}

const described = ({ name, arn, bus, pattern, state, description, roleArn }: Rule) => ({
  Name: name,
  Arn: arn,
  EventBusName: bus.split("/").pop(),
  EventPattern: pattern,
  State: state,
  Description: description,
  RoleArn: roleArn,
});
