// The hub is the organization's delegated administrator: members of the organization are enabled by the hub
// alone, others are invited, and accounts that are created join like the rest.
import { additionsOf } from "@rollcall/core/plan";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import {
  type Applied,
  account,
  hub,
  ids,
  management,
  role,
  startWorld,
  total,
  type World,
} from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const inside = ids(600_000_000_001, 4);
const suspended = "600000000010";
const outside = "600000000020";
const taken = "600000000030";

let world: World;
let first: Applied;

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, delegatedAdministrator: true, regions },
    management,
    accounts: [
      ...inside.map((id) => account(id, { role: null })),
      account(suspended, { status: "SUSPENDED" }),
      account(outside, { organization: false, role }),
      account(taken, { administrator: { account: "999999999999", regions: ["eu-west-1"] } }),
    ],
  });
  first = await world.apply([
    ...[...inside, suspended, outside, taken, management.account].map((account_id) => ({
      account_id,
    })),
    { account_name: "Fresh", email: "fresh@example.com" },
  ]);
});
afterAll(() => world?.stop());

it("leaves no pair without an end", async () => {
  expect(await flawsOf(world, first)).toEqual([]);
  expect(
    first.summary!.attention.map((one) => `${one.account} ${one.region} ${one.code}`).sort(),
  ).toEqual(
    [
      `${suspended} us-east-1 AccountSuspended`,
      `${suspended} eu-west-1 AccountSuspended`,
      `${taken} eu-west-1 OtherAdministrator`,
      `${management.account} us-east-1 ManagementAccount`,
      `${management.account} eu-west-1 ManagementAccount`,
    ].sort(),
  );
});

it("enters nobody of the organization", () => {
  const entered = world.sandbox.calls
    .since(0)
    .filter((one) => inside.includes(one.account))
    .map((one) => one.operation);
  expect(entered).toEqual([]);
});

it("invites an account outside of it", async () => {
  expect(await world.stateOf(outside, "us-east-1")).toBe("Enabled");
  expect(first.calls["securityhub:InviteMembers"]).toBe(2);
});

it("brings in what it created through the organization too", () => {
  expect(first.summary!.accounts).toMatchObject({ created: 1 });
  const fresh = world.accountOf("fresh@example.com")!;
  const link = world.sandbox.model.securityHub.administratorOf(fresh, "us-east-1");
  expect(link).toMatchObject({ account: hub, via: "organization" });
});

it("changes nothing the second time", async () => {
  const again = await world.apply(inside.map((account_id) => ({ account_id })));
  expect(await flawsOf(world, again)).toEqual([]);
  expect(again.status).toBe("settled");
  expect(additionsOf(again.plan!)).toEqual([]);
  // Every Region: its members, and how the hub is set up there. And the organization, in one sweep: of its pages
  // one may be empty, with a token for the rest, as Organizations does.
  const { "organizations:ListAccounts": pages, ...calls } = again.calls;
  expect([1, 2]).toContain(pages);
  expect(total(calls)).toBe(1 + 2 * regions.length);
});

it("brings a member back that the hub had removed", async () => {
  const [id] = inside as [string];
  await world.as(hub, "us-east-1")("securityhub", "DisassociateMembers", { AccountIds: [id] });
  await world.sleep(5_000);
  const applied = await world.apply([{ account_id: id }]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.status).toBe("settled");
  expect(applied.transitions.map((one) => one.to)).toEqual(["Removed", "Enabled"]);
});

it("enables an account again that the hub had found suspended, once it is active", async () => {
  const { accounts } = world.sandbox.model;
  await world.as(hub, "us-east-1")("securityhub", "CreateMembers", {
    AccountDetails: [{ AccountId: suspended }],
  });
  await world.sleep(5_000);
  const during = await world.apply([{ account_id: suspended }]);
  expect(await world.stateOf(suspended, "us-east-1")).toBe("AccountSuspended");
  expect(during.summary!.attention.map((one) => one.code)).toEqual(
    regions.map(() => "AccountSuspended"),
  );
  accounts.put({ ...accounts.get(suspended)!, state: "ACTIVE" });
  const after = await world.apply([{ account_id: suspended }]);
  expect(await flawsOf(world, after)).toEqual([]);
  expect(after.status).toBe("settled");
});

it("names a member that somebody takes out again before it could be confirmed", async () => {
  const [, id = ""] = inside;
  const region = "us-east-1";
  const { model, gates } = world.sandbox;
  world.sandbox.world.faults.set("lags", 0);
  const takeOut = async () => {
    if (model.securityHub.administratorOf(id, region)?.account !== hub) return;
    for (const operation of ["DisassociateMembers", "DeleteMembers"])
      await world.as(hub, region)("securityhub", operation, { AccountIds: [id] });
  };
  await takeOut();
  gates.push(async (call) => {
    const verifies = call.operation === "GetMembers" && call.principal.includes("ObserveRegion");
    if (verifies && call.region === region) await takeOut();
  });
  await world.sleep(5_000);
  const applied = await world.apply([{ account_id: id }]);
  gates.pop();
  world.sandbox.world.faults.set("lags", 1);
  expect(
    applied.summary!.attention.map((one) => `${one.account} ${one.region} ${one.code}`),
  ).toEqual([`${id} ${region} NotConfirmed`]);
});

it("leaves to central configuration what it rules, and invites others all the same", async () => {
  const [id] = inside as [string];
  for (const region of regions)
    await world.as(hub, region)("securityhub", "UpdateOrganizationConfiguration", {
      AutoEnable: false,
      AutoEnableStandards: "NONE",
      OrganizationConfiguration: { ConfigurationType: "CENTRAL" },
    });
  await world.as(hub, "us-east-1")("securityhub", "DisassociateMembers", { AccountIds: [id] });
  await world.sleep(5_000);
  const applied = await world.apply([{ account_id: id }, { account_id: outside }]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(
    applied.summary!.attention.map((one) => `${one.account} ${one.region} ${one.code}`),
  ).toEqual([`${id} us-east-1 CentralConfiguration`]);
  expect(additionsOf(applied.plan!)).toEqual([]);
});
