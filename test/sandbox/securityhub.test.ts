// Security Hub beside the table of membership: listings and their lag, invitations on their way, quotas,
// batches, both names of renamed operations, standards, and the errors of §6.
import { afterEach, describe, expect, it } from "vitest";
import {
  type AccountWorld,
  estateOf,
  HONG_KONG,
  HUB,
  MEMBER,
  STRANGER,
  startAccounts,
  TOKYO,
} from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const ids = (count: number, from = 500_000_000_000) =>
  Array.from({ length: count }, (_, at) => String(from + at));
const details = (accounts: string[]) => ({
  AccountDetails: accounts.map((AccountId) => ({ AccountId, Email: `a${AccountId}@example.com` })),
});

/** Creates members, 50 a call. */
async function createAll(accounts: string[], region = TOKYO) {
  for (let at = 0; at < accounts.length; at += 50)
    await world.securityHub(HUB, region).createMembers(details(accounts.slice(at, at + 50)));
}

async function everyPage(input: { MaxResults?: number; OnlyAssociated?: boolean } = {}) {
  const pages: string[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await world
      .securityHub(HUB)
      .listMembers({ OnlyAssociated: false, ...input, NextToken });
    pages.push(page.Members!.map(({ AccountId }) => AccountId!));
    NextToken = page.NextToken;
  } while (NextToken);
  return pages;
}

describe("ListMembers", () => {
  it("gives pages of 50 in the order of creation, each member once", async () => {
    world = await startAccounts(estateOf());
    await createAll(ids(120));
    await world.pass(5_000);
    const pages = await everyPage();
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(pages.flat()).toEqual(ids(120));
    expect(await everyPage({ MaxResults: 7 })).toHaveLength(18);
  });

  it("keeps its place while members before it are deleted", async () => {
    world = await startAccounts(estateOf());
    await createAll(ids(60));
    await world.pass(5_000);
    const first = await world.securityHub(HUB).listMembers({ OnlyAssociated: false });
    await world.securityHub(HUB).deleteMembers({ AccountIds: ids(10) });
    await world.pass(5_000);
    const second = await world
      .securityHub(HUB)
      .listMembers({ OnlyAssociated: false, NextToken: first.NextToken });
    expect(second.Members!.map(({ AccountId }) => AccountId)).toEqual(ids(60).slice(50));
  });

  it("shows enabled members only, unless it is told otherwise", async () => {
    world = await startAccounts(estateOf([{ administrator: { account: HUB, regions: [TOKYO] } }]));
    await createAll(ids(3));
    await world.pass(5_000);
    const hub = world.securityHub(HUB);
    expect((await hub.listMembers({})).Members).toMatchObject([{ AccountId: MEMBER }]);
    expect((await hub.listMembers({ OnlyAssociated: true })).Members).toHaveLength(1);
    expect((await hub.listMembers({ OnlyAssociated: false })).Members).toHaveLength(4);
  });

  it("names the administrator in the old field and the new one", async () => {
    world = await startAccounts(estateOf());
    await createAll([MEMBER]);
    await world.pass(5_000);
    const { Members } = await world.securityHub(HUB).getMembers({ AccountIds: [MEMBER] });
    expect(Members).toMatchObject([
      {
        MasterId: HUB,
        AdministratorId: HUB,
        Email: `a${MEMBER}@example.com`,
        MemberStatus: "Created",
      },
    ]);
    expect(Members![0]!.UpdatedAt).toBeInstanceOf(Date);
    expect(Members![0]).not.toHaveProperty("InvitedAt");
  });

  it("refuses a token that it did not make, and a page of 101", async () => {
    world = await startAccounts(estateOf());
    const hub = world.securityHub(HUB);
    const error = { name: "InvalidInputException" };
    await expect(hub.listMembers({ NextToken: "made-up" })).rejects.toMatchObject(error);
    await expect(hub.listMembers({ MaxResults: 101 })).rejects.toMatchObject(error);
  });
});

it("lets listings lag, but not after five seconds, while commands see the truth", async () => {
  world = await startAccounts(estateOf());
  world.world.random = () => 0.99; // the longest lag, 1.98 s
  const hub = world.securityHub(HUB);
  await createAll([MEMBER]);
  const asked = { AccountIds: [MEMBER] };
  expect((await hub.listMembers({ OnlyAssociated: false })).Members).toEqual([]);
  expect((await hub.getMembers(asked)).Members).toMatchObject([{ MemberStatus: "Created" }]);
  expect((await hub.inviteMembers(asked)).UnprocessedAccounts).toEqual([]);
  await world.pass(2_000);
  expect((await hub.getMembers(asked)).Members).toMatchObject([{ MemberStatus: "Invited" }]);
});

