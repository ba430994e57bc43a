// More accounts than one call takes, while AWS leaves some out and slows others down.
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import {
  type Applied,
  account,
  hub,
  ids,
  management,
  startWorld,
  total,
  type World,
} from "./world.ts";

const crowd = ids(800_000_000_001, 101);
const regions = ["us-east-1", "eu-west-1"];
const taken = crowd.slice(60, 63);

let world: World;
let applied: Applied;

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: crowd.map((id) =>
      account(
        id,
        taken.includes(id) ? { administrator: { account: "999999999999", regions } } : {},
      ),
    ),
  });
  let slowed = 0;
  world.sandbox.gates.push((call) => {
    // Longer than the SDK's own four attempts.
    if (call.operation !== "InviteMembers" || call.region !== "eu-west-1" || slowed >= 5) return;
    slowed++;
    throw new AwsError("TooManyRequestsException", "Too Many Requests", { status: 429 });
  });
  applied = await world.apply(crowd.map((account_id) => ({ account_id })));
});
afterAll(() => world?.stop());

it("brings in everybody whom nobody else has", async () => {
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.summary!.memberships).toMatchObject({ wanted: 202, enabled: 196, attention: 6 });
  expect(new Set(applied.summary!.attention.map((one) => one.code))).toEqual(
    new Set(["OtherAdministrator"]),
  );
});

it("costs at most a tenth more calls than it must, but for what was slowed down", () => {
  const [N, R] = [crowd.length, regions.length];
  const batches = Math.ceil(N / 50);
  const slowed = 5 + batches; // what was refused, and what was created before is found created again
  expect(total(applied.calls)).toBeLessThanOrEqual(
    1.1 * (3 * R * batches + 2 * N + 3 * N * R) + slowed,
  );
});
