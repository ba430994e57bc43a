// A bad day of Slack's, by seed: whatever it does, in the end every message that is wanted is shown once, as it is
// wanted, and none twice (D101 to D105, D112, D115).
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { badDay } from "../../packages/sandbox/src/slack/bad-day.ts";
import { deliveryFlaws } from "./flaws.ts";
import { hold, lag } from "./roll-calls.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const crowd = ids(640_000_000_001, 100);

let world: World;
beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, delegatedAdministrator: true, regions },
    management,
    accounts: crowd.map((id) => account(id)),
  });
  for (const region of regions)
    for (const some of [crowd.slice(0, 50), crowd.slice(50)]) await join(region, some);
  await lag(world);
  await hold(world);
});
afterAll(() => world?.stop());

const join = (region: string, some: string[]) =>
  world.as(hub, region)("securityhub", "CreateMembers", {
    AccountDetails: some.map((AccountId) => ({ AccountId })),
  });
const leave = (region: string, some: string[]) =>
  world.as(hub, region)("securityhub", "DisassociateMembers", { AccountIds: some });
const flaws = async () => deliveryFlaws(world, await world.outbox());

it("tells every loss once, and keeps it current, while Slack misbehaves in every way", async () => {
  const { faults } = world.sandbox.slack;
  for (const fault of badDay(0.06)) faults.add(fault);
  const { random } = world.sandbox.world;
  const lost = new Map<string, Set<string>>(regions.map((region) => [region, new Set<string>()]));
  for (let round = 0; round < 3; round++) {
    for (const region of regions) {
      const out = lost.get(region)!;
      const back = [...out].filter(() => random() < 0.4);
      const gone = crowd.filter((id) => !out.has(id) && random() < 0.3).slice(0, 50);
      if (back.length > 0) await join(region, back.slice(0, 50));
      if (gone.length > 0) await leave(region, gone);
      for (const id of back.slice(0, 50)) out.delete(id);
      for (const id of gone) out.add(id);
    }
    await lag(world);
    await hold(world);
  }
  faults.clear();
  await world.quiet();
  expect(await flaws()).toEqual([]);
  const files = (await world.outbox()).filter((one) => one.form === "file");
  expect(files.length).toBeGreaterThan(1);
});

it("collapses a storm into one message that says so, and loses nothing of it (D112, D115)", async () => {
  for (let at = 0; at < 11; at++) await world.sleep(60_000);
  const before = world.messages.length;
  const runs: string[] = [];
  for (let at = 0; at < 15; at++) runs.push(await world.upload("nothing,here\n1,2", `${at}.csv`));
  for (const run of runs) await world.ended(run);
  const fresh = world.messages.slice(before).filter((one) => !one.files);
  const parents = fresh.filter((one) => one.threadTs === undefined);
  expect(parents).toHaveLength(11);
  const storm = parents.find((one) => keyOf(one).startsWith("storm/"))!;
  expect(storm.text).toMatch(/^Collapsing: 5 messages \(\d\d:\d\d–\d\d:\d\d [\w/]+\)/);
  const inside = fresh.filter((one) => one.threadTs === storm.ts);
  expect(inside.map((one) => one.text)).toEqual(Array(5).fill(expect.stringContaining("rejected")));
  expect(new Set(fresh.map(keyOf)).size).toBe(16);

  for (let at = 0; at < 11; at++) await world.sleep(60_000);
  await hold(world);
  const now = world.messages.find((one) => one.ts === storm.ts)!;
  expect(now.text).toContain("Collapsed: 5 messages");
  const files = world.messages.flatMap((one) =>
    one.threadTs === storm.ts ? (one.files ?? []) : [],
  );
  const { workspace } = world.sandbox.slack;
  const file = files.find((id) => workspace.files.get(id)?.name === "collapsed.csv")!;
  const rows = parse(world.sandbox.world.store.getBlob(`slack-${file}`)!, { bom: true });
  expect(
    (rows as string[][])
      .slice(1)
      .map((row) => row[2])
      .sort(),
  ).toEqual(inside.map(keyOf).sort());
  expect(await flaws()).toEqual([]);
});
