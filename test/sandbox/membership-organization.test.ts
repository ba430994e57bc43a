// Membership where somebody else has a say: another administrator, or the organization.
import { Organizations } from "@aws-sdk/client-organizations";
import { afterEach, describe, expect, it } from "vitest";
import { estateOf, MANAGEMENT, MEMBER, OTHER } from "./account-world.ts";
import {
  accept,
  begin,
  calls,
  create,
  go,
  hub,
  member,
  path,
  type Row,
  statusOf,
  world,
} from "./membership-calls.ts";

afterEach(() => world.stop());

describe("with another administrator", () => {
  const estate = () =>
    estateOf([{ administrator: { account: OTHER, regions: ["ap-northeast-1"] } }]);

  it.each(["CreateMembers", "InviteMembers"] as const)(
    "refuses %s [assumed shape]",
    async (call) => {
      await begin(estate());
      expect(await calls[call]()).toMatch(/another administrator|not a member/);
      expect(await statusOf()).toBe("Absent");
    },
  );

  it("joins after leaving the other one [doc]", async () => {
    await begin(estate());
    expect((await member().getMasterAccount({})).Master).toMatchObject({ AccountId: OTHER });
    await calls.DisassociateFromAdministratorAccount();
    for (const step of path.Enabled) await calls[step]();
    expect(await statusOf()).toBe("Enabled");
    const others = await world.securityHub(OTHER).listMembers({ OnlyAssociated: false });
    expect(others.Members).toMatchObject([{ AccountId: MEMBER, MemberStatus: "Resigned" }]);
  });

  it("does not let an administrator of members accept an invitation [doc; shape assumed]", async () => {
    await begin(
      estateOf([{}, { administrator: { account: MEMBER, regions: ["ap-northeast-1"] } }]),
    );
    await calls.CreateMembers();
    await calls.InviteMembers();
    await expect(accept()).rejects.toMatchObject({ name: "InvalidInputException" });
  });

  it("does not let a member administer [doc; shape assumed]", async () => {
    await begin(estate());
    const details = { AccountDetails: [{ AccountId: OTHER }] };
    await expect(member().createMembers(details)).rejects.toMatchObject({
      name: "InvalidInputException",
    });
  });
});

describe("in the hub's organization", () => {
  const delegated = (accounts: object[] = [{}]) =>
    estateOf(accounts, { delegatedAdministrator: true });

  const byOrganization: (Row & { before: Row["call"][] })[] = [
    { from: "Absent", before: [], call: "CreateMembers", to: "Enabled", source: "doc" },
    {
      from: "Enabled",
      before: ["CreateMembers"],
      call: "CreateMembers",
      to: "Enabled",
      refused: "already a member",
      source: "observed",
    },
    {
      from: "Enabled",
      before: ["CreateMembers"],
      call: "DisassociateFromAdministratorAccount",
      to: "Enabled",
      refused: "InvalidInputException",
      source: "assumed",
    },
    {
      from: "Enabled",
      before: ["CreateMembers"],
      call: "DisassociateMembers",
      to: "Removed",
      source: "doc",
    },
    {
      from: "Removed",
      before: ["CreateMembers", "DisassociateMembers"],
      call: "CreateMembers",
      to: "Enabled",
      source: "doc",
    },
    {
      from: "Removed",
      before: ["CreateMembers", "DisassociateMembers"],
      call: "InviteMembers",
      to: "Removed",
      refused: "organization",
      source: "assumed",
    },
    {
      from: "Removed",
      before: ["CreateMembers", "DisassociateMembers"],
      call: "DeleteMembers",
      to: "Removed",
      refused: "organization",
      source: "doc",
    },
  ];

  it.each(byOrganization)("$from: $call -> $to [$source]", async (row) => {
    await begin(delegated());
    await go(row, row.before);
  });

  it("switches Security Hub and the default standards on [doc]", async () => {
    await begin(delegated());
    await create();
    const { StandardsSubscriptions } = await member().getEnabledStandards({});
    expect(StandardsSubscriptions).toHaveLength(2);
    await world.pass(5_000);
    const { Members } = await hub().listMembers({});
    expect(Members).toMatchObject([{ AccountId: MEMBER }]);
    expect(Members![0]).not.toHaveProperty("Email");
  });

  it("changes nothing else where Security Hub is on already [doc]", async () => {
    await begin(delegated([{ hubEnabled: ["ap-northeast-1"] }]));
    await create();
    expect((await member().getEnabledStandards({})).StandardsSubscriptions).toEqual([]);
  });

  it("does not enable the management account while its hub is off [doc; shape assumed]", async () => {
    await begin(delegated());
    expect(await create(MANAGEMENT)).toContain("management account");
    expect(await statusOf(MANAGEMENT)).toBe("Absent");
    await world.securityHub(MANAGEMENT).enableSecurityHub({});
    expect(await create(MANAGEMENT)).toBeUndefined();
    expect(await statusOf(MANAGEMENT)).toBe("Enabled");
  });

  it("records a suspended account, and enables it when it is active again [doc]", async () => {
    await begin(delegated([{ status: "SUSPENDED" }]));
    await create();
    expect(await statusOf()).toBe("AccountSuspended");
    world.model.accounts.put({ ...world.model.accounts.get(MEMBER)!, state: "ACTIVE" });
    await create();
    expect(await statusOf()).toBe("Enabled");
  });

  it("loses an account that leaves the organization [doc-2023; status assumed]", async () => {
    await begin(delegated());
    await create();
    const organizations = world.as(Organizations, MANAGEMENT);
    await organizations.removeAccountFromOrganization({ AccountId: MEMBER });
    expect(await statusOf()).toBe("Removed");
    expect(await member().getAdministratorAccount({})).not.toHaveProperty("Administrator");
  });

  it("creates an account from outside the organization for invitation [doc]", async () => {
    await begin(delegated([{ organization: false }]));
    await create();
    expect(await statusOf()).toBe("Created");
  });
});
