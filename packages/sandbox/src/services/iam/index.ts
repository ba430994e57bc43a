// IAM: roles, policies, users and their keys, as far as the set-up of an account makes, reads and takes them away.
// Groups and instance profiles are not here.
import * as client from "@aws-sdk/client-iam";
import { delays, draw } from "../../delays.ts";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import { DEFAULT_SESSION_SECONDS, type Role, roleArn } from "../../estate/roles.ts";
import { randomUuid } from "../../random.ts";
import type { Context, Handlers, Service, World } from "../../wire/service.ts";
import { AwsError } from "../../wire/service.ts";
import { outside, refuseAll } from "../constraints.ts";
import { encoded, trustPolicy, unbounded } from "./documents.ts";
import { managedPolicyOperations } from "./managed-policies.ts";
import { markedPage } from "./pages.ts";
import { rolePolicyOperations } from "./role-policies.ts";
import { serviceLinkedRole } from "./service-linked-roles.ts";
import { userOperations } from "./users.ts";

const VERSION = "2010-05-08";
/** Tags of a role, at most (quota). */
const MOST_TAGS = 50;
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
      unbounded(input);
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
        ...(Tags !== undefined && { tags: tagged([], Tags) }),
      });
      return { Role: shown(role) };
    },

    GetRole: ({ RoleName }, { account }: Context) => ({
      // Nothing is known of when it was used.
      Role: { ...shown(found(model, account, RoleName)), RoleLastUsed: {} },
    }),

    ListRoles({ PathPrefix = "/", Marker, MaxItems }, { account }: Context) {
      const all = roles.of(account).filter(({ path }) => path.startsWith(PathPrefix));
      const { items, more } = markedPage(all, { Marker, MaxItems });
      return { Roles: items.map(shown), ...more };
    },

    UpdateRole({ RoleName, Description, MaxSessionDuration }, { account }: Context) {
      const role = found(model, account, RoleName);
      if (MaxSessionDuration !== undefined)
        refuseAll(outside("maxSessionDuration", MaxSessionDuration, 3_600, 43_200), INVALID);
      roles.put({
        ...role,
        ...(Description !== undefined && { description: Description }),
        // "If you do not specify a value for this setting, the default value of one hour is applied" (API reference).
        maxSessionSeconds: MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      });
      return {};
    },

    TagRole({ RoleName, Tags }, { account }: Context) {
      const role = found(model, account, RoleName);
      roles.put({ ...role, tags: tagged(role.tags, Tags) });
      return {};
    },

    UntagRole({ RoleName, TagKeys }, { account }: Context) {
      const { tags = [], ...role } = found(model, account, RoleName);
      roles.put({ ...role, tags: tags.filter(({ Key }) => !TagKeys.includes(Key)) });
      return {};
    },

    ListRoleTags({ RoleName, ...input }, { account }: Context) {
      const { items, more } = markedPage(found(model, account, RoleName).tags ?? [], input);
      return { Tags: items, ...more };
    },

    // Nobody can make an instance profile here.
    ListInstanceProfilesForRole({ RoleName }, { account }: Context) {
      found(model, account, RoleName);
      return { InstanceProfiles: [], IsTruncated: false };
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

    CreateServiceLinkedRole: (input, { account }: Context) => ({
      Role: shown(serviceLinkedRole(roles, account, input)),
    }),

    DeleteServiceLinkedRole({ RoleName }, { account }: Context) {
      const role = found(model, account, RoleName);
      if (!role.path.startsWith("/aws-service-role/"))
        throw new AwsError("InvalidInputException", `${RoleName} is not a service-linked role.`); // assumed, text only
      roles.delete(account, RoleName);
      return { DeletionTaskId: `task${role.path}${role.name}/${randomUuid(world.random)}` };
    },

    // They are gone at once here.
    GetServiceLinkedRoleDeletionStatus({ DeletionTaskId }) {
      if (/^task\/aws-service-role\/.+\/.+\/.+$/.test(DeletionTaskId))
        return { Status: "SUCCEEDED" };
      throw new AwsError(
        "NoSuchEntityException",
        `The deletion task ${DeletionTaskId} was not found.`,
      ); // assumed, text only
    },

    ...userOperations(world),
    ...managedPolicyOperations(world, roles),
    ...rolePolicyOperations(world, roles, (account, name) => found(model, account, name)),
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

/** Tags with others over them; refuses what is too many. */
function tagged(before: Role["tags"] = [], tags: { Key: string; Value: string }[]) {
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < tags.length)
    throw new AwsError(
      "InvalidInputException",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
  const all = [...before.filter(({ Key }) => !keys.has(Key.toLowerCase())), ...tags];
  if (all.length > MOST_TAGS)
    throw new AwsError(
      "LimitExceededException",
      `Cannot exceed quota for TagsPerRole: ${MOST_TAGS}`,
    ); // assumed, text only
  return all;
}

const shown = (role: Role) => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: roleArn(role),
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encoded(role.trust),
  Description: role.description,
  MaxSessionDuration: role.maxSessionSeconds,
  Tags: role.tags,
});
