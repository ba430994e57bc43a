// Who may put events on a bus: its policy, and the roles by which rules of other accounts forward.
import { Roles } from "../../estate/roles.ts";
import type { Permissions } from "../../permissions/index.ts";
import { admits } from "../../permissions/trust.ts";
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { sessionArn } from "../deliver.ts";
import { invalid, type RuleBook } from "./rule-book.ts";

/** A bus policy has at most so many characters (EventBridge quotas). */
const LONGEST = 10_240;

/** PutPermission and RemovePermission: a whole policy, or one statement of it. */
export function permissionOperations(book: RuleBook): Handlers {
  return {
    PutPermission(input, context) {
      const { arn } = book.bus(input.EventBusName, context);
      const { StatementId, Action, Principal, Policy } = input;
      if (Policy === undefined && !(StatementId && Action && Principal))
        throw invalid("Parameter(s) StatementId, Action, Principal or Policy must be specified.");
      const policy = Policy ?? withStatement(book.policies.get(arn), arn, input);
      if (policy.length > LONGEST)
        throw new AwsError("PolicyLengthExceededException", "The policy is too long.");
      parsed(policy);
      book.policies.set(arn, policy);
    },
    RemovePermission({ EventBusName, StatementId, RemoveAllPermissions }, context) {
      const { arn } = book.bus(EventBusName, context);
      const kept = parsed(book.policies.get(arn) ?? '{"Statement":[]}');
      const left = kept.Statement.filter(({ Sid }) => Sid !== StatementId);
      if (!RemoveAllPermissions && left.length === kept.Statement.length)
        throw new AwsError(
          "ResourceNotFoundException",
          "Statement with the provided id does not exist.",
        );
      if (RemoveAllPermissions || left.length === 0) book.policies.delete(arn);
      else book.policies.set(arn, JSON.stringify({ ...kept, Statement: left }));
    },
  };
}

interface Policy {
  Version?: string;
  Statement: { Sid?: string }[];
}

function parsed(policy: string): Policy {
  try {
    const { Statement, ...rest } = JSON.parse(policy);
    if (Statement) return { ...rest, Statement: [Statement].flat() };
  } catch {
    // Said below.
  }
  throw invalid("Parameter Policy is not valid."); // assumed, text only
}

interface Grant {
  StatementId: string;
  Action: string;
  Principal: string;
  Condition?: { Type: string; Key: string; Value: string };
}

function withStatement(policy: string | undefined, bus: string, grant: Grant): string {
  const { StatementId, Action, Principal, Condition } = grant;
  const others = policy ? parsed(policy).Statement.filter(({ Sid }) => Sid !== StatementId) : [];
  const own = {
    Sid: StatementId,
    Effect: "Allow",
    Principal: Principal === "*" ? "*" : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: bus,
    ...(Condition && { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [...others, own] });
}

/** How a rule sends to a bus. */
export interface Forwarding {
  bus: string;
  ruleArn: string;
  roleArn?: string | undefined;
}

/**
 * Refuses what EventBridge refuses when a rule sends to a bus: the bus has to be there, the role has to trust
 * EventBridge and allow the call, and a bus of another account has to let the rule's account in by its policy
 * (user guide, "Sending and receiving events between accounts").
 */
export function refuseForwarding(
  world: World,
  permissions: Permissions,
  book: RuleBook,
  { bus, ruleArn, roleArn }: Forwarding,
): void {
  const [, , , region, owner] = bus.split(":") as [string, string, string, string, string];
  book.bus(bus, { region, account: owner });
  const account = ruleArn.split(":")[4]!;
  const denied = (why: string) => new AwsError("AccessDeniedException", why);
  const role = roleArn && new Roles(world).get(account, roleArn.split("/").pop()!);
  if (!role) throw denied(`there is no role to send to ${bus} with`);
  const service = { account, principal: "events.amazonaws.com", sourceArn: ruleArn };
  if (!admits(role.trust, service)) throw denied(`${role.name} does not trust EventBridge`);
  const acting = { account, region, principal: sessionArn(roleArn, "events") };
  permissions.require("events", acting, { action: "events:PutEvents", resource: bus });
}
