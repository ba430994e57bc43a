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
