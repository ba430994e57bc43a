// The baseline where AWS itself stands in the way: a Region that an account has not opted in to, and standards that AWS
// could not switch on, or off, completely. Each is told, with what AWS says of it.
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { account, hub, ids, startWorld, type World } from "./world.ts";

const home = "us-east-1";
const optional = "ap-east-1";
const [closed, incomplete, stuck] = ids(930_000_000_001, 3) as [string, string, string];
const name = "aws-foundational-security-best-practices/v/1.0.0";

let world: World;
beforeAll(async () => {
  const regions = [home, optional];
  const accounts = [closed, incomplete, stuck].map((id) => account(id, { regions: [home] }));
  world = await startWorld({ hub: { account: hub, regions }, accounts }, "en", {
    baseline: { standards: [name], config: null, guardDuty: false },
  });
});
afterAll(() => world?.stop());

const ledger = [
  { account_id: closed },
  { account_id: incomplete, regions: home },
  { account_id: stuck, regions: home },
];
/** Changes what AWS has of an account's standards. */
function standards(id: string, change: { incomplete?: string; stays?: string; goneAt?: number }) {
  const { securityHub } = world.sandbox.model;
  const own = securityHub.standards(id, home).map(({ arn, readyAt }) => ({ arn, readyAt }));
  securityHub.putStandards(
    id,
    home,
    own.map((one) => ({ ...one, ...change })),
  );
}

it("names standards that are INCOMPLETE or FAILED, and raises nothing in a Region that is off", async () => {
  world.sandbox.gates.push(({ operation, account: caller, afterwards }) => {
    if (operation !== "BatchEnableStandards") return;
    const goneAt = world.sandbox.world.clock.now() - 1;
    if (caller === incomplete)
      afterwards.push(() =>
        standards(caller, { incomplete: "NO_AVAILABLE_CONFIGURATION_RECORDER" }),
      );
    if (caller === stuck)
      afterwards.push(() => standards(caller, { stays: "INTERNAL_ERROR", goneAt }));
  });
  const first = await world.apply(ledger);
  world.sandbox.gates.pop();
  expect(await flawsOf(world, first)).toEqual([]);
  expect(first.status).toBe("attention");
  const lines = first.summary!.attention.map((one) => [
    one.account,
    one.region,
    one.code,
    one.detail,
  ]);
  // Of the Region that is off, the membership's own line says it; the baseline adds none.
  expect(lines.toSorted()).toEqual([
    [closed, optional, "RegionDisabled", undefined],
    [incomplete, home, "StandardsFailed", `${name} INCOMPLETE NO_AVAILABLE_CONFIGURATION_RECORDER`],
    [stuck, home, "StandardsFailed", `${name} FAILED INTERNAL_ERROR`],
  ]);
  expect(first.summary!.memberships).toMatchObject({ wanted: 4, enabled: 3, attention: 1 });
  expect(await world.item(`ACCOUNT#${closed}`, `BASELINE#${optional}`)).toBeUndefined();
});
