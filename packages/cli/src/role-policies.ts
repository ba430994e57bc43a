// What rollcall's roles in other accounts may do: the policies of the templates that an operator deploys there.
import type { Estate } from "@rollcall/sandbox";
import * as z from "zod";
import { readTemplate, resolved } from "./template.ts";

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Condition: z.string().optional(),
      Properties: z.object({
        Policies: z.array(z.object({ PolicyDocument: z.looseObject({}) })).default([]),
        PolicyDocument: z.looseObject({}).optional(),
      }),
    }),
  ),
});

type Policies = NonNullable<NonNullable<Estate["hub"]["role"]>["policies"]>;

/** The policies that a template's role has under the conditions that hold, its functions still to be resolved. */
function policiesOf(name: string, holds: Record<string, boolean>): unknown[] {
  return Object.values(Template.parse(readTemplate(name)).Resources)
    .filter(({ Condition }) => Condition === undefined || holds[Condition])
    .flatMap(({ Properties: { Policies, PolicyDocument } }) => [
      ...Policies.map((one) => one.PolicyDocument),
      ...(PolicyDocument ? [PolicyDocument] : []),
    ]);
}

const filled = (policies: unknown[], values: Record<string, string>): Policies =>
  resolved(policies, { "AWS::Partition": "aws", ...values }) as Policies;

/** The settings that say what roles have to be allowed. */
export interface RoleSettings {
  accessRole?: string;
  baseline?: { standards?: string[]; config?: object | null; guardDuty?: boolean };
}

/** Whether settings have a baseline at all, in which case the member template is deployed with `Baseline=true`. */
const hasBaseline = ({ baseline }: RoleSettings): boolean =>
  (baseline?.standards?.length ?? 0) > 0 ||
  Boolean(baseline?.config) ||
  baseline?.guardDuty === true;

/** What the member template lets rollcall do, by account. */
export function memberPolicies(settings: RoleSettings): (accountId: string) => Policies {
  const policies = policiesOf("member-role.yaml", { HasBaseline: hasBaseline(settings) });
  return (accountId) => filled(policies, { "AWS::AccountId": accountId });
}

/** The estate with the templates' policies in every role that names none: what an operator would have deployed. */
export function withPolicies(estate: Estate, settings: RoleSettings): Estate {
  const AccessRoleName = settings.accessRole ?? "OrganizationAccountAccessRole";
  // An operator decides whether accounts may be closed; here it may be tried.
  const management = filled(policiesOf("management-role.yaml", { MayClose: true }), {
    AccessRoleName,
  });
  const member = memberPolicies(settings);
  return {
    ...estate,
    ...(estate.management?.role && {
      management: {
        ...estate.management,
        role: { policies: management, ...estate.management.role },
      },
    }),
    accounts: estate.accounts.map((account) =>
      account.role
        ? {
            ...account,
            role: { policies: member(account.id), ...account.role },
          }
        : account,
    ),
  };
}
