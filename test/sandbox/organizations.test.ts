// Organizations: accounts that come slowly and without a token, lists with empty pages, closing.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type CreateAccountStatus, Organizations } from "@aws-sdk/client-organizations";
import { afterEach, describe, expect, it } from "vitest";
import {
  type AccountWorld,
  estateOf,
  HUB,
  listAccounts,
  MANAGEMENT,
  MEMBER,
  OTHER,
  startAccounts,
} from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const organizations = (who = MANAGEMENT) => world.as(Organizations, who);
const create = async (name: string, more: object = {}) => {
  const Email = `${name.toLowerCase()}@example.com`;
  const input = { AccountName: name, Email, ...more };
  return (await organizations().createAccount(input)).CreateAccountStatus!;
};
const statusOf = async ({ Id }: CreateAccountStatus) =>
  (await organizations().describeCreateAccountStatus({ CreateAccountRequestId: Id }))
    .CreateAccountStatus!;
/** Longer than any creation takes. */
const created = () => world.pass(61_000);

describe("CreateAccount", () => {
  it("ends after a while, and names the account then", async () => {
    world = await startAccounts(estateOf());
    const started = await create("New");
    expect(started).toMatchObject({ State: "IN_PROGRESS", AccountName: "New" });
    expect(started.Id).toMatch(/^car-[0-9a-f]{32}$/);
    expect(started).not.toHaveProperty("AccountId");
    await world.pass(19_000);
    expect(await statusOf(started)).toMatchObject({ State: "IN_PROGRESS" });
    await created();
    const ended = await statusOf(started);
    expect(ended).toMatchObject({
      State: "SUCCEEDED",
      AccountId: expect.stringMatching(/^\d{12}$/),
    });
    expect(ended.CompletedTimestamp!.getTime()).toBeGreaterThan(
      ended.RequestedTimestamp!.getTime(),
    );
    const found = (await listAccounts(world)).find(({ Id }) => Id === ended.AccountId);
    expect(found).toMatchObject({
      Email: "new@example.com",
      Name: "New",
      State: "ACTIVE",
      Status: "ACTIVE",
      JoinedMethod: "CREATED",
    });
  });

  it("leaves a role for the management account, some seconds later", async () => {
    world = await startAccounts(estateOf());
    world.world.random = () => 0; // 20 s for the account, 5 s for the role
    const started = await create("New");
    await world.pass(20_000);
    const { AccountId } = await statusOf(started);
    const role = `arn:aws:iam::${AccountId}:role/OrganizationAccountAccessRole`;
    await expect(world.assume(MANAGEMENT, role)).rejects.toMatchObject({ name: "AccessDenied" });
    await world.pass(15_000);
    await world.assume(MANAGEMENT, role);
    await expect(world.assume(HUB, role)).rejects.toMatchObject({ name: "AccessDenied" });
    // As the hub does it: through its role in the management account.
    const reader = await world.assume(
      HUB,
      `arn:aws:iam::${MANAGEMENT}:role/Reader`,
      "management-secret",
    );
    const keys = await world.assume(reader, role);
    expect((await world.securityHub(keys).enableSecurityHub({})).$metadata.httpStatusCode).toBe(
      200,
    );
  });

  it("takes five at once", async () => {
    world = await startAccounts(estateOf());
    for (let at = 0; at < 5; at++) await create(`Number${at}`);
    await expect(create("Number5")).rejects.toMatchObject({
      name: "ConstraintViolationException",
      Reason: "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
    });
    await created();
    await create("Number5");
    const { CreateAccountStatuses: open } = await organizations().listCreateAccountStatus({
      States: ["IN_PROGRESS"],
    });
    expect(open!.length).toBeLessThanOrEqual(1); // none on an empty page
  });

  it("takes three, and then one in ten seconds", async () => {
    world = await startAccounts(estateOf(), { limited: true });
    for (let at = 0; at < 3; at++) await create(`Number${at}`);
    await expect(create("Number3")).rejects.toMatchObject({ name: "TooManyRequestsException" });
    await world.pass(10_000);
    await create("Number3");
  });

  it.each([
    ["Again", { Email: "account0@example.com" }, "EMAIL_ALREADY_EXISTS"],
    ["Again", { Email: "ACCOUNT0@EXAMPLE.COM" }, "EMAIL_ALREADY_EXISTS"],
    ["Wish", { Email: "team+fail-INTERNAL_FAILURE@example.com" }, "INTERNAL_FAILURE"],
    ["Wish", { Email: "team+fail-invalid_address@example.com" }, "INVALID_ADDRESS"],
  ])("%s with %j fails in the end: %s", async (name, more, FailureReason) => {
    world = await startAccounts(estateOf());
    const started = await create(name, more);
    expect(started.State).toBe("IN_PROGRESS");
    await created();
    expect(await statusOf(started)).toMatchObject({ State: "FAILED", FailureReason });
    expect(await listAccounts(world)).toHaveLength(3);
  });

  it("says that a second request for an e-mail was submitted already", async () => {
    world = await startAccounts(estateOf());
    const [first, second] = [await create("New"), await create("New")];
    await created();
    expect((await statusOf(first)).State).toBe("SUCCEEDED");
    expect(await statusOf(second)).toMatchObject({
      State: "FAILED",
      FailureReason: "CONCURRENT_ACCOUNT_MODIFICATION",
    });
  });

  it.each([
    [{ AccountName: "開発" }, "INVALID_PATTERN"],
    [{ AccountName: "x".repeat(51) }, "MAX_LENGTH_EXCEEDED"],
    [{ Email: "a@b.c" }, "MIN_LENGTH_EXCEEDED"],
    [{ Email: `${"a".repeat(60)}@example.com` }, "MAX_LENGTH_EXCEEDED"],
    [{ Email: ".dot@example.com" }, "INVALID_PATTERN"],
    [{ Email: "a b@example.com" }, "INVALID_PATTERN"],
    [{ Email: "a,b@example.com" }, "INVALID_PATTERN"],
    [{ Email: "日本@example.com" }, "INVALID_PATTERN"],
    [{ Email: "ab@example" }, "INVALID_PATTERN"],
    [{ Email: "a@b@example.com" }, "INVALID_PATTERN"],
    [{ RoleName: "a/b" }, "INVALID_ROLE_NAME"],
    [
      {
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "a", Value: "2" },
        ],
      },
      "DUPLICATE_TAG_KEY",
    ],
  ])("refuses %j", async (more, Reason) => {
    world = await startAccounts(estateOf());
    await expect(create("New", more)).rejects.toMatchObject({
      name: "InvalidInputException",
      Reason,
    });
  });

  it("goes on over a restart, and makes the account once", async () => {
    const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), "organizations-"));
    world = await startAccounts(estateOf(), { dataDirectory });
    const started = await create("New");
    await world.stop();
    world = await startAccounts(undefined, { dataDirectory });
    await created();
    expect((await statusOf(started)).State).toBe("SUCCEEDED");
    await world.stop();
    world = await startAccounts(undefined, { dataDirectory });
    await created();
    expect((await listAccounts(world)).filter(({ Name }) => Name === "New")).toHaveLength(1);
    fs.rmSync(dataDirectory, { recursive: true });
  });
});

