// EventBridge: buses with their policies, rules and targets, other accounts' buses among them. No archives, no
// API destinations.
import * as client from "@aws-sdk/client-eventbridge";
import type { Permissions } from "../../permissions/index.ts";
import type { Service, World } from "../../wire/service.ts";
import { busOperations } from "./bus-operations.ts";
import { Deliveries } from "./delivery.ts";
import { type BusEvent, putEvents } from "./entries.ts";
import { compilePattern } from "./pattern.ts";
import { permissionOperations, refuseForwarding } from "./permissions.ts";
import { busArn, invalid, type Rule, RuleBook, type Target } from "./rule-book.ts";
import { ruleOperations } from "./rule-operations.ts";
import { RuleSchedules } from "./rule-schedules.ts";
import { Tags, tagOperations } from "./tags.ts";
import { targetInput } from "./transform.ts";

/** What other parts of the sandbox may do on a bus without a call. */
export interface EventsAccess {
  /** Puts an event of an AWS service (`source` begins with `aws.`) on the default bus of its account. */
  publish(event: Omit<BusEvent, "version">): void;
  /** Whether any rule stands on the default bus of an account in a Region. */
  isWatched(place: { account: string; region: string }): boolean;
  /** Goes on with deliveries that an earlier process had begun; call it once their targets exist. */
  resume(): void;
}

/** Defaults of a target's retry policy: attempts, and age in seconds (API reference of RetryPolicy). */
const RETRIES = 185;
const DAY = 86_400;

/** The service, and the way for AWS's own events to get on a bus. */
export function events(world: World, permissions: Permissions): Service & EventsAccess {
  const book = new RuleBook(world);
  const deliveries = new Deliveries(
    world,
    "events/deliveries",
    { duplicates: "event-duplicates", disorder: "event-disorder" },
    ({ targetArn, ruleArn, roleArn, payload }) => {
      refuseForwarding(world, permissions, book, { bus: targetArn, ruleArn, roleArn });
      // A forwarded event keeps its account, Region and id. One that was made up here is sent as it is.
      publish(targetArn, JSON.parse(payload));
    },
  );

  const publish = (bus: string, event: BusEvent): void => {
    for (const rule of book.of(bus).values())
      if (rule.state !== "DISABLED" && rule.pattern && compilePattern(rule.pattern)(event))
        for (const target of rule.targets) send(rule, target, event);
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

  const tags = new Tags(world);
  const schedules = new RuleSchedules(world, (arn, event) => {
    const rule = book.at(arn)!;
    for (const target of rule.targets) send(rule, target, event);
  });
  for (const rule of book.all()) schedules.follow(rule);

  return {
    id: "events",
    client,
    protocol: "json",
    target: "AWSEvents",
    handlers: {
      PutEvents: ({ Entries = [] }, context) =>
        putEvents(world, Entries, context, (bus, event) => publish(busArn(bus, context), event)),
      TestEventPattern: ({ EventPattern, Event }) => ({
        Result: compilePattern(EventPattern)(parsedEvent(Event)),
      }),
      ...busOperations(world, book, tags),
      ...permissionOperations(book),
      ...ruleOperations(world, book, tags, schedules),
      ...tagOperations(book, tags),
    },
    unfinished: () => deliveries.unfinished(),
    stop: () => {
      schedules.stop();
      deliveries.stop();
    },
    resume: () => deliveries.resume(),
    isWatched: (place) => book.isWatched(busArn(undefined, place)),
    publish: (event) => publish(busArn(undefined, event), { version: "0", ...event }),
  };
}

/** The event of TestEventPattern; it must have the fields that every event has. */
function parsedEvent(text: string): BusEvent {
  let event: BusEvent;
  try {
    event = JSON.parse(text);
  } catch {
    throw invalid("Parameter Event is not valid.");
  }
  for (const field of ["id", "account", "source", "time", "region", "detail-type"] as const)
    if (typeof event[field] !== "string")
      throw invalid(`Parameter Event is not valid. Reason: ${field} is a required argument.`);
  return event;
}
