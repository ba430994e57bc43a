// Security Hub with Organizations: the delegated administrator of each Region, and accounts that join.
import { Organizations } from "@aws-sdk/client-organizations";
import { afterEach, expect, it } from "vitest";
import {
  type AccountWorld,
  estateOf,
  HUB,
  MANAGEMENT,
  MEMBER,
  OTHER,
  startAccounts,
  TOKYO,
} from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const hub = (region = TOKYO) => world.securityHub(HUB, region);
const management = (region = TOKYO) => world.securityHub(MANAGEMENT, region);
const notAdministrator = {
  name: "InvalidAccessException",
  message: `Account ${HUB} is not an administrator for this organization`,
  $metadata: { httpStatusCode: 401 },
};

it("tells who is the delegated administrator, to the management account only, per Region", async () => {
  world = await startAccounts(estateOf());
  await expect(hub().describeOrganizationConfiguration({})).rejects.toMatchObject(notAdministrator);
  await expect(hub().listOrganizationAdminAccounts({})).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  expect((await management().listOrganizationAdminAccounts({})).AdminAccounts).toEqual([]);
  await management().enableOrganizationAdminAccount({ AdminAccountId: HUB });
  expect((await management().listOrganizationAdminAccounts({})).AdminAccounts).toEqual([
    { AccountId: HUB, Status: "ENABLED" },
  ]);
  expect((await management("us-east-1").listOrganizationAdminAccounts({})).AdminAccounts).toEqual(
    [],
  );
  await expect(
    management().enableOrganizationAdminAccount({ AdminAccountId: MEMBER }),
  ).rejects.toMatchObject({ name: "InvalidInputException" });
  await expect(hub().disableSecurityHub({})).rejects.toMatchObject({
    name: "InvalidInputException",
  });
  const { DelegatedAdministrators } = await world
    .as(Organizations, MANAGEMENT)
    .listDelegatedAdministrators({ ServicePrincipal: "securityhub.amazonaws.com" });
  expect(DelegatedAdministrators).toMatchObject([{ Id: HUB, State: "ACTIVE" }]);
  await management().disableOrganizationAdminAccount({ AdminAccountId: HUB });
  await expect(hub().describeOrganizationConfiguration({})).rejects.toMatchObject(notAdministrator);
});

it("turns invited members of the organization into organization members", async () => {
  world = await startAccounts(
    estateOf([
      { administrator: { account: HUB, regions: [TOKYO] } },
      { organization: false, administrator: { account: HUB, regions: [TOKYO] } },
    ]),
  );
  await management().enableOrganizationAdminAccount({ AdminAccountId: HUB });
  await expect(
    world.securityHub(MEMBER).disassociateFromAdministratorAccount({}),
  ).rejects.toMatchObject({ name: "InvalidInputException" });
  await world.securityHub(OTHER).disassociateFromAdministratorAccount({});
  await management().disableOrganizationAdminAccount({ AdminAccountId: HUB });
  await world.pass(5_000);
  const { Members } = await hub().listMembers({ OnlyAssociated: false });
  expect(Members).toMatchObject([
    { AccountId: MEMBER, MemberStatus: "Removed" },
    { AccountId: OTHER, MemberStatus: "Resigned" },
  ]);
});

it("enables accounts that join, where the administrator wants it, and not those from before", async () => {
  world = await startAccounts(estateOf([{}], { delegatedAdministrator: true }));
  expect(await hub().describeOrganizationConfiguration({})).toMatchObject({
    AutoEnable: false,
    OrganizationConfiguration: { ConfigurationType: "LOCAL" },
  });
  await hub().updateOrganizationConfiguration({ AutoEnable: true, AutoEnableStandards: "NONE" });
  const organizations = world.as(Organizations, MANAGEMENT);
  const { CreateAccountStatus } = await organizations.createAccount({
    AccountName: "New",
    Email: "new@example.com",
  });
  await world.pass(65_000);
  const { CreateAccountStatus: ended } = await organizations.describeCreateAccountStatus({
    CreateAccountRequestId: CreateAccountStatus!.Id,
  });
  const AccountId = ended!.AccountId!;
  await world.pass(5_000);
  expect((await hub().listMembers({})).Members).toMatchObject([
    { AccountId, MemberStatus: "Enabled" },
  ]);
  const { StandardsSubscriptions } = await world.securityHub(AccountId).getEnabledStandards({});
  expect(StandardsSubscriptions).toEqual([]);
  expect((await hub("us-east-1").listMembers({})).Members).toEqual([]);
});

it("forces automatic enabling off under central configuration", async () => {
  world = await startAccounts(estateOf([{}], { delegatedAdministrator: true }));
  const OrganizationConfiguration = { ConfigurationType: "CENTRAL" } as const;
  await expect(
    hub().updateOrganizationConfiguration({ AutoEnable: true, OrganizationConfiguration }),
  ).rejects.toMatchObject({ name: "InvalidInputException" });
  await hub().updateOrganizationConfiguration({ AutoEnable: false, OrganizationConfiguration });
  expect(await hub().describeOrganizationConfiguration({})).toMatchObject({
    AutoEnable: false,
    AutoEnableStandards: "NONE",
    OrganizationConfiguration,
  });
  await expect(hub().updateOrganizationConfiguration({ AutoEnable: true })).rejects.toMatchObject({
    name: "InvalidInputException",
  });
});

it("does not invite accounts of an organization that has a delegated administrator", async () => {
  world = await startAccounts(estateOf([{}, {}], { delegatedAdministrator: true }));
  const other = world.securityHub(OTHER);
  await other.enableSecurityHub({ EnableDefaultStandards: false });
  await other.createMembers({ AccountDetails: [{ AccountId: MEMBER }] });
  const { UnprocessedAccounts } = await other.inviteMembers({ AccountIds: [MEMBER] });
  expect(UnprocessedAccounts).toMatchObject([{ AccountId: MEMBER }]);
});
