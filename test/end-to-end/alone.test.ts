// A hub without an organization, and a hub whose Regions do not have us-east-1 among them.
import { expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { account, hub, management, startWorld } from "./world.ts";

const id = "900000000001";

it("joins by invitation without a management account, and says why it creates nothing", async () => {
  const world = await startWorld({
    hub: { account: hub, regions: ["ap-northeast-1", "ap-northeast-3"] },
    accounts: [account(id, { organization: false })],
  });
  const applied = await world.apply([
    { account_id: id },
    { account_name: "New", email: "new@example.com" },
  ]);
  await world.stop();
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.row.execution).toContain(":ap-northeast-1:");
  expect(applied.summary!.memberships.enabled).toBe(2);
  const told = applied.summary!.attention.map((one) => `${one.account} ${one.code}`);
  expect(told).toContain("new@example.com CreationUnavailable");
});

it("applies what it can when the management account lets nobody in", async () => {
  const world = await startWorld({
    hub: { account: hub, regions: ["us-east-1"] },
    management: { ...management, role: null },
    accounts: [account(id)],
  });
  const applied = await world.apply([
    { account_id: id },
    { account_name: "New", email: "new@example.com" },
  ]);
  await world.stop();
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.summary!.memberships.enabled).toBe(1);
  const told = applied.summary!.attention.map((one) => `${one.account} ${one.code}`);
  expect(told).toEqual(["new@example.com OrganizationUnread"]);
});
