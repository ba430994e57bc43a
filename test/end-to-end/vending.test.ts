// Accounts by the hundred: as fast as AWS takes them, each in its place and with its tags.
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { type Applied, hub, management, startWorld, type World } from "./world.ts";

const region = "us-east-1";

let world: World;
beforeAll(async () => {
  world = await startWorld({ hub: { account: hub, regions: [region] }, management, accounts: [] });
});
afterAll(() => world?.stop());

const organizations = <Answer>(operation: string, input: object) =>
  world.as(management.account)<Answer>("organizations", operation, input);
const unit = async (ParentId: string, Name: string): Promise<string> => {
  const { OrganizationalUnit } = await organizations<{ OrganizationalUnit: { Id: string } }>(
    "CreateOrganizationalUnit",
    { ParentId, Name },
  );
  return OrganizationalUnit.Id;
};
const parentOf = async (email: string): Promise<string> => {
  const { Parents } = await organizations<{ Parents: { Id: string }[] }>("ListParents", {
    ChildId: world.accountOf(email),
  });
  return Parents[0]!.Id;
};
const tagsOf = async (email: string): Promise<Record<string, string>> => {
  const { Tags } = await organizations<{ Tags: { Key: string; Value: string }[] }>(
    "ListTagsForResource",
    { ResourceId: world.accountOf(email) },
  );
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
};

it("moves new accounts to the unit that their row names, and tags them", async () => {
  const { Roots } = await organizations<{ Roots: { Id: string }[] }>("ListRoots", {});
  const workloads = await unit(Roots[0]!.Id, "Workloads");
  const production = await unit(workloads, "本番 Prod");
  const applied = await world.apply([
    { email: "path@example.com", account_name: "By path", ou: "Root/Workloads/本番 Prod" },
    { email: "id@example.com", account_name: "By id", ou: workloads, tags: "Team=SOC; 部署=情報" },
    { email: "plain@example.com", account_name: "Plain" },
  ]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.status).toBe("settled");
  expect(await parentOf("path@example.com")).toBe(production);
  expect(await parentOf("id@example.com")).toBe(workloads);
  expect(await parentOf("plain@example.com")).toBe(Roots[0]!.Id);
  expect(await tagsOf("id@example.com")).toMatchObject({ Team: "SOC", 部署: "情報" });
  expect(applied.calls["organizations:MoveAccount"]).toBe(2);
  expect(applied.calls["organizations:TagResource"]).toBe(1);
});

it("names what could not be placed, and lets it join all the same", async () => {
  const applied = await world.apply([
    { email: "lost@example.com", account_name: "Lost", ou: "Workloads/Nowhere", tags: "Team=SOC" },
  ]);
  expect(applied.summary!.memberships).toMatchObject({ wanted: 1, enabled: 1 });
  expect(applied.summary!.attention).toMatchObject([
    {
      account: world.accountOf("lost@example.com"),
      code: "NotPlaced",
      detail: "there is no organizational unit Workloads/Nowhere",
    },
  ]);
  expect(await tagsOf("lost@example.com")).toMatchObject({ Team: "SOC" });
  expect(applied.status).toBe("attention");
});

it("gives the role of a new account what its row's baseline needs, and no other account's", async () => {
  await world.as(hub, region)("guardduty", "CreateDetector", { Enable: true });
  const applied = await world.apply([
    { email: "guarded@example.com", account_name: "Guarded", baseline: "guardduty" },
    { email: "thin@example.com", account_name: "Thin" },
  ]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.status).toBe("settled");
  expect(applied.summary!.baseline!.guardDuty).toMatchObject({ wanted: 1, ready: 1 });
  const policyOf = async (email: string) => {
    const asked = { RoleName: "rollcall-member", PolicyName: "join-security-hub" };
    const { PolicyDocument } = await world.as(world.accountOf(email)!)<{ PolicyDocument: string }>(
      "iam",
      "GetRolePolicy",
      asked,
    );
    return decodeURIComponent(PolicyDocument);
  };
  expect(await policyOf("guarded@example.com")).toContain("guardduty:CreateDetector");
  expect(await policyOf("thin@example.com")).not.toContain("guardduty:CreateDetector");
});

it("creates many, five in progress at most, and says how long it still takes (D89)", async () => {
  const shown = new Set<string>();
  world.sandbox.gates.push(async ({ service, operation }) => {
    if (service !== "organizations" || operation !== "CreateAccount") return;
    for (const { blocks } of world.messages) {
      const left = /five at once: about ([^.]+) left/.exec(JSON.stringify(blocks));
      if (left) shown.add(left[1]!);
    }
  });
  const rows = Array.from({ length: 14 }, (_, at) => ({
    email: `many-${at}@example.com`,
    account_name: `Many ${at}`,
  }));
  const applied: Applied = await world.apply(rows);
  expect(applied.status).toBe("settled");
  expect(applied.summary!.accounts).toMatchObject({ wanted: 14, created: 14, joined: 14 });
  const requests = [
    ...world.sandbox.world.store
      .collection<{ name: string; requestedAt: number; dueAt: number }>("organizations/creations")
      .values(),
  ].filter((one) => one.name.startsWith("Many"));
  expect(requests).toHaveLength(14);
  for (const { requestedAt: now } of requests)
    expect(
      requests.filter((one) => one.requestedAt <= now && now < one.dueAt).length,
    ).toBeLessThanOrEqual(5);
  expect([...shown][0]).toMatch(/^2 min/);
  const parent = world.messagesOf(applied.run).find((one) => !one.threadTs)!;
  expect(JSON.stringify(parent.blocks)).not.toContain("five at once");
});
