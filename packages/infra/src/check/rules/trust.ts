import type { AppRole } from "../../synth/app.ts";
import type { Json } from "../../synth/json.ts";
import { list, type Rule, roleOf } from "../rule.ts";

function trusts(role: AppRole | undefined, service: string): string[] {
  if (!role) return ["its role is not among the resources"];
  const statements = list<Json>(role.trust.Statement);
  const only = statements.length === 1 ? statements[0] : undefined;
  const right =
    only?.Effect === "Allow" &&
    only.Action === "sts:AssumeRole" &&
    JSON.stringify(only.Principal) === JSON.stringify({ Service: service });
  return right ? [] : [`its role ${role.name} can be assumed by more than ${service}`];
}

/** Who may take a role: its own service and nobody else. */
export const trust: Rule = {
  name: "trust",
  holds: "roles trust their own service only, state machines for this account only",
  problems: ({ app }) => [
    ...app.functions.flatMap((one) =>
      trusts(roleOf(app, one.roleArn), "lambda.amazonaws.com").map(
        (problem) => `function ${one.id}: ${problem}`,
      ),
    ),
    ...app.stateMachines.flatMap((one) => {
      const role = roleOf(app, one.roleArn);
      const condition = list<Json>(role?.trust.Statement)[0]?.Condition;
      return [
        ...trusts(role, "states.amazonaws.com"),
        ...(condition?.StringEquals?.["aws:SourceAccount"] === app.account
          ? []
          : ["its role does not ask for aws:SourceAccount"]),
      ].map((problem) => `state machine ${one.name}: ${problem}`);
    }),
  ],
};
