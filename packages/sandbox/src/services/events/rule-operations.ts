// The operations of rules and their targets.
import { AwsError, type Handlers } from "../../wire/service.ts";
import { mislong, refuseAll } from "../constraints.ts";
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

/** Targets of a rule, rules of a bus (EventBridge quotas). */
const MOST = { targets: 5, rules: 300 };

/** Rules and targets: put, describe, list, switch, delete. */
export function ruleOperations(book: RuleBook): Handlers {
  return {
    PutRule(input, context) {
      const { Name, EventPattern, State = "ENABLED", Description, RoleArn, EventBusName } = input;
      if (input.ScheduleExpression)
        throw new AwsError(
          "NotImplemented",
          "not emulated: events:PutRule with ScheduleExpression",
          { status: 501 },
        );
      if (!EventPattern)
        throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
      compilePattern(EventPattern);
      const bus = book.bus(EventBusName, context);
      const known = book.of(bus.arn).get(Name);
      if (!known && book.of(bus.arn).size >= MOST.rules) throw tooMany();
      const path = bus.name === "default" ? Name : `${bus.name}/${Name}`;
      const arn = `arn:aws:events:${context.region}:${context.account}:rule/${path}`;
      book.keep({
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
    DescribeRule: (input, context) => described(book.rule(input, context)),
    ListRules(input, context) {
      const { EventBusName, NamePrefix = "" } = input;
      const some = [...book.of(book.bus(EventBusName, context).arn).values()];
      const named = some.filter(({ name }) => name.startsWith(NamePrefix));
      const { items, next } = listed(named, input);
      return { Rules: items.map(described), NextToken: next };
    },
    EnableRule(input, context) {
      book.keep({ ...book.rule(input, context), state: "ENABLED" });
    },
    DisableRule(input, context) {
      book.keep({ ...book.rule(input, context), state: "DISABLED" });
    },
    DeleteRule({ Name, EventBusName }, context) {
      const rule = book.of(busArn(EventBusName, context)).get(Name);
      if (!rule) return;
      if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
      book.delete(rule);
    },
    PutTargets(input, context) {
      const given = input.Targets as Target[];
      refuseAll(mislong("targets", given, 1, 100), "ValidationException");
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

const described = ({ name, arn, bus, pattern, state, description, roleArn }: Rule) => ({
  Name: name,
  Arn: arn,
  EventBusName: bus.slice(bus.indexOf("/") + 1),
  EventPattern: pattern,
  State: state,
  Description: description,
  RoleArn: roleArn,
});