it("lists accounts in pages of 20, some of them empty", async () => {
  const many = Array.from({ length: 95 }, (_, at) => ({ id: String(500_000_000_000 + at) }));
  world = await startAccounts(estateOf(many));
  const sizes: number[] = [];
  for (let round = 0; round < 20; round++) {
    let NextToken: string | undefined;
    let seen = 0;
    do {
      const page = await organizations().listAccounts({ NextToken });
      sizes.push(page.Accounts!.length);
      seen += page.Accounts!.length;
      NextToken = page.NextToken;
    } while (NextToken);
    expect(seen).toBe(97);
  }
  expect(Math.max(...sizes)).toBe(20);
  expect(sizes).toContain(0);
  await expect(organizations().listAccounts({ MaxResults: 21 })).rejects.toMatchObject({
    name: "InvalidInputException",
  });
});

describe("a caller", () => {
  it("in no organization is told so", async () => {
    world = await startAccounts(estateOf([{ organization: false }]));
    const error = { name: "AWSOrganizationsNotInUseException" };
    await expect(organizations(MEMBER).listAccounts({})).rejects.toMatchObject(error);
    await expect(organizations(MEMBER).describeOrganization({})).rejects.toMatchObject(error);
  });

  it("in the organization may know it, but not list or create", async () => {
    world = await startAccounts(estateOf());
    const { Organization } = await organizations(MEMBER).describeOrganization({});
    expect(Organization).toMatchObject({ MasterAccountId: MANAGEMENT, FeatureSet: "ALL" });
    const error = { name: "AccessDeniedException" };
    await expect(organizations(MEMBER).listAccounts({})).rejects.toMatchObject(error);
    const input = { AccountName: "New", Email: "new@example.com" };
    await expect(organizations(MEMBER).createAccount(input)).rejects.toMatchObject(error);
  });

  it("that is a delegated administrator may list", async () => {
    world = await startAccounts(estateOf([{}], { delegatedAdministrator: true }));
    expect(await listAccounts(world, HUB)).toHaveLength(3);
  });

  it("in an open world manages an organization of its own", async () => {
    world = await startAccounts();
    await create("New");
    await created();
    const [own, other, ...more] = await listAccounts(world);
    expect([own!.Id, other!.Name, more]).toEqual([MANAGEMENT, "New", []]);
    expect(await listAccounts(world, OTHER)).toMatchObject([{ Id: OTHER }]);
    const { Organization } = await organizations(other!.Id).describeOrganization({});
    expect(Organization!.MasterAccountId).toBe(MANAGEMENT);
  });
});

