// Calls that other people's scripts make on their way: GuardDuty's members, the tree of an organization,
// what AWS Config delivers, and questions that the sandbox has no answer to.
import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
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
} from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const detectorIn = async (who: string) => {
  const guardDuty = world.as(GuardDuty, who);
  const { DetectorId } = await guardDuty.createDetector({ Enable: true });
  return { guardDuty, DetectorId: DetectorId! };
};

it("joins an account to GuardDuty by the older names, and lets it leave by the newer", async () => {
  world = await startAccounts();
  const [hub, member] = [await detectorIn(HUB), await detectorIn(MEMBER)];
  const { DetectorId } = hub;
  const created = await hub.guardDuty.createMembers({
    DetectorId,
    AccountDetails: [
      { AccountId: MEMBER, Email: "owner@example.com" },
      { AccountId: HUB, Email: "hub@example.com" },
    ],
  });
  expect(created.UnprocessedAccounts).toMatchObject([{ AccountId: HUB }]);
  const invited = await hub.guardDuty.inviteMembers({ DetectorId, AccountIds: [MEMBER, OTHER] });
  expect(invited.UnprocessedAccounts).toMatchObject([{ AccountId: OTHER }]);

  expect((await member.guardDuty.listInvitations({})).Invitations).toEqual([]); // not there yet
  await world.pass(10_000);
  const [invitation] = (await member.guardDuty.listInvitations({})).Invitations!;
  const accept = (InvitationId: string) =>
    member.guardDuty.acceptInvitation({
      DetectorId: member.DetectorId,
      MasterId: HUB,
      InvitationId,
    });
  await expect(accept("another")).rejects.toMatchObject({ name: "BadRequestException" });
  await accept(invitation!.InvitationId!);
  const master = await member.guardDuty.getMasterAccount({ DetectorId: member.DetectorId });
  expect(master.Master).toMatchObject({ AccountId: HUB, RelationshipStatus: "Enabled" });
  const statuses = async (OnlyAssociated: string) =>
    (await hub.guardDuty.listMembers({ DetectorId, OnlyAssociated })).Members!.map(
      ({ AccountId, RelationshipStatus }) => [AccountId, RelationshipStatus],
    );
  expect(await statuses("true")).toEqual([[MEMBER, "Enabled"]]);

  await member.guardDuty.disassociateFromAdministratorAccount({ DetectorId: member.DetectorId });
  expect(await statuses("true")).toEqual([]);
  expect(await statuses("false")).toEqual([[MEMBER, "Resigned"]]);
  await hub.guardDuty.deleteMembers({ DetectorId, AccountIds: [MEMBER] });
  expect(await statuses("false")).toEqual([]);
});

it("walks an organization from its root", async () => {
  world = await startAccounts(estateOf([{}, {}]));
  const organizations = world.as(Organizations, MANAGEMENT);
  const ParentId = (await organizations.listRoots({})).Roots![0]!.Id!;
  const unit = "ou-abcd-12345678";
  await organizations.moveAccount({
    AccountId: OTHER,
    SourceParentId: ParentId,
    DestinationParentId: unit,
  });
  const accountsIn = async (parent: string) =>
    (await organizations.listAccountsForParent({ ParentId: parent })).Accounts!.map(({ Id }) => Id);
  expect((await accountsIn(ParentId)).sort()).toEqual([HUB, MANAGEMENT, MEMBER].sort());
  expect(await accountsIn(unit)).toEqual([OTHER]);
  const units = await organizations.listOrganizationalUnitsForParent({ ParentId });
  expect(units.OrganizationalUnits).toMatchObject([{ Id: unit }]);
  const children = await organizations.listChildren({ ParentId: unit, ChildType: "ACCOUNT" });
  expect(children.Children).toEqual([{ Id: OTHER, Type: "ACCOUNT" }]);
  await expect(accountsIn("ou-abcd-99999999")).rejects.toMatchObject({
    name: "ParentNotFoundException",
  });
});

it("tells what Config delivers, and that an account has no alias", async () => {
  world = await startAccounts();
  const config = world.as(ConfigService, MEMBER);
  expect((await config.describeDeliveryChannelStatus({})).DeliveryChannelsStatus).toEqual([]);
  await config.putConfigurationRecorder({
    ConfigurationRecorder: { name: "default", roleARN: `arn:aws:iam::${MEMBER}:role/Config` },
  });
  await config.putDeliveryChannel({ DeliveryChannel: { name: "default", s3BucketName: "any" } });
  expect((await config.describeDeliveryChannelStatus({})).DeliveryChannelsStatus).toEqual([
    { name: "default" },
  ]);
  expect((await world.as(IAM, MEMBER).listAccountAliases({})).AccountAliases).toEqual([]);
});

