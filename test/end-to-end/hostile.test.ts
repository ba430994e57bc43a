// AWS and Slack on the worst day that a correct program survives, and in worlds where no guess about them is right:
// every membership comes to its end or to a named outcome, and what is told of it is true.
import { ASSUMPTION_NAMES } from "@rollcall/sandbox";
import { afterEach, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1", "ap-northeast-1"];
const other = "940000000009";
const accounts = ids(930_000_000_001, 4);
const rows = accounts.map((account_id) => ({ account_id }));
let world: World | undefined;
afterEach(() => world?.stop());

it("joins everybody on a hostile day", async () => {
  const estate = {
    hub: { account: hub, regions },
    management,
    accounts: accounts.map((id) => account(id)),
  };
  world = await startWorld(estate, "en", {}, { profile: "hostile", seed: 7 });
  const applied = await world.apply(rows);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.summary!.memberships).toMatchObject({ wanted: 12, enabled: 12 });
}, 120_000);

it("joins whom it can where every guess about AWS is wrong", async () => {
  const taken = {
    administrator: { account: other, regions: ["us-east-1"] },
    hubEnabled: ["us-east-1"],
  };
  const estate = {
    hub: { account: hub, regions: regions.slice(0, 2) },
    management,
    accounts: [
      ...accounts.map((id, at) => account(id, at === 3 ? taken : {})),
      account(other, { hubEnabled: regions.slice(0, 2) }),
    ],
  };
  const assumptions = Object.fromEntries(ASSUMPTION_NAMES.map((name) => [name, false]));
  world = await startWorld(estate, "en", {}, { assumptions });
  const applied = await world.apply(rows);
  expect(await flawsOf(world, applied)).toEqual([]);
  // One account that is refused costs the others of its batch nothing.
  expect(applied.summary!.attention).toMatchObject([
    { account: accounts[3], region: "us-east-1", code: "OtherAdministrator" },
  ]);
}, 120_000);
