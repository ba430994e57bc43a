// Each guess turned round: what AWS may do as well, through the clients that meet it. A guess of which the opposite is
// tried beside its rule (membership.test.ts) is not here again.
import { Account } from "@aws-sdk/client-account";
import { Organizations } from "@aws-sdk/client-organizations";
import type { SecurityHub } from "@aws-sdk/client-securityhub";
import { afterEach, expect, it } from "vitest";
import type { AssumptionName } from "../../packages/sandbox/src/faults/assumptions.ts";
import { estateOf, HUB, MANAGEMENT, MEMBER, OTHER, TOKYO } from "./account-world.ts";
import {
  begin,
  calls,
  create,
  hub,
  invitation,
  member,
  path,
  statusOf,
  world,
} from "./membership-calls.ts";
import { start } from "./slack-client.ts";

afterEach(() => world?.stop());

const other = (name: AssumptionName, estate = estateOf(), more: { limited?: boolean } = {}) =>
  begin(estate, { ...more, faults: { assumptions: { [name]: false } } });
const go = async (steps: (keyof typeof calls)[]) => {
  await member().enableSecurityHub({ EnableDefaultStandards: false });
  for (const step of steps) await calls[step]();
};
const delegated = () => estateOf([{}], { delegatedAdministrator: true });
const error = (call: Promise<unknown>) =>
  call.then(
    () => "none",
    ({ name }) => name,
  );

it("makes a new id for an invitation that is sent again", async () => {
  await other("invitation-keeps-its-id");
  await go(path.Invited);
  const first = (await invitation())!.InvitationId!;
  await calls.InviteMembers();
  const second = (await invitation())!.InvitationId!;
  expect(second).not.toBe(first);
  const old = { AdministratorId: HUB, InvitationId: first };
  expect(await error(member().acceptAdministratorInvitation(old))).toBe(
    "ResourceNotFoundException",
  );
});

it("names an impossible id in a 200, and creates the others", async () => {
  await other("impossible-id-refuses-the-call");
  const AccountDetails = [{ AccountId: "x" }, { AccountId: MEMBER }];
  const { UnprocessedAccounts } = await hub().createMembers({ AccountDetails });
  expect(UnprocessedAccounts).toMatchObject([{ AccountId: "x" }]);
  expect(await statusOf()).toBe("Created");
});

it("refuses the whole call for an account of another administrator", async () => {
  const taken = { administrator: { account: OTHER, regions: [TOKYO] } };
  await other("refused-account-is-an-entry", estateOf([taken]));
  expect(await error(create())).toBe("ResourceConflictException");
});

it("invites those that fit below the limit of open invitations", async () => {
  await begin(undefined, {
    faults: { assumptions: { "invitation-limit-refuses-the-call": false } },
  });
  await hub().enableSecurityHub({ EnableDefaultStandards: false });
  const everybody = Array.from({ length: 1_001 }, (_, at) => String(700_000_000_000 + at));
  for (let at = 0; at < everybody.length; at += 50)
    await hub().createMembers({
      AccountDetails: everybody.slice(at, at + 50).map((AccountId) => ({ AccountId })),
    });
  for (let at = 0; at < 950; at += 50)
    await hub().inviteMembers({ AccountIds: everybody.slice(at, at + 50) });
  const { UnprocessedAccounts } = await hub().inviteMembers({ AccountIds: everybody.slice(950) });
  expect(UnprocessedAccounts?.map(({ AccountId }) => AccountId)).toEqual([everybody.at(-1)]);
});

it("answers 404 when it is asked for a member that it does not have", async () => {
  await other("get-unknown-is-an-entry");
  expect(await error(hub().getMembers({ AccountIds: [MEMBER] }))).toBe("ResourceNotFoundException");
});

it("shows a member that was asked for as late as a listing does", async () => {
  await other("get-members-is-fresh");
  world!.world.random = () => 1; // every delay at its longest
  await go(path.Invited);
  const asked = async () => {
    const { Members } = await hub().getMembers({ AccountIds: [MEMBER] });
    return Members!.map((one) => one.MemberStatus);
  };
  expect(await asked()).not.toEqual(["Invited"]);
  await world!.pass(3_000);
  expect(await asked()).toEqual(["Invited"]);
});

