import { type Rule, statementsOf } from "../rule.ts";

// IAM quotas: all inline policies of a role together, and its trust policy.
const INLINE = 10_240;
const TRUST = 2_048;

/** The one managed policy: a function writes its own log. SST gives it to every function. */
const MANAGED = /^arn:[\w-]+:iam::aws:policy\/service-role\/AWSLambdaBasicExecutionRole$/;

/** Policies that IAM takes: complete statements within its sizes. */
export const policies: Rule = {
  name: "policies",
  holds: "policies are complete, within IAM's sizes, and written by us",
  problems: ({ app }) =>
    app.roles.flatMap((role) => {
      const inline = role.policies.map((policy) => JSON.stringify(policy).length);
      const total = inline.reduce((sum, size) => sum + size, 0);
      const trust = JSON.stringify(role.trust).length;
      const broken = statementsOf(role).flatMap(({ effect, actions, resources }, index) => [
        ...(/^(Allow|Deny)$/.test(effect) ? [] : [`statement ${index} has no effect`]),
        ...(actions.length > 0 && actions.every((one) => /^[a-z0-9-]+:[\w*?]+$/i.test(one))
          ? []
          : [`statement ${index} has no proper actions`]),
        ...(resources.length > 0 &&
        resources.every((one) => one === "*" || /^arn:[^:]*:./.test(one))
          ? []
          : [`statement ${index} has no proper resources`]),
      ]);
      return [
        ...broken,
        ...(total > INLINE ? [`inline policies have ${total} of ${INLINE} characters`] : []),
        ...(trust > TRUST ? [`the trust policy has ${trust} of ${TRUST} characters`] : []),
        ...role.managedPolicyArns
          .filter((arn) => !MANAGED.test(arn))
          .map((arn) => `${arn} is attached, which nobody has reviewed`),
      ].map((problem) => `${role.name}: ${problem}`);
    }),
};
