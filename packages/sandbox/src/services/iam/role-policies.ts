// Policies of a role: inline by name, managed by ARN.
import type { Role, Roles } from "../../estate/roles.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { encoded, policy } from "./documents.ts";
import { policiesOf } from "./managed-policies.ts";
import { markedPage } from "./pages.ts";

/** Operations on a role's policies; `find` gives the role or throws. */
export function rolePolicyOperations(
  world: World,
  roles: Roles,
  find: (account: string, name: string) => Role,
): Handlers {
  return {
    PutRolePolicy({ RoleName, PolicyName, PolicyDocument }, { account }: Context) {
      const role = find(account, RoleName);
      roles.put({ ...role, inline: { ...role.inline, [PolicyName]: policy(PolicyDocument) } });
      return {};
    },

    GetRolePolicy({ RoleName, PolicyName }, { account }: Context) {
      const document = find(account, RoleName).inline[PolicyName];
      if (document === undefined) throw missing(PolicyName);
      return { RoleName, PolicyName, PolicyDocument: encoded(document) };
    },

    DeleteRolePolicy({ RoleName, PolicyName }, { account }: Context) {
      const role = find(account, RoleName);
      const { [PolicyName]: gone, ...inline } = role.inline;
      if (gone === undefined) throw missing(PolicyName);
      roles.put({ ...role, inline });
      return {};
    },

    ListRolePolicies({ RoleName, ...input }, { account }: Context) {
      const { items, more } = markedPage(Object.keys(find(account, RoleName).inline), input);
      return { PolicyNames: items, ...more };
    },

    AttachRolePolicy({ RoleName, PolicyArn }, { account }: Context) {
      const role = find(account, RoleName);
      if (!/^arn:[^:]+:iam::(aws|\d{12}):policy\/./.test(PolicyArn))
        throw new AwsError("InvalidInputException", `ARN ${PolicyArn} is not valid.`);
      // Policies of AWS's own all exist here.
      if (!PolicyArn.includes(":iam::aws:") && !policiesOf(world).has(PolicyArn))
        throw new AwsError(
          "NoSuchEntityException",
          `Policy ${PolicyArn} does not exist or is not attachable.`,
        );
      if (!role.attached.includes(PolicyArn))
        roles.put({ ...role, attached: [...role.attached, PolicyArn] });
      return {};
    },

    DetachRolePolicy({ RoleName, PolicyArn }, { account }: Context) {
      const role = find(account, RoleName);
      if (!role.attached.includes(PolicyArn))
        throw new AwsError("NoSuchEntityException", `Policy ${PolicyArn} was not found.`);
      roles.put({ ...role, attached: role.attached.filter((arn) => arn !== PolicyArn) });
      return {};
    },

    ListAttachedRolePolicies({ RoleName, ...input }, { account }: Context) {
      const { items, more } = markedPage(find(account, RoleName).attached, input);
      return {
        AttachedPolicies: items.map((arn) => ({
          PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
          PolicyArn: arn,
        })),
        ...more,
      };
    },
  };
}

const missing = (name: string) =>
  new AwsError("NoSuchEntityException", `The role policy with name ${name} cannot be found.`);