it("leaves an open invitation alone when it disassociates", async () => {
  await other("disassociate-takes-back");
  await go([...path.Invited, "DisassociateMembers"]);
  expect(await statusOf()).toBe("Invited");
  expect(await invitation()).toBeDefined();
});

it("leaves the invitation of a deleted row with the member, who cannot accept it", async () => {
  await other("delete-takes-the-invitation");
  await go([...path.Invited, "DeleteMembers"]);
  const { InvitationId } = (await invitation())!;
  const accepted = member().acceptAdministratorInvitation({ AdministratorId: HUB, InvitationId });
  expect(await error(accepted)).toBe("ResourceNotFoundException");
});

it("lists the invitation that was accepted", async () => {
  await other("accepted-invitation-is-hidden");
  await go(path.Enabled);
  expect(await invitation()).toMatchObject({ MemberStatus: "Enabled" });
});

it("shows the administrator that an invitation was deleted", async () => {
  await other("delete-invitation-keeps-the-row");
  await go([...path.Invited, "DeleteInvitations"]);
  expect(await statusOf()).toBe("Resigned");
});

it("leaves its members to an administrator who is one no longer", async () => {
  await other("delegate-takes-its-members-along", delegated());
  await create();
  const management = world.securityHub(MANAGEMENT);
  await management.disableOrganizationAdminAccount({ AdminAccountId: HUB });
  expect(await statusOf()).toBe("Enabled");
});

it("leaves Security Hub off in a new delegated administrator", async () => {
  await other("delegate-is-switched-on");
  const management = world.securityHub(MANAGEMENT);
  await management.enableOrganizationAdminAccount({ AdminAccountId: MEMBER });
  expect(await error(member().describeHub({}))).toBe("InvalidAccessException");
});

it("forgets the row of an account that has left the organization", async () => {
  await other("left-account-keeps-its-row", delegated());
  await create();
  const organizations = world.as(Organizations, MANAGEMENT);
  await organizations.removeAccountFromOrganization({ AccountId: MEMBER });
  expect(await statusOf()).toBe("Absent");
});

it("refuses the management account a look at a member's Regions", async () => {
  await other("account-access-is-trusted");
  const regions = world.as(Account, MANAGEMENT).listRegions({ AccountId: MEMBER });
  expect(await error(regions)).toBe("AccessDeniedException");
});

const refusedOf = async (answers: Promise<unknown>[]) =>
  (await Promise.all(answers.map(error))).filter((one) => one !== "none").length;

it("counts calls about an account against that account", async () => {
  const two = estateOf([{}, {}]);
  await other("account-rates-are-the-callers", two, { limited: true });
  const account = world.as(Account, MANAGEMENT);
  const ask = (AccountId: string) =>
    Array.from({ length: 5 }, () => account.listRegions({ AccountId }));
  expect(await refusedOf([...ask(MEMBER), ...ask(OTHER)])).toBe(0);
  expect(await refusedOf([...ask(MEMBER), ...ask(MEMBER), ...ask(MEMBER)])).toBeGreaterThan(0);
});

it("gives each operation a bucket of its own", async () => {
  await other("other-operations-share-a-bucket", estateOf(), { limited: true });
  const client: SecurityHub = hub();
  const many = Array.from({ length: 25 }, () => [
    client.getInvitationsCount({}),
    client.describeHub({}),
  ]).flat();
  expect(await refusedOf(many)).toBe(0);
});

it("counts the JSON of a message's blocks, and lets a reply to nothing stand by itself", async () => {
  const { slack, world: around, app } = await start();
  around.faults.assume("slack-counts-readable-text", false);
  around.faults.assume("slack-unknown-thread-is-refused", false);
  const text = (length: number) => ({ type: "mrkdwn", text: "x".repeat(length) });
  const blocks = Array.from({ length: 45 }, () => ({ type: "section", text: text(260) }));
  const post = slack.chat.postMessage({ channel: "C1", text: "t", blocks });
  await expect(post).rejects.toMatchObject({ data: { error: "msg_blocks_too_long" } });
  await slack.chat.postMessage({ channel: "C1", text: "alone", thread_ts: "1.1" });
  const [message] = [...app.workspace.messages.values()];
  expect(message).toMatchObject({ text: "alone" });
  expect(message).not.toHaveProperty("threadTs");
});
