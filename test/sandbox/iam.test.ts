// IAM roles: made, read, changed, taken away; and how long STS takes to know.
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { afterEach, expect, it } from "vitest";
import { type AccountWorld, estateOf, HUB, MEMBER, OTHER, startAccounts } from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const iam = (who = MEMBER) => world.as(IAM, who);
const trusting = (account: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" }],
  });
const made = (RoleName = "Made") => ({ RoleName, AssumeRolePolicyDocument: trusting(HUB) });
const ARN = `arn:aws:iam::${MEMBER}:role/Made`;

it("makes a role that can be assumed some seconds later", async () => {
  world = await startAccounts(estateOf());
  const { Role } = await iam().createRole({ ...made(), Description: "for the test" });
  expect(Role).toMatchObject({ Arn: ARN, RoleName: "Made", Path: "/", MaxSessionDuration: 3_600 });
  await expect(world.assume(HUB, ARN)).rejects.toMatchObject({ name: "AccessDenied" });
  await world.pass(10_000);
  expect(await world.assume(HUB, ARN)).toHaveProperty("sessionToken");
  await expect(iam().createRole(made("mADE"))).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    $metadata: { httpStatusCode: 409 },
  });
  const read = (await iam().getRole({ RoleName: "Made" })).Role!;
  expect(decodeURIComponent(read.AssumeRolePolicyDocument!)).toBe(trusting(HUB));
  expect(read.Description).toBe("for the test");
});

it("goes by the former trust policy for some seconds after a change", async () => {
  world = await startAccounts(estateOf([{}, {}]));
  await iam().createRole(made());
  await world.pass(10_000);
  await iam().updateAssumeRolePolicy({ RoleName: "Made", PolicyDocument: trusting(OTHER) });
  await world.assume(HUB, ARN);
  await expect(world.assume(OTHER, ARN)).rejects.toMatchObject({ name: "AccessDenied" });
  await world.pass(10_000);
  await world.assume(OTHER, ARN);
  await expect(world.assume(HUB, ARN)).rejects.toMatchObject({ name: "AccessDenied" });
});

it("keeps policies, and a role that has some", async () => {
  world = await startAccounts(estateOf());
  const RoleName = "Made";
  const PolicyDocument = JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  const PolicyArn = "arn:aws:iam::aws:policy/SecurityAudit";
  await iam().createRole(made());
  await iam().putRolePolicy({ RoleName, PolicyName: "all", PolicyDocument });
  await iam().attachRolePolicy({ RoleName, PolicyArn });
  const read = await iam().getRolePolicy({ RoleName, PolicyName: "all" });
  expect(decodeURIComponent(read.PolicyDocument!)).toBe(PolicyDocument);
  expect((await iam().listRolePolicies({ RoleName })).PolicyNames).toEqual(["all"]);
  expect((await iam().listAttachedRolePolicies({ RoleName })).AttachedPolicies).toEqual([
    { PolicyArn, PolicyName: "SecurityAudit" },
  ]);
  await expect(iam().deleteRole({ RoleName })).rejects.toMatchObject({
    name: "DeleteConflictException",
  });
  await iam().deleteRolePolicy({ RoleName, PolicyName: "all" });
  await iam().detachRolePolicy({ RoleName, PolicyArn });
  await iam().deleteRole({ RoleName });
  const gone = { name: "NoSuchEntityException", $metadata: { httpStatusCode: 404 } };
  await expect(iam().getRole({ RoleName })).rejects.toMatchObject(gone);
  await expect(iam().deleteRole({ RoleName })).rejects.toMatchObject(gone);
});

it("lists the roles of one account in pages", async () => {
  world = await startAccounts(estateOf([{ role: null }, {}]));
  for (const name of ["C", "A", "B"]) await iam().createRole(made(name));
  const first = await iam().listRoles({ MaxItems: 2 });
  expect(first.Roles!.map(({ RoleName }) => RoleName)).toEqual(["A", "B"]);
  expect(first.IsTruncated).toBe(true);
  const second = await iam().listRoles({ MaxItems: 2, Marker: first.Marker });
  expect(second.Roles!.map(({ RoleName }) => RoleName)).toEqual(["C"]);
  expect(second.IsTruncated).toBe(false);
});

