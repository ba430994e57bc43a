// The operations of rules and their targets.
import type { Handlers, World } from "../../wire/service.ts";
import { mislong, misspelt, refuseAll } from "../constraints.ts";
import { compilePattern } from "./pattern.ts";
import {
  busArn,
  invalid,
  listed,
  type Rule,
  type RuleBook,
  type Target,
  tooMany,
} from "./rule-book.ts";
import { checkSchedule, type RuleSchedules } from "./rule-schedules.ts";
import type { Tags } from "./tags.ts";

/** Targets of a rule, rules of a bus (EventBridge quotas). */
const MOST = { targets: 5, rules: 300 };

/** Names of targets in a rule (API model). */
const ID = { letters: "[\\.\\-_A-Za-z0-9]+", least: 1, most: 64 };

/** Rules and targets: put, describe, list, switch, delete. */
export function ruleOperations(
  world: World,
  book: RuleBook,
  tags: Tags,
  schedules: RuleSchedules,
): Handlers {
  const keep = (rule: Rule): void => {
    book.keep(rule);
    schedules.follow(rule);
  };
  return {
    PutRule(input, context) {
      const { Name, EventPattern, State = "ENABLED", Description, RoleArn, EventBusName } = input;
      const { ScheduleExpression } = input;
      if (!EventPattern && !ScheduleExpression)
        throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
      if (EventPattern) compilePattern(EventPattern);
      const bus = book.bus(EventBusName, context);
      if (ScheduleExpression && bus.name !== "default")
        throw invalid("ScheduleExpression is supported only on the default event bus.");
      if (ScheduleExpression) checkSchedule(ScheduleExpression);
      const known = book.of(bus.arn).get(Name);
      if (!known && book.of(bus.arn).size >= MOST.rules) throw tooMany();
      const path = bus.name === "default" ? Name : `${bus.name}/${Name}`;
      const arn = `arn:aws:events:${context.region}:${context.account}:rule/${path}`;
      // Tags of a rule that is there already stay as they are (API reference).
      if (!known) tags.add(arn, input.Tags);
      keep({
        name: Name,
        arn,
        bus: bus.arn,
        createdAt: known?.createdAt ?? world.clock.now(),
        ...(EventPattern && { pattern: EventPattern }),
        ...(ScheduleExpression && { schedule: ScheduleExpression }),
        state: State,
        targets: known?.targets ?? [],
        ...(Description && { description: Description }),
        ...(RoleArn && { roleArn: RoleArn }),
      });
      return { RuleArn: arn };
    },
    DescribeRule: (input, context) => ({
      ...described(book.rule(input, context)),
      CreatedBy: context.account,
    }),
    ListRules(input, context) {
      const { EventBusName, NamePrefix = "" } = input;
      const some = [...book.of(book.bus(EventBusName, context).arn).values()];
      const named = some.filter(({ name }) => name.startsWith(NamePrefix));
      const { items, next } = listed(named, input);
      return { Rules: items.map(described), NextToken: next };
    },
    EnableRule(input, context) {
      keep({ ...book.rule(input, context), state: "ENABLED" });
    },
    DisableRule(input, context) {
      keep({ ...book.rule(input, context), state: "DISABLED" });
    },
    DeleteRule({ Name, EventBusName }, context) {
      const rule = book.of(busArn(EventBusName, context)).get(Name);
      if (!rule) return;
      if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
      book.delete(rule);
      schedules.forget(rule);
      tags.forget(rule.arn);
    },
    PutTargets(input, context) {
      const given = input.Targets as Target[];
      const spelling = given.flatMap(({ Id }, i) => misspelt(`targets.${i + 1}.member.id`, Id, ID));
      refuseAll([...mislong("targets", given, 1, 100), ...spelling], "ValidationException");
      const rule = book.rule(input, context);
      const ids = new Set(given.map(({ Id }) => Id));
      const targets = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...given];
      if (targets.length > MOST.targets) throw tooMany();
      for (const { Arn, Id, SqsParameters } of given) {
        if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(Arn))
          throw invalid(
            `Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`, // observed
          );
        if (/^arn:[^:]+:sqs:.*\.fifo$/.test(Arn) && !SqsParameters?.MessageGroupId)
          throw invalid(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
      }
      book.keep({ ...rule, targets });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets(input, context) {
      const rule = book.rule(input, context);
      book.keep({ ...rule, targets: rule.targets.filter(({ Id }) => !input.Ids.includes(Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule(input, context) {
      const { items, next } = listed(book.rule(input, context).targets, input);
      return { Targets: items, NextToken: next };
    },
    ListRuleNamesByTarget(input, context) {
      const { TargetArn, EventBusName } = input;
      const some = [...book.of(book.bus(EventBusName, context).arn).values()];
      const using = some.filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn));
      const { items, next } = listed(using, input);
      return { RuleNames: items.map(({ name }) => name), NextToken: next };
    },
  };
}

const described = ({ name, arn, bus, pattern, schedule, state, description, roleArn }: Rule) => ({
  Name: name,
  Arn: arn,
  EventBusName: bus.slice(bus.indexOf("/") + 1),
  EventPattern: pattern,
  ScheduleExpression: schedule,
  State: state,
  Description: description,
  RoleArn: roleArn,
});