describe("invitations", () => {
  it("take two to six seconds to reach the member", async () => {
    world = await startAccounts(estateOf());
    const member = world.securityHub(MEMBER);
    await member.enableSecurityHub({ EnableDefaultStandards: false });
    await createAll([MEMBER]);
    world.world.random = () => 0; // the shortest: 2 s
    await world.securityHub(HUB).inviteMembers({ AccountIds: [MEMBER] });
    expect((await member.listInvitations({})).Invitations).toEqual([]);
    expect((await member.getInvitationsCount({})).InvitationsCount).toBe(0);
    await world.pass(2_000);
    const { Invitations } = await member.listInvitations({});
    expect(Invitations).toMatchObject([{ AccountId: HUB, MemberStatus: "Invited" }]);
    expect(Invitations![0]!.InvitationId).toMatch(/^[0-9a-f]{32}$/);
    expect((await member.getInvitationsCount({})).InvitationsCount).toBe(1);
  });

  it("come from several administrators, and one of them can be accepted", async () => {
    world = await startAccounts(estateOf([{}, {}]));
    const [, other] = ["333333333333", "444444444444"];
    const member = world.securityHub(MEMBER);
    for (const account of [MEMBER, other!])
      await world.securityHub(account).enableSecurityHub({ EnableDefaultStandards: false });
    for (const account of [HUB, other!]) {
      await world.securityHub(account).createMembers(details([MEMBER]));
      await world.securityHub(account).inviteMembers({ AccountIds: [MEMBER] });
    }
    await world.pass(6_000);
    const { Invitations } = await member.listInvitations({});
    expect(Invitations!.map(({ AccountId }) => AccountId)).toEqual([HUB, other]);
    const [mine, theirs] = Invitations!;
    const wrong = { AdministratorId: HUB, InvitationId: theirs!.InvitationId };
    await expect(member.acceptAdministratorInvitation(wrong)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    // Both names of each renamed operation do the same.
    await member.acceptInvitation({ MasterId: HUB, InvitationId: mine!.InvitationId });
    expect((await member.getMasterAccount({})).Master).toMatchObject({ AccountId: HUB });
    expect((await member.getAdministratorAccount({})).Administrator).toMatchObject({
      AccountId: HUB,
      InvitationId: mine!.InvitationId,
      MemberStatus: "Enabled",
    });
    expect((await member.listInvitations({})).Invitations).toMatchObject([{ AccountId: other }]);
    await member.disassociateFromMasterAccount({});
    expect(await member.getMasterAccount({})).not.toHaveProperty("Master");
  });

  it("are limited to 1,000 open ones for a hub and Region, and answers make room", async () => {
    world = await startAccounts(estateOf());
    const everybody = [...ids(1_000), MEMBER];
    await createAll(everybody);
    const hub = world.securityHub(HUB);
    for (let at = 0; at < 1_000; at += 50)
      await hub.inviteMembers({ AccountIds: everybody.slice(at, at + 50) });
    const quota = { name: "LimitExceededException", $metadata: { httpStatusCode: 429 } };
    await expect(hub.inviteMembers({ AccountIds: [MEMBER] })).rejects.toMatchObject(quota);
    // Inviting again what is invited needs no room, and other Regions have their own.
    await hub.inviteMembers({ AccountIds: ids(50) });
    await createAll([MEMBER], "us-east-1");
    await world.securityHub(HUB, "us-east-1").inviteMembers({ AccountIds: [MEMBER] });
    await hub.disassociateMembers({ AccountIds: ids(1) });
    await hub.inviteMembers({ AccountIds: [MEMBER] });
    await world.pass(5_000);
    const { Members } = await hub.getMembers({ AccountIds: [MEMBER] });
    expect(Members).toMatchObject([{ MemberStatus: "Invited" }]);
  });
});

it("creates the first 50 of a batch and names the others [observed]", async () => {
  world = await startAccounts(estateOf());
  const hub = world.securityHub(HUB);
  const { UnprocessedAccounts } = await hub.createMembers(details(ids(52)));
  expect(UnprocessedAccounts).toEqual(
    ids(52)
      .slice(50)
      .map((AccountId) => ({ AccountId, ProcessingResult: "Maximum number of results exceeded" })),
  );
  for (const wrong of [[], ["12345"]])
    await expect(hub.createMembers(details(wrong))).rejects.toMatchObject({
      name: "InvalidInputException",
      $metadata: { httpStatusCode: 400 },
    });
});

describe("the hub of an account", () => {
  it("is off at first, on once, and describes itself", async () => {
    world = await startAccounts(estateOf());
    const member = world.securityHub(MEMBER);
    const off = {
      name: "InvalidAccessException",
      message: `Account ${MEMBER} is not subscribed to AWS Security Hub`,
      $metadata: { httpStatusCode: 401 },
    };
    await expect(member.describeHub({})).rejects.toMatchObject(off);
    await expect(member.listInvitations({})).rejects.toMatchObject(off);
    await expect(member.disableSecurityHub({})).rejects.toMatchObject(off);
    await member.enableSecurityHub({ ControlFindingGenerator: "STANDARD_CONTROL" });
    await expect(member.enableSecurityHub({})).rejects.toMatchObject({
      name: "ResourceConflictException",
      $metadata: { httpStatusCode: 409 },
    });
    expect(await member.describeHub({})).toMatchObject({
      HubArn: `arn:aws:securityhub:${TOKYO}:${MEMBER}:hub/default`,
      ControlFindingGenerator: "STANDARD_CONTROL",
      AutoEnableControls: true,
    });
    await member.updateSecurityHubConfiguration({ AutoEnableControls: false });
    expect(await member.describeHub({})).toMatchObject({ AutoEnableControls: false });
    // Another Region of the same account is another hub.
    await expect(world.securityHub(MEMBER, "us-east-1").describeHub({})).rejects.toMatchObject(off);
    await member.disableSecurityHub({});
    await expect(member.describeHub({})).rejects.toMatchObject(off);
  });

  it("cannot go while it administers, and its controls lead its members'", async () => {
    world = await startAccounts(estateOf([{ administrator: { account: HUB, regions: [TOKYO] } }]));
    const hub = world.securityHub(HUB);
    await expect(hub.disableSecurityHub({})).rejects.toMatchObject({
      name: "InvalidInputException",
      message: "Cannot disable Security Hub on the Security Hub administrator",
    });
    await hub.updateSecurityHubConfiguration({ ControlFindingGenerator: "STANDARD_CONTROL" });
    expect(await world.securityHub(MEMBER).describeHub({})).toMatchObject({
      ControlFindingGenerator: "STANDARD_CONTROL",
    });
    await hub.disassociateMembers({ AccountIds: [MEMBER] });
    await hub.disableSecurityHub({});
    expect((await world.securityHub(MEMBER).describeHub({})).HubArn).toContain(MEMBER);
  });

  it("is not reached in a Region that is off, nor by an unknown account", async () => {
    world = await startAccounts(estateOf([{ regions: [TOKYO] }]));
    const unknown = { name: "UnrecognizedClientException", $metadata: { httpStatusCode: 403 } };
    for (const [account, region] of [
      [MEMBER, HONG_KONG],
      [MEMBER, "us-east-1"],
      [STRANGER, TOKYO],
    ] as const)
      await expect(world.securityHub(account, region).describeHub({})).rejects.toMatchObject(
        unknown,
      );
  });
});

it("turns standards on, tells how far they are, and off again", async () => {
  world = await startAccounts(estateOf());
  const member = world.securityHub(MEMBER);
  await member.enableSecurityHub({});
  expect((await member.getEnabledStandards({})).StandardsSubscriptions).toMatchObject([
    { StandardsStatus: "PENDING" },
    { StandardsArn: "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0" },
  ]);
  const StandardsArn = `arn:aws:securityhub:${TOKYO}::standards/nist-800-53/v/5.0.0`;
  const { Standards } = await member.describeStandards({});
  expect(Standards!.map((one) => one.StandardsArn)).toContain(StandardsArn);
  await member.batchEnableStandards({ StandardsSubscriptionRequests: [{ StandardsArn }] });
  await world.pass(10_000);
  const arn = `arn:aws:securityhub:${TOKYO}:${MEMBER}:subscription/nist-800-53/v/5.0.0`;
  const own = { StandardsSubscriptionArns: [arn] };
  const ready = await member.getEnabledStandards(own);
  expect(ready.StandardsSubscriptions).toMatchObject([{ StandardsArn, StandardsStatus: "READY" }]);
  const leaving = await member.batchDisableStandards(own);
  expect(leaving.StandardsSubscriptions).toMatchObject([{ StandardsStatus: "DELETING" }]);
  await world.pass(10_000);
  expect((await member.getEnabledStandards({})).StandardsSubscriptions).toHaveLength(2);
  await expect(
    member.batchEnableStandards({ StandardsSubscriptionRequests: [] }),
  ).rejects.toMatchObject({ name: "InvalidInputException" });
});

it("answers a throttle as 429, in each account and Region apart", async () => {
  world = await startAccounts(estateOf(), { limited: true });
  const hub = world.securityHub(HUB);
  // 30 at once and 10 a second: 200 calls would have to take 17 seconds to pass.
  await expect(
    Promise.all(Array.from({ length: 200 }, () => hub.describeHub({}))),
  ).rejects.toMatchObject({
    name: "TooManyRequestsException",
    $metadata: { httpStatusCode: 429 },
  });
  expect(await world.securityHub(HUB, "us-east-1").describeHub({})).toHaveProperty("HubArn");
});