it("closes accounts: asynchronously, three at once, each once", async () => {
  world = await startAccounts(estateOf([{}, {}, {}, {}]));
  const ids = ["333333333333", "444444444444", "555555555555", "666666666666"];
  for (const AccountId of ids.slice(0, 3)) await organizations().closeAccount({ AccountId });
  await expect(organizations().closeAccount({ AccountId: ids[3] })).rejects.toMatchObject({
    Reason: "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED",
  });
  const describeFirst = async () =>
    (await organizations().describeAccount({ AccountId: MEMBER })).Account;
  expect(await describeFirst()).toMatchObject({ State: "PENDING_CLOSURE" });
  await world.pass(30_000);
  expect(await describeFirst()).toMatchObject({ State: "SUSPENDED", Status: "SUSPENDED" });
  await expect(organizations().closeAccount({ AccountId: MEMBER })).rejects.toMatchObject({
    name: "AccountAlreadyClosedException",
  });
  await expect(organizations().closeAccount({ AccountId: MANAGEMENT })).rejects.toMatchObject({
    Reason: "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
  });
  await organizations().closeAccount({ AccountId: ids[3] });
});

it("lets accounts go, but not the management account, nor one that is new", async () => {
  world = await startAccounts(estateOf());
  const started = await create("New");
  await created();
  const { AccountId } = await statusOf(started);
  await expect(organizations().removeAccountFromOrganization({ AccountId })).rejects.toMatchObject({
    Reason: "WAIT_PERIOD_ACTIVE",
  });
  await expect(
    organizations().removeAccountFromOrganization({ AccountId: MANAGEMENT }),
  ).rejects.toMatchObject({ name: "MasterCannotLeaveOrganizationException" });
  await organizations().removeAccountFromOrganization({ AccountId: MEMBER });
  await expect(organizations(MEMBER).describeOrganization({})).rejects.toMatchObject({
    name: "AWSOrganizationsNotInUseException",
  });
});

