// Policies that customers manage: made, versioned, read, attached to roles. Those of AWS all exist, by name.

import { type Roles, uniqueId } from "../../estate/roles.ts";
import { managedPolicy } from "../../permissions/managed.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { encoded, versionedPolicy } from "./documents.ts";
import { markedPage } from "./pages.ts";

/** A policy and its versions, the oldest first. Times are milliseconds. */
export interface ManagedPolicy {
  arn: string;
  account: string;
  name: string;
  path: string;
  /** Unique id, `ANPA…`. */
  id: string;
  description?: string;
  tags?: { Key: string; Value: string }[];
  createdAt: number;
  updatedAt: number;
  /** The version that counts, such as `v1`. */
  current: string;
  versions: { id: string; document: string; createdAt: number }[];
}

/** Versions of one policy, at most (quota). */
const MOST_VERSIONS = 5;
const OF_AWS = /^arn:[^:]+:iam::aws:policy\/(?:.+\/)?([^/]+)$/;

/** The policies of all accounts, by ARN. */
export const policiesOf = ({ store }: World) => store.collection<ManagedPolicy>("iam/policies");

/** The text that counts of a customer's policy; undefined when there is no such policy. */
export function policyText(world: World, arn: string): string | undefined {
  const found = policiesOf(world).get(arn);
  return found?.versions.find(({ id }) => id === found.current)?.document;
}

const notFound = (arn: string) =>
  new AwsError("NoSuchEntityException", `Policy ${arn} was not found.`);

