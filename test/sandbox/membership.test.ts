// The membership of one account by invitation, call by call: a row for each line of AWS's documents, with
// its source.
import { Account } from "@aws-sdk/client-account";
import { afterEach, describe, expect, it } from "vitest";
import { estateOf, HONG_KONG, HUB, MEMBER } from "./account-world.ts";
import {
  accept,
  begin,
  calls,
  create,
  go,
  invitation,
  member,
  path,
  type Row,
  statusOf,
  world,
} from "./membership-calls.ts";

afterEach(() => world.stop());

const byInvitation: Row[] = [
  { from: "Absent", call: "CreateMembers", to: "Created", source: "doc" },
  {
    from: "Created",
    call: "CreateMembers",
    to: "Created",
    refused: "already a member",
    source: "observed",
  },
  {
    from: "Absent",
    call: "InviteMembers",
    to: "Absent",
    refused: "not a member",
    source: "assumed",
  },
  { from: "Created", call: "InviteMembers", to: "Invited", source: "doc" },
  { from: "Removed", call: "InviteMembers", to: "Invited", source: "doc" },
  { from: "Resigned", call: "InviteMembers", to: "Invited", source: "assumed" },
  {
    from: "Enabled",
    call: "InviteMembers",
    to: "Enabled",
    refused: "already a member",
    source: "assumed",
  },
  { from: "Invited", call: "AcceptAdministratorInvitation", to: "Enabled", source: "doc" },
  { from: "Resigned", call: "AcceptAdministratorInvitation", to: "Enabled", source: "doc" },
  {
    from: "Created",
    call: "AcceptAdministratorInvitation",
    to: "Created",
    refused: "ResourceNotFoundException",
    source: "assumed",
  },
  {
    from: "Removed",
    call: "AcceptAdministratorInvitation",
    to: "Removed",
    refused: "ResourceNotFoundException",
    source: "assumed",
  },
  {
    from: "Enabled",
    call: "AcceptAdministratorInvitation",
    to: "Enabled",
    refused: "InvalidInputException",
    source: "assumed",
  },
  { from: "Invited", call: "DeclineInvitations", to: "Resigned", source: "doc" },
  { from: "Invited", call: "DeleteInvitations", to: "Invited", source: "assumed" },
  { from: "Enabled", call: "DisassociateFromAdministratorAccount", to: "Resigned", source: "doc" },
  {
    from: "Created",
    call: "DisassociateFromAdministratorAccount",
    to: "Created",
    refused: "ResourceNotFoundException",
    source: "assumed",
  },
  { from: "Enabled", call: "DisassociateMembers", to: "Removed", source: "doc" },
  { from: "Invited", call: "DisassociateMembers", to: "Removed", source: "assumed" },
  { from: "Created", call: "DisassociateMembers", to: "Created", source: "assumed" },
  {
    from: "Enabled",
    call: "DeleteMembers",
    to: "Enabled",
    refused: "Disassociate",
    source: "observed",
  },
  { from: "Created", call: "DeleteMembers", to: "Absent", source: "assumed" },
  { from: "Invited", call: "DeleteMembers", to: "Absent", source: "assumed" },
  { from: "Removed", call: "DeleteMembers", to: "Absent", source: "doc" },
  { from: "Resigned", call: "DeleteMembers", to: "Absent", source: "doc" },
  {
    from: "Absent",
    call: "DeleteMembers",
    to: "Absent",
    refused: "not a member",
    source: "assumed",
  },
  {
    from: "Enabled",
    call: "DisableSecurityHub",
    to: "Enabled",
    refused: "InvalidInputException",
    source: "doc-2023",
  },
];

describe("by invitation", () => {
  it.each(byInvitation)("$from: $call -> $to [$source]", async (row) => {
    await begin(estateOf());
    await member().enableSecurityHub({ EnableDefaultStandards: false });
    await go(row, path[row.from]);
  });

  it("refuses to accept in an account without Security Hub, and takes the invitation later [doc]", async () => {
    await begin(estateOf());
    await create();
    await calls.InviteMembers();
    const error = { name: "InvalidAccessException" };
    await expect(calls.DeclineInvitations()).rejects.toMatchObject(error);
    await expect(
      member().acceptInvitation({ MasterId: HUB, InvitationId: "0".repeat(32) }),
    ).rejects.toMatchObject(error);
    await member().enableSecurityHub({ EnableDefaultStandards: false });
    await accept();
    expect(await statusOf()).toBe("Enabled");
    const { Administrator } = await member().getAdministratorAccount({});
    expect(Administrator).toMatchObject({ AccountId: HUB, MemberStatus: "Enabled" });
  });

  it("ends the relation when a member disables Security Hub, if the API reference is right [doc]", async () => {
    await begin(estateOf(), {
      faults: { assumptions: { "disable-refuses-members": false } },
    });
    await member().enableSecurityHub({ EnableDefaultStandards: false });
    for (const step of path.Enabled) await calls[step]();
    await calls.DisableSecurityHub();
    expect(await statusOf()).toBe("Resigned");
  });

  it("answers 404 for an unknown member's invitation, if that is what AWS does [assumed]", async () => {
    await begin(estateOf(), {
      faults: { assumptions: { "invite-unknown-is-an-entry": false } },
    });
    await expect(calls.InviteMembers()).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("takes a declined invitation away, if that is what AWS does [assumed]", async () => {
    await begin(estateOf(), {
      faults: { assumptions: { "declined-invitation-stays": false } },
    });
    await member().enableSecurityHub({ EnableDefaultStandards: false });
    for (const step of path.Invited) await calls[step]();
    await calls.DeclineInvitations();
    expect(await invitation()).toBeUndefined();
    expect(await statusOf()).toBe("Resigned");
  });

  it("keeps a declined invitation, so that it can be accepted [doc]", async () => {
    await begin(estateOf());
    await member().enableSecurityHub({ EnableDefaultStandards: false });
    for (const step of path.Invited) await calls[step]();
    await calls.DeclineInvitations();
    expect(await invitation()).toMatchObject({ AccountId: HUB, MemberStatus: "Resigned" });
    await accept();
    expect(await statusOf()).toBe("Enabled");
  });
});

it("keeps the row of a member that switches the Region off [assumed]", async () => {
  await begin(
    estateOf([{ regions: [HONG_KONG], administrator: { account: HUB, regions: [HONG_KONG] } }], {
      regions: [HONG_KONG],
    }),
  );
  await world.as(Account, MEMBER).disableRegion({ RegionName: HONG_KONG });
  await world.pass(60_000);
  const { Members } = await world.securityHub(HUB, HONG_KONG).listMembers({});
  expect(Members).toMatchObject([{ AccountId: MEMBER, MemberStatus: "Enabled" }]);
  await expect(world.securityHub(MEMBER, HONG_KONG).describeHub({})).rejects.toMatchObject({
    name: "UnrecognizedClientException",
  });
});
