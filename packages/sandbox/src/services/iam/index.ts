// IAM roles: what the set-up of an account makes, reads and takes away. Users, groups and managed
// policies are not here.
import * as client from "@aws-sdk/client-iam";
import { delays, draw } from "../../delays.ts";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import { type Role, roleArn } from "../../estate/roles.ts";
import type { Context, Handlers, Service, World } from "../../wire/service.ts";
import { AwsError } from "../../wire/service.ts";
import { outside, refuseAll } from "../constraints.ts";
import { encoded, policy, trustPolicy } from "./documents.ts";
import { rolePolicyOperations } from "./role-policies.ts";
import { serviceLinkedRole } from "./service-linked-roles.ts";

const VERSION = "2010-05-08";
/** ListRoles: 100 unless MaxItems says otherwise, at most 1,000 (API reference). */
const PAGE = 100;
const LONGEST_PAGE = 1_000;
const INVALID = "ValidationError";
const PATH_RULE =
  "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.";

/** The IAM of the sandbox; one for all Regions. */
export function iam(world: World, model: Model): Service {
  const { roles } = model;
  const delay = () => draw(world, delays.roleAssumable);

  const handlers: Handlers = {
    CreateRole(input, { account }: Context) {
      const { RoleName, AssumeRolePolicyDocument, Path, MaxSessionDuration, Description, Tags } =
        input;
      if (!/^[\w+=,.@-]{1,64}$/.test(RoleName))
        throw new AwsError("ValidationError", "The specified value for roleName is invalid.", {
          status: 400,
        });
      if (Path !== undefined && !/^\/([\x21-\x7e]*\/)?$/.test(Path))
        throw new AwsError("ValidationError", PATH_RULE, { status: 400 });
      if (MaxSessionDuration !== undefined)
        refuseAll(outside("maxSessionDuration", MaxSessionDuration, 3_600, 43_200), INVALID);
      if (roles.get(account, RoleName))
        throw new AwsError(
          "EntityAlreadyExistsException",
          `Role with name ${RoleName} already exists.`,
        );
      const role = roles.create(account, RoleName, trustPolicy(AssumeRolePolicyDocument), delay(), {
        ...(Path !== undefined && { path: Path }),
        ...(MaxSessionDuration !== undefined && { maxSessionSeconds: MaxSessionDuration }),
        ...(Description !== undefined && { description: Description }),
        ...(Tags !== undefined && { tags: Tags }),
      });
      return { Role: shown(role) };
    },

    GetRole: ({ RoleName }, { account }: Context) => ({
      Role: shown(found(model, account, RoleName)),
    }),

    ListRoles({ PathPrefix = "/", Marker, MaxItems = PAGE }, { account }: Context) {
      const all = roles.of(account).filter(({ path }) => path.startsWith(PathPrefix));
      refuseAll(outside("maxItems", MaxItems, 1, LONGEST_PAGE), INVALID);
      if (!/^\d*$/.test(Marker ?? ""))
        throw new AwsError("ValidationError", "Invalid Marker.", { status: 400 }); // assumed, text only
      const from = Number(Marker ?? 0);
      const to = from + MaxItems;
      const more = to < all.length;
      return {
        Roles: all.slice(from, to).map(shown),
        IsTruncated: more,
        Marker: more ? String(to) : undefined,
      };
    },

    UpdateAssumeRolePolicy({ RoleName, PolicyDocument }, { account }: Context) {
      const role = found(model, account, RoleName);
      const now = world.clock.now();
      const former = now < role.assumableAt ? role.formerTrust : role.trust;
      roles.put({
        ...role,
        trust: trustPolicy(PolicyDocument),
        ...(former !== undefined && { formerTrust: former }),
        assumableAt: now + delay(),
      });
      return {};
    },

    DeleteRole({ RoleName }, { account }: Context) {
      const role = found(model, account, RoleName);
      if (role.path.startsWith("/aws-service-role/"))
        throw new AwsError(
          "UnmodifiableEntityException",
          `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`,
        );
      if (Object.keys(role.inline).length > 0 || role.attached.length > 0)
        throw new AwsError(
          "DeleteConflictException",
          "Cannot delete entity, must detach all policies first.",
        );
      roles.delete(account, RoleName);
      return {};
    },

    // Nobody can give an account an alias here.
    ListAccountAliases: () => ({ AccountAliases: [], IsTruncated: false }),

    CreateServiceLinkedRole: (input, { account }: Context) => ({
      Role: shown(serviceLinkedRole(roles, account, input)),
    }),

    ...rolePolicyOperations(roles, (account, name) => found(model, account, name)),
  };

  return {
    id: "iam",
    client,
    protocol: "query",
    version: VERSION,
    xmlNamespace: `https://iam.amazonaws.com/doc/${VERSION}/`,
    handlers: admitted(model.accounts, handlers, {
      reach: "global",
      code: "InvalidClientTokenId",
    }),
  };
}

function found({ roles }: Model, account: string, name: string): Role {
  const role = roles.get(account, name);
  if (role) return role;
  throw new AwsError("NoSuchEntityException", `The role with name ${name} cannot be found.`);
}

const shown = (role: Role) => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: roleArn(role),
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encoded(policy(role.trust)),
  Description: role.description,
  MaxSessionDuration: role.maxSessionSeconds,
  Tags: role.tags,
});