it("keeps parents, tags and trusted services", async () => {
  world = await startAccounts(estateOf());
  const client = organizations();
  const root = (await client.listRoots({})).Roots![0]!.Id!;
  const unit = "ou-abcd-12345678";
  const parents = async () => (await client.listParents({ ChildId: MEMBER })).Parents;
  expect(await parents()).toEqual([{ Id: root, Type: "ROOT" }]);
  const move = { AccountId: MEMBER, SourceParentId: root, DestinationParentId: unit };
  await client.moveAccount(move);
  expect(await parents()).toEqual([{ Id: unit, Type: "ORGANIZATIONAL_UNIT" }]);
  await expect(client.moveAccount(move)).rejects.toMatchObject({
    name: "SourceParentNotFoundException",
  });
  await client.tagResource({ ResourceId: MEMBER, Tags: [{ Key: "project", Value: "決済" }] });
  expect((await client.listTagsForResource({ ResourceId: MEMBER })).Tags).toEqual([
    { Key: "project", Value: "決済" },
  ]);
  await client.enableAWSServiceAccess({ ServicePrincipal: "securityhub.amazonaws.com" });
  const { EnabledServicePrincipals } = await client.listAWSServiceAccessForOrganization({});
  expect(EnabledServicePrincipals).toMatchObject([
    { ServicePrincipal: "securityhub.amazonaws.com" },
  ]);
  await expect(client.describeAccount({ AccountId: OTHER })).rejects.toMatchObject({
    name: "AccountNotFoundException",
  });
});

