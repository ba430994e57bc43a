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
