// Who left is known at once, by name, where CloudTrail's events are forwarded; the template is what an operator deploys.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everywhere, forwardCalls } from "../../packages/cli/src/forwarding.ts";
import { comeBack, hold, lag, leave, told } from "./roll-calls.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const [leaves, flaps, removed, silent, suspended] = ids(620_000_000_001, 5) as [string, string, string, string, string];
const estate = {
  hub: { account: hub, regions },
  management,
  accounts: [leaves, flaps, removed, silent, suspended].map((id) => account(id)),
};
let world: World;
beforeAll(async () => {
  world = await startWorld(estate);
});
afterAll(() => world?.stop());

it("runs", async () => {
  await world.forward([hub, management.account, leaves, flaps, removed]);
  const applied = await world.apply([leaves, flaps, removed, silent, suspended].map((id) => ({ account_id: id })));
  expect(applied.status).toBe("settled");
  await lag(world);
  await hold(world);
  console.log(await world.waiting(/./));
  await world.sleep(100_000); await world.sleep(60_000);
  const mark = world.sandbox.calls.mark();
  await leave(world, leaves, "us-east-1");
  await Promise.race([world.sleep(60_000), new Promise((r) => setTimeout(r, 8000))]);
  const calls = world.sandbox.calls.since(mark);
  console.log(calls.length, calls.slice(0, 60).map((c) => `${c.at} ${c.service}:${c.operation} ${c.principal} ${c.error ?? ""}`).join("\n"));
}, 40000);