/** Operations on managed policies. */
export function managedPolicyOperations(world: World, roles: Roles): Handlers {
  const rows = policiesOf(world);
  const attachedTo = (account: string, arn: string) =>
    roles.of(account).filter(({ attached }) => attached.includes(arn));
  const find = (arn: string): ManagedPolicy => {
    const found = rows.get(arn) ?? ofAws(arn);
    if (!found) throw notFound(arn);
    return found;
  };
  const owned = (arn: string): ManagedPolicy => {
    const found = rows.get(arn);
    if (!found) throw notFound(arn);
    return found;
  };
  const shown = (one: ManagedPolicy, account: string) => ({
    PolicyName: one.name,
    PolicyId: one.id,
    Arn: one.arn,
    Path: one.path,
    DefaultVersionId: one.current,
    AttachmentCount: attachedTo(account, one.arn).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: one.description,
    CreateDate: new Date(one.createdAt),
    UpdateDate: new Date(one.updatedAt),
    Tags: one.tags ?? [],
  });
  const versionShown = (one: ManagedPolicy, id: string) => {
    const version = one.versions.find((other) => other.id === id);
    if (!version)
      throw new AwsError(
        "NoSuchEntityException",
        `Policy ${one.arn} version ${id} does not exist or is not attachable.`,
      );
    return {
      Document: encoded(version.document),
      VersionId: id,
      IsDefaultVersion: id === one.current,
      CreateDate: new Date(version.createdAt),
    };
  };
  /** Roles that have the policy are judged anew from now on. */
  const put = (one: ManagedPolicy) => {
    rows.set(one.arn, one);
    for (const role of attachedTo(one.account, one.arn)) roles.put({ ...role });
  };

  return {
    CreatePolicy(input, { account }: Context) {
      const { PolicyName: name, PolicyDocument, Path: path = "/", Description, Tags } = input;
      if (!/^[\w+=,.@-]{1,128}$/.test(name))
        throw new AwsError("ValidationError", "The specified value for policyName is invalid.", {
          status: 400,
        });
      const arn = `arn:aws:iam::${account}:policy${path}${name}`;
      const own = [...rows.values()].filter((one) => one.account === account);
      if (own.some((one) => one.name.toLowerCase() === name.toLowerCase()))
        throw new AwsError(
          "EntityAlreadyExistsException",
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
        );
      const now = world.clock.now();
      const made: ManagedPolicy = {
        arn,
        account,
        name,
        path,
        id: uniqueId(world, "ANPA"),
        ...(Description !== undefined && { description: Description }),
        ...(Tags !== undefined && { tags: Tags }),
        createdAt: now,
        updatedAt: now,
        current: "v1",
        versions: [{ id: "v1", document: versionedPolicy(PolicyDocument), createdAt: now }],
      };
      rows.set(arn, made);
      return { Policy: shown(made, account) };
    },

    GetPolicy: ({ PolicyArn }, { account }: Context) => ({
      Policy: shown(find(PolicyArn), account),
    }),

    ListPolicies(
      { Scope = "All", OnlyAttached, PathPrefix = "/", ...input },
      { account }: Context,
    ) {
      const own = [...rows.values()].filter((one) => one.account === account);
      // Of AWS's only those are listed that are attached, or whose text is known here.
      const known = new Set(roles.of(account).flatMap(({ attached }) => attached));
      known.add("arn:aws:iam::aws:policy/AdministratorAccess");
      const theirs = [...known].flatMap((arn) => ofAws(arn) ?? []);
      const all = [...(Scope === "AWS" ? [] : own), ...(Scope === "Local" ? [] : theirs)]
        .filter(({ path }) => path.startsWith(PathPrefix))
        .filter(({ arn }) => !OnlyAttached || attachedTo(account, arn).length > 0);
      const { items, more } = markedPage(all, input);
      return { Policies: items.map((one) => shown(one, account)), ...more };
    },

    DeletePolicy({ PolicyArn }, { account }: Context) {
      const found = owned(PolicyArn);
      if (attachedTo(account, PolicyArn).length > 0)
        throw new AwsError(
          "DeleteConflictException",
          "Cannot delete a policy attached to entities.",
        );
      if (found.versions.length > 1)
        throw new AwsError(
          "DeleteConflictException",
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      rows.delete(PolicyArn);
      return {};
    },

    CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault }) {
      const found = owned(PolicyArn);
      if (found.versions.length >= MOST_VERSIONS)
        throw new AwsError(
          "LimitExceededException",
          `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        );
      const last = Math.max(...found.versions.map((one) => Number(one.id.slice(1))));
      const id = `v${last + 1}`;
      const createdAt = world.clock.now();
      const versions = [
        ...found.versions,
        { id, document: versionedPolicy(PolicyDocument), createdAt },
      ];
      const current = SetAsDefault ? id : found.current;
      const changed = { ...found, versions, current, updatedAt: createdAt };
      put(changed);
      const { Document: _, ...version } = versionShown(changed, id);
      return { PolicyVersion: version };
    },

    DeletePolicyVersion({ PolicyArn, VersionId }) {
      const found = owned(PolicyArn);
      versionShown(found, VersionId);
      if (found.current === VersionId)
        throw new AwsError(
          "DeleteConflictException",
          "Cannot delete the default version of a policy.",
        );
      put({ ...found, versions: found.versions.filter(({ id }) => id !== VersionId) });
      return {};
    },

    SetDefaultPolicyVersion({ PolicyArn, VersionId }) {
      const found = owned(PolicyArn);
      versionShown(found, VersionId);
      put({ ...found, current: VersionId });
      return {};
    },

    GetPolicyVersion: ({ PolicyArn, VersionId }) => ({
      PolicyVersion: versionShown(find(PolicyArn), VersionId),
    }),

    ListPolicyVersions({ PolicyArn, ...input }) {
      const found = find(PolicyArn);
      const all = found.versions.map(({ id }) => versionShown(found, id)).reverse();
      const { items, more } = markedPage(all, input);
      return { Versions: items.map(({ Document: _, ...rest }) => rest), ...more };
    },

    ListEntitiesForPolicy({ PolicyArn, EntityFilter = "Role" }, { account }: Context) {
      find(PolicyArn);
      const all = EntityFilter === "Role" ? attachedTo(account, PolicyArn) : [];
      return {
        PolicyGroups: [],
        PolicyUsers: [],
        PolicyRoles: all.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        IsTruncated: false,
      };
    },
  };
}

/** A policy of AWS's own; only a few have their text here. */
function ofAws(arn: string): ManagedPolicy | undefined {
  const [, name] = OF_AWS.exec(arn) ?? [];
  if (name === undefined) return undefined;
  const document = managedPolicy(arn);
  return {
    arn,
    account: "aws",
    name,
    path: arn.slice(arn.indexOf("/"), arn.length - name.length),
    id: `ANPA${Buffer.from(name).toString("hex").toUpperCase()}`.slice(0, 21).padEnd(21, "A"),
    createdAt: 0,
    updatedAt: 0,
    current: "v1",
    versions: document ? [{ id: "v1", document: JSON.stringify(document), createdAt: 0 }] : [],
  };
}