it.each([
  [
    JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }],
    }),
    /Has prohibited field Resource/,
  ],
  [
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject" }] }),
    /may only specify STS AssumeRole actions/,
  ],
  ["{", "This policy contains invalid Json"],
  ["{}", "Syntax errors in policy."],
  [JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*" }] }), /Principal/],
])("refuses the trust policy %s", async (AssumeRolePolicyDocument, message) => {
  world = await startAccounts(estateOf());
  await expect(
    iam().createRole({ RoleName: "Made", AssumeRolePolicyDocument }),
  ).rejects.toMatchObject({
    name: "MalformedPolicyDocumentException",
    message: expect.stringMatching(message),
  });
});

it("makes a service-linked role once", async () => {
  world = await startAccounts(estateOf());
  const AWSServiceName = "config.amazonaws.com";
  const { Role } = await iam().createServiceLinkedRole({ AWSServiceName });
  expect(Role!.Arn).toBe(
    `arn:aws:iam::${MEMBER}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
  );
  const refused = { name: "InvalidInputException", $metadata: { httpStatusCode: 400 } };
  for (const name of [AWSServiceName, "config"])
    await expect(iam().createServiceLinkedRole({ AWSServiceName: name })).rejects.toMatchObject(
      refused,
    );
  const { RoleName } = Role!;
  const { DeletionTaskId } = await iam().deleteServiceLinkedRole({ RoleName });
  const asked = { DeletionTaskId };
  expect((await iam().getServiceLinkedRoleDeletionStatus(asked)).Status).toBe("SUCCEEDED");
  await iam().createServiceLinkedRole({ AWSServiceName });
});

const allowing = (Action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });

it("holds a role to a policy of the account's own, and to its version that counts", async () => {
  world = await startAccounts(estateOf());
  const { Policy } = await iam().createPolicy({
    PolicyName: "Reads",
    PolicyDocument: allowing("iam:GetRole"),
  });
  const PolicyArn = Policy!.Arn!;
  expect(Policy).toMatchObject({
    Arn: `arn:aws:iam::${MEMBER}:policy/Reads`,
    DefaultVersionId: "v1",
  });
  await iam().createRole(made());
  await iam().attachRolePolicy({ RoleName: "Made", PolicyArn });
  await world.pass(10_000);
  const session = world.as(IAM, await world.assume(HUB, ARN));
  await session.getRole({ RoleName: "Made" });
  const document = { PolicyArn, PolicyDocument: allowing("iam:ListRoles") };
  await iam().createPolicyVersion({ ...document, SetAsDefault: true });
  await expect(session.getRole({ RoleName: "Made" })).rejects.toThrow("not authorized");
  await session.listRoles({});
  await iam().setDefaultPolicyVersion({ PolicyArn, VersionId: "v1" });
  await session.getRole({ RoleName: "Made" });
  const { PolicyVersion } = await iam().getPolicyVersion({ PolicyArn, VersionId: "v2" });
  expect(decodeURIComponent(PolicyVersion!.Document!)).toBe(document.PolicyDocument);
  expect((await iam().listPolicyVersions({ PolicyArn })).Versions).toMatchObject([
    { VersionId: "v2", IsDefaultVersion: false },
    { VersionId: "v1", IsDefaultVersion: true },
  ]);
  expect((await iam().listPolicies({ Scope: "Local" })).Policies).toMatchObject([
    { PolicyName: "Reads", AttachmentCount: 1 },
  ]);
  expect((await iam().listEntitiesForPolicy({ PolicyArn })).PolicyRoles).toHaveLength(1);
  const conflict = { name: "DeleteConflictException", $metadata: { httpStatusCode: 409 } };
  await expect(iam().deletePolicy({ PolicyArn })).rejects.toMatchObject(conflict);
  await iam().detachRolePolicy({ RoleName: "Made", PolicyArn });
  await iam().deletePolicyVersion({ PolicyArn, VersionId: "v2" });
  await iam().deletePolicy({ PolicyArn });
  const gone = { name: "NoSuchEntityException", $metadata: { httpStatusCode: 404 } };
  await expect(iam().getPolicy({ PolicyArn })).rejects.toMatchObject(gone);
  await expect(iam().attachRolePolicy({ RoleName: "Made", PolicyArn })).rejects.toMatchObject(gone);
});

it("keeps tags of roles, users with their keys, and an alias", async () => {
  world = await startAccounts(estateOf());
  const client = iam();
  const RoleName = "Made";
  await client.createRole({ ...made(), Tags: [{ Key: "a", Value: "1" }] });
  await client.tagRole({ RoleName, Tags: [{ Key: "b", Value: "2" }] });
  await client.untagRole({ RoleName, TagKeys: ["a"] });
  expect((await client.listRoleTags({ RoleName })).Tags).toEqual([{ Key: "b", Value: "2" }]);
  await client.updateRole({ RoleName, MaxSessionDuration: 7_200, Description: "longer" });
  expect((await client.getRole({ RoleName })).Role).toMatchObject({
    MaxSessionDuration: 7_200,
    Description: "longer",
    RoleLastUsed: {},
  });
  expect((await client.listInstanceProfilesForRole({ RoleName })).InstanceProfiles).toEqual([]);

  const UserName = "tester";
  const { User } = await client.createUser({ UserName });
  expect(User).toMatchObject({ Arn: `arn:aws:iam::${MEMBER}:user/tester` });
  await expect(client.createUser({ UserName })).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    message: "User with name tester already exists.",
  });
  const key = (await client.createAccessKey({ UserName })).AccessKey!;
  const keys = { accessKeyId: key.AccessKeyId!, secretAccessKey: key.SecretAccessKey! };
  expect(await world.as(STS, keys).getCallerIdentity({})).toMatchObject({
    Account: MEMBER,
    Arn: User!.Arn,
    UserId: User!.UserId,
  });
  expect((await world.as(IAM, keys).getUser({})).User).toMatchObject({ UserName });
  await expect(client.deleteUser({ UserName })).rejects.toMatchObject({
    name: "DeleteConflictException",
  });
  await client.deleteAccessKey({ UserName, AccessKeyId: keys.accessKeyId });
  await client.deleteUser({ UserName });
  expect((await client.listUsers({})).Users).toEqual([]);
  expect((await client.getUser({})).User!.Arn).toBe(`arn:aws:iam::${MEMBER}:root`);

  await client.createAccountAlias({ AccountAlias: "our-member" });
  expect((await client.listAccountAliases({})).AccountAliases).toEqual(["our-member"]);
  await client.deleteAccountAlias({ AccountAlias: "our-member" });
  await expect(client.createAccountAlias({ AccountAlias: "No_Alias" })).rejects.toMatchObject({
    message: expect.stringContaining("accountAlias"),
  });
});

it.each<[object, string]>([
  [{ Effect: "Maybe", Action: "s3:*", Resource: "*" }, "Syntax errors in policy."],
  [{ Effect: "Allow", Action: "s3:*", Resource: "*", Extra: 1 }, "Syntax errors in policy."],
  [{ Effect: "Allow", Resource: "*" }, "Policy statement must contain actions."],
  [{ Effect: "Allow", Action: "s3:*" }, "Policy statement must contain resources."],
  [{ Effect: "Allow", Action: "list", Resource: "*" }, "must be prefaced by a vendor"],
  [{ Effect: "Allow", Action: "s3:a:b", Resource: "*" }, "can contain only one colon"],
  [{ Effect: "Allow", Action: "s3$:a", Resource: "*" }, "Vendor s3$ is not valid"],
  [{ Effect: "Allow", Action: "s3:*", Resource: "bucket" }, 'must be in ARN format or "*".'],
  [
    { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" },
    "Policy document should not specify a principal.",
  ],
])("refuses the policy of %j", async (Statement, message) => {
  world = await startAccounts(estateOf());
  const error = {
    name: "MalformedPolicyDocumentException",
    message: expect.stringContaining(message),
    $metadata: { httpStatusCode: 400 },
  };
  await iam().createRole(made());
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
  const named = { PolicyName: "Odd", PolicyDocument };
  await expect(iam().putRolePolicy({ RoleName: "Made", ...named })).rejects.toMatchObject(error);
  await expect(iam().createPolicy(named)).rejects.toMatchObject(error);
});

it("refuses a policy of one's own without today's version, and a boundary", async () => {
  world = await startAccounts(estateOf());
  const Statement = [{ Effect: "Allow", Action: "*", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Statement });
  const old = iam().createPolicy({ PolicyName: "Old", PolicyDocument });
  await expect(old).rejects.toThrow("Policy document must be version 2012-10-17 or greater.");
  const PermissionsBoundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const bounded = iam().createRole({ ...made(), PermissionsBoundary });
  await expect(bounded).rejects.toThrow("not emulated: permissions boundaries");
});