describe("an organization of one's own", () => {
  const refused = async (call: Promise<unknown>, name: string, message = /./) =>
    await expect(call).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });

  it("is made once, and goes when nobody is left in it", async () => {
    world = await startAccounts();
    const client = organizations();
    const { Organization } = await client.createOrganization({
      FeatureSet: "CONSOLIDATED_BILLING",
    });
    expect(Organization).toMatchObject({
      MasterAccountId: MANAGEMENT,
      FeatureSet: "CONSOLIDATED_BILLING",
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    });
    expect((await client.describeOrganization({})).Organization).toEqual(Organization);
    await refused(client.createOrganization({}), "AlreadyInOrganizationException");
    await create("New");
    await created();
    await refused(
      client.deleteOrganization({}),
      "OrganizationNotEmptyException",
      /remove all member/,
    );
    await organizations(OTHER).createOrganization({});
    await organizations(OTHER).deleteOrganization({});
    await refused(
      organizations(OTHER).describeOrganization({}),
      "AWSOrganizationsNotInUseException",
    );
    await organizations(OTHER).createOrganization({});
    expect(await listAccounts(world, OTHER)).toMatchObject([{ Id: OTHER }]);
  });

  it("has units, which are named, tagged, and go when they are empty", async () => {
    world = await startAccounts();
    const client = organizations();
    const root = (await client.listRoots({})).Roots![0]!.Id!;
    const make = async (ParentId: string, Name: string) =>
      (await client.createOrganizationalUnit({ ParentId, Name, Tags: [{ Key: "k", Value: "v" }] }))
        .OrganizationalUnit!;
    const [one, two] = [await make(root, "one"), await make(root, "two")];
    const inner = await make(one.Id!, "inner");
    const listed = await client.listOrganizationalUnitsForParent({ ParentId: root });
    expect(listed.OrganizationalUnits).toEqual([one, two]);
    expect((await client.listParents({ ChildId: inner.Id })).Parents).toEqual([
      { Id: one.Id, Type: "ORGANIZATIONAL_UNIT" },
    ]);
    const OrganizationalUnitId = one.Id!;
    const renamed = await client.updateOrganizationalUnit({ OrganizationalUnitId, Name: "first" });
    expect(renamed.OrganizationalUnit).toEqual({ ...one, Name: "first" });
    const described = await client.describeOrganizationalUnit({ OrganizationalUnitId });
    expect(described.OrganizationalUnit).toEqual(renamed.OrganizationalUnit);
    await refused(
      client.updateOrganizationalUnit({ OrganizationalUnitId, Name: "two" }),
      "DuplicateOrganizationalUnitException",
      /An OU with the same name already exists/,
    );
    const gone = { OrganizationalUnitId };
    await refused(client.deleteOrganizationalUnit(gone), "OrganizationalUnitNotEmptyException");
    await client.deleteOrganizationalUnit({ OrganizationalUnitId: inner.Id });
    await client.deleteOrganizationalUnit(gone);
    await refused(client.describeOrganizationalUnit(gone), "OrganizationalUnitNotFoundException");
    for (const ResourceId of [root, two.Id!, MANAGEMENT]) {
      await client.tagResource({ ResourceId, Tags: [{ Key: "key", Value: "value" }] });
      await client.untagResource({ ResourceId, TagKeys: ["k", "other"] });
      const { Tags } = await client.listTagsForResource({ ResourceId });
      expect(Tags).toEqual([{ Key: "key", Value: "value" }]);
    }
  });

  it.each<[string, (client: Organizations) => Promise<unknown>, string, RegExp]>([
    [
      "tags of what is no id",
      (client) => client.listTagsForResource({ ResourceId: "000x00000A00" }),
      "InvalidInputException",
      /does not match the required pattern/,
    ],
    [
      "tags of a unit that nobody has",
      (client) => client.listTagsForResource({ ResourceId: "ou-abcd-12345678" }),
      "TargetNotFoundException",
      /You specified a target that doesn't exist/,
    ],
    [
      "an unknown kind of children",
      async (client) => {
        const { Roots } = await client.listRoots({});
        return client.listChildren({ ParentId: Roots![0]!.Id, ChildType: "BLEE" as never });
      },
      "InvalidInputException",
      /You specified an invalid value/,
    ],
    [
      "a parent that nobody has",
      (client) => client.listChildren({ ParentId: "r-zzzz", ChildType: "ACCOUNT" }),
      "ParentNotFoundException",
      /./,
    ],
    [
      "what is no parent",
      (client) => client.createOrganizationalUnit({ ParentId: "root", Name: "a" }),
      "InvalidInputException",
      /pattern/,
    ],
    [
      "an unknown service",
      (client) => client.enableAWSServiceAccess({ ServicePrincipal: "moto.amazonaws.com" }),
      "InvalidInputException",
      /You specified an unrecognized service principal/,
    ],
    [
      "the management account as delegated administrator",
      (client) =>
        client.registerDelegatedAdministrator({
          AccountId: MANAGEMENT,
          ServicePrincipal: "ssm.amazonaws.com",
        }),
      "ConstraintViolationException",
      /cannot register master account\/yourself/,
    ],
    [
      "services of an account that administers none",
      (client) => client.listDelegatedServicesForAccount({ AccountId: MEMBER }),
      "AccountNotRegisteredException",
      /not a registered delegated administrator/,
    ],
  ])("refuses %s", async (_what, call, name, message) => {
    world = await startAccounts(estateOf());
    await refused(call(organizations()), name, message);
  });

  it("lets a member administer a service that it trusts", async () => {
    world = await startAccounts(estateOf());
    const client = organizations();
    const ssm = { ServicePrincipal: "ssm.amazonaws.com" };
    const register = () => client.registerDelegatedAdministrator({ AccountId: MEMBER, ...ssm });
    await expect(register()).rejects.toMatchObject({ Reason: "SERVICE_ACCESS_NOT_ENABLED" });
    await client.enableAWSServiceAccess(ssm);
    await register();
    await refused(register(), "AccountAlreadyRegisteredException");
    expect((await client.listDelegatedAdministrators(ssm)).DelegatedAdministrators).toMatchObject([
      { Id: MEMBER, DelegationEnabledDate: expect.any(Date) },
    ]);
    const asked = { AccountId: MEMBER };
    expect((await client.listDelegatedServicesForAccount(asked)).DelegatedServices).toMatchObject([
      ssm,
    ]);
    expect(await listAccounts(world, MEMBER)).toHaveLength(3); // a delegated administrator may read
    await expect(client.removeAccountFromOrganization(asked)).rejects.toMatchObject({
      Reason: "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
    });
    await client.deregisterDelegatedAdministrator({ ...asked, ...ssm });
    expect((await client.listDelegatedAdministrators({})).DelegatedAdministrators).toEqual([]);
    await client.disableAWSServiceAccess(ssm);
    const { EnabledServicePrincipals } = await client.listAWSServiceAccessForOrganization({});
    expect(EnabledServicePrincipals).toEqual([]);
  });

  it("has policies, which are attached, listed both ways and tagged", async () => {
    world = await startAccounts(estateOf());
    const client = organizations();
    const Type = "SERVICE_CONTROL_POLICY" as const;
    const root = (await client.listRoots({})).Roots![0]!.Id!;
    await client.enablePolicyType({ RootId: root, PolicyType: Type });
    expect((await client.listRoots({})).Roots).toMatchObject([
      { PolicyTypes: [{ Type, Status: "ENABLED" }] },
    ]);
    const again = client.enablePolicyType({ RootId: root, PolicyType: Type });
    await refused(again, "PolicyTypeAlreadyEnabledException");
    const given = {
      Name: "NoLeaving",
      Description: "Nobody leaves",
      Type,
      Content: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
    };
    const { Policy } = await client.createPolicy(given);
    const PolicyId = Policy!.PolicySummary!.Id!;
    expect(Policy!.PolicySummary!.Arn).toMatch(
      /^arn:aws:organizations::222222222222:policy\/o-\w+\/service_control_policy\/p-\w{10}$/,
    );
    await refused(client.createPolicy(given), "DuplicatePolicyException");
    const odd = { ...given, Name: "Odd", Content: "{" };
    await refused(client.createPolicy(odd), "MalformedPolicyDocumentException");
    expect((await client.listPolicies({ Filter: Type })).Policies).toMatchObject([
      { Id: "p-FullAWSAccess", AwsManaged: true },
      { Id: PolicyId, AwsManaged: false },
    ]);
    await client.attachPolicy({ PolicyId, TargetId: MEMBER });
    const twice = client.attachPolicy({ PolicyId, TargetId: MEMBER });
    await refused(twice, "DuplicatePolicyAttachmentException");
    expect((await client.listTargetsForPolicy({ PolicyId })).Targets).toMatchObject([
      { TargetId: MEMBER, Type: "ACCOUNT" },
    ]);
    const asked = { TargetId: MEMBER, Filter: Type };
    expect((await client.listPoliciesForTarget(asked)).Policies).toHaveLength(2);
    await client.tagResource({ ResourceId: PolicyId, Tags: [{ Key: "k", Value: "v" }] });
    const updated = await client.updatePolicy({ PolicyId, Name: "Stay" });
    expect(updated.Policy!.PolicySummary).toMatchObject({
      Name: "Stay",
      Description: "Nobody leaves",
    });
    await refused(client.deletePolicy({ PolicyId }), "PolicyInUseException");
    await client.detachPolicy({ PolicyId, TargetId: MEMBER });
    await client.deletePolicy({ PolicyId });
    await refused(client.describePolicy({ PolicyId }), "PolicyNotFoundException");
    await refused(client.describePolicy({ PolicyId: "none" }), "InvalidInputException", /pattern/);
  });

  it("is left by a member, and never by its management account", async () => {
    world = await startAccounts(estateOf());
    await refused(organizations().leaveOrganization({}), "MasterCannotLeaveOrganizationException");
    await organizations(MEMBER).leaveOrganization({});
    await refused(organizations(MEMBER).leaveOrganization({}), "AWSOrganizationsNotInUseException");
  });
});
