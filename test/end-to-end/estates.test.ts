// Estates that are not as one would like them: each account ends as a member, or with a reason and a next act.
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { type Applied, account, hub, management, role, startWorld, type World } from "./world.ts";

const optIn = "ap-east-1";
const regions = ["us-east-1", "ap-northeast-1", optIn];
const other = "999999999999";
const on = [...regions];

let world: World;
let first: Applied;

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management: { ...management },
    accounts: [
      account("300000000001", { regions: on }),
      account("300000000002", { regions: on, status: "SUSPENDED" }),
      account("300000000003", { regions: on, status: "PENDING_CLOSURE" }),
      account("300000000004", { regions: on, role: null }),
      account("300000000005", { regions: on, role: { ...role, externalId: "another" } }),
      account("300000000006", {
        regions: on,
        administrator: { account: other, regions: ["us-east-1"] },
      }),
      account("300000000007"), // ap-east-1 is off
      account("300000000008", { regions: on, hubEnabled: ["us-east-1", optIn] }),
      account("300000000009", { regions: on, organization: false }),
      account("300000000010", { regions: on, organization: false, status: "SUSPENDED" }),
    ],
  });
  const named = Array.from({ length: 11 }, (_, at) => ({
    account_id: String(300_000_000_001 + at), // the last does not exist
  }));
  first = await world.apply([...named, { account_id: management.account }]);
});
afterAll(() => world?.stop());

const told = (id: string) =>
  first
    .summary!.attention.filter((one) => one.account === id)
    .map((one) => `${one.region} ${one.code}`)
    .sort();
const everywhere = (code: string) => regions.map((region) => `${region} ${code}`).sort();

it("leaves no pair without an end", async () => {
  expect(await flawsOf(world, first)).toEqual([]);
  expect(first.status).toBe("attention");
});

it.each([
  ["a usual account", "300000000001", []],
  ["a suspended account", "300000000002", everywhere("AccountSuspended")],
  ["an account that is being closed", "300000000003", everywhere("AccountSuspended")],
  ["an account without the role", "300000000004", everywhere("RoleRefused")],
  ["an account whose role asks for another ExternalId", "300000000005", everywhere("RoleRefused")],
  ["a member of another hub", "300000000006", ["us-east-1 OtherAdministrator"]],
  ["an account that has not opted in", "300000000007", [`${optIn} RegionDisabled`]],
  ["an account with Security Hub on", "300000000008", []],
  ["an account outside of the organization", "300000000009", []],
  ["a suspended account outside of it", "300000000010", everywhere("RoleRefused")],
  ["an account that does not exist", "300000000011", everywhere("RoleRefused")],
])("tells of %s", (_, id, expected) => {
  expect(told(id)).toEqual(expected);
});

it("says what to do about the management account", () => {
  expect(told(management.account)).toEqual(everywhere("WaitsForOwner"));
});

it("asks nothing of a suspended account", () => {
  const asked = world.sandbox.calls.since(0).filter((one) => one.account === "300000000002");
  expect(asked).toEqual([]);
});

it("joins a Region that is switched on later, when the ledger is uploaded again", async () => {
  await world.as("300000000007")("account", "EnableRegion", { RegionName: optIn });
  await world.sleep(60_000);
  const again = await world.apply([{ account_id: "300000000007" }]);
  expect(await flawsOf(world, again)).toEqual([]);
  expect(again.summary!.memberships).toMatchObject({ wanted: 3, enabled: 3 });
  expect(again.transitions.map((one) => one.to)).toContain("Enabled");
  expect(again.status).toBe("settled");
});

it("lifts a suspension when the account is active again", async () => {
  const suspend = (state: "ACTIVE" | "SUSPENDED") => {
    const { accounts } = world.sandbox.model;
    accounts.put({ ...accounts.get("300000000001")!, state });
  };
  suspend("SUSPENDED");
  const during = await world.apply([{ account_id: "300000000001" }]);
  expect(during.summary!.attention.map((one) => one.code)).toEqual(
    regions.map(() => "AccountSuspended"),
  );
  expect(await world.stateOf("300000000001", "us-east-1")).toBe("AccountSuspended");
  suspend("ACTIVE");
  const after = await world.apply([{ account_id: "300000000001" }]);
  expect(await flawsOf(world, after)).toEqual([]);
  expect(after.status).toBe("settled");
  expect(await world.stateOf("300000000001", "us-east-1")).toBe("Enabled");
});