it("says that an operation of EC2 is not emulated, rather than that there is none", async () => {
  world = await startAccounts();
  await expect(world.as(EC2, MEMBER).describeVpcs({})).rejects.toMatchObject({
    name: "NotImplemented",
    message: "not emulated: ec2:DescribeVpcs",
  });
});

it("keeps what a detector watches, by features and by the older data sources", async () => {
  world = await startAccounts();
  const guardDuty = world.as(GuardDuty, HUB);
  const DataSources = { S3Logs: { Enable: false } };
  const both = { Enable: true, DataSources, Features: [{ Name: "RDS_LOGIN_EVENTS" as const }] };
  await expect(guardDuty.createDetector(both)).rejects.toMatchObject({
    name: "BadRequestException",
    message: expect.stringContaining("both data sources and features were provided"),
  });
  const { DetectorId } = await guardDuty.createDetector({
    Enable: true,
    FindingPublishingFrequency: "ONE_HOUR",
    DataSources,
    Tags: { team: "a" },
  });
  await guardDuty.updateDetector({
    DetectorId,
    Features: [
      {
        Name: "RUNTIME_MONITORING",
        Status: "ENABLED",
        AdditionalConfiguration: [{ Name: "EC2_AGENT_MANAGEMENT", Status: "ENABLED" }],
      },
    ],
  });
  const read = await guardDuty.getDetector({ DetectorId });
  expect(read).toMatchObject({
    Status: "ENABLED",
    FindingPublishingFrequency: "ONE_HOUR",
    Tags: { team: "a" },
    DataSources: {
      CloudTrail: { Status: "ENABLED" },
      S3Logs: { Status: "DISABLED" },
      Kubernetes: { AuditLogs: { Status: "ENABLED" } },
    },
  });
  const runtime = read.Features!.find(({ Name }) => Name === "RUNTIME_MONITORING");
  expect(runtime).toMatchObject({ Status: "ENABLED" });
  expect(runtime!.AdditionalConfiguration).toContainEqual(
    expect.objectContaining({ Name: "EC2_AGENT_MANAGEMENT", Status: "ENABLED" }),
  );
  const ResourceArn = `arn:aws:guardduty:ap-northeast-1:${HUB}:detector/${DetectorId}`;
  await guardDuty.tagResource({ ResourceArn, Tags: { stage: "b" } });
  await guardDuty.untagResource({ ResourceArn, TagKeys: ["team"] });
  expect((await guardDuty.listTagsForResource({ ResourceArn })).Tags).toEqual({ stage: "b" });
  const wrong = { name: "BadRequestException", message: expect.stringContaining("out-of-range") };
  const often = { DetectorId, FindingPublishingFrequency: "DAILY" as never };
  await expect(guardDuty.updateDetector(often)).rejects.toMatchObject(wrong);
  await expect(guardDuty.listDetectors({ MaxResults: 51 })).rejects.toMatchObject(wrong);
});

it("takes an organization's accounts into GuardDuty as its administrator wants", async () => {
  world = await startAccounts(estateOf([{}]));
  const management = world.as(GuardDuty, MANAGEMENT);
  const { guardDuty, DetectorId } = await detectorIn(HUB);
  const asked = guardDuty.describeOrganizationConfiguration({ DetectorId });
  await expect(asked).rejects.toMatchObject({ name: "BadRequestException" });
  await management.enableOrganizationAdminAccount({ AdminAccountId: HUB });
  await guardDuty.updateOrganizationConfiguration({
    DetectorId,
    AutoEnableOrganizationMembers: "ALL",
    Features: [{ Name: "RUNTIME_MONITORING", AutoEnable: "NEW" }],
  });
  expect(await guardDuty.describeOrganizationConfiguration({ DetectorId })).toMatchObject({
    AutoEnable: true,
    AutoEnableOrganizationMembers: "ALL",
    Features: [{ Name: "RUNTIME_MONITORING", AutoEnable: "NEW" }],
  });
  const { Members } = await guardDuty.listMembers({ DetectorId });
  expect(Members!.map(({ AccountId }) => AccountId).sort()).toEqual([MANAGEMENT, MEMBER]);
  const member = world.as(GuardDuty, MEMBER);
  const [own] = (await member.listDetectors({})).DetectorIds!;
  const { Features } = await member.getDetector({ DetectorId: own });
  expect(Features).toContainEqual(
    expect.objectContaining({ Name: "RUNTIME_MONITORING", Status: "ENABLED" }),
  );
  await management.disableOrganizationAdminAccount({ AdminAccountId: HUB });
  expect((await management.listOrganizationAdminAccounts({})).AdminAccounts).toEqual([]);
});
