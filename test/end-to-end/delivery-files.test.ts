// What a message has no room for stands in its thread as a file, once, whatever happens on the way there.
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Called, hold, lag, told } from "./roll-calls.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1", "eu-west-2", "ap-northeast-1", "ap-northeast-3"];
const crowd = ids(12_000_000_001, 100);

let world: World;
beforeAll(async () => {
  world = await startWorld(
    {
      hub: { account: hub, delegatedAdministrator: true, regions },
      management,
      accounts: crowd.map((id) => account(id)),
    },
    "en",
  );
  for (const region of regions)
    for (let at = 0; at < crowd.length; at += 50) await create(region, crowd.slice(at, at + 50));
  await lag(world);
  await hold(world);
});
afterAll(() => world?.stop());

const create = (region: string, some: string[]) =>
  world.as(hub, region)("securityhub", "CreateMembers", {
    AccountDetails: some.map((AccountId) => ({ AccountId })),
  });

const disassociate = (region: string, some: string[]) =>
  world.as(hub, region)("securityhub", "DisassociateMembers", { AccountIds: some });

/** Files in the thread of a roll call's message, each as the rows of its CSV. */
async function filesOf(called: Called) {
  const [parent] = told(world, called);
  const { workspace } = world.sandbox.slack;
  const replies = world.messages.filter((one) => one.threadTs === parent!.ts);
  return replies
    .flatMap((one) => one.files ?? [])
    .map((id) => {
      const bytes = world.sandbox.world.store.getBlob(`slack-${id}`)!;
      const rows = parse(bytes, { bom: true }) as string[][];
      return { name: workspace.files.get(id)!.name, title: workspace.files.get(id)!.title, rows };
    });
}

it("tells 500 losses in a 429 storm: one message, and a file with all of them (D4, D34, D101, D105, D114)", async () => {
  const { faults } = world.sandbox.slack;
  for (const method of ["chat.postMessage", "files.getUploadURLExternal"])
    for (const retryAfter of [3, null])
      faults.add({ kind: "rate-limited", method, count: 6, retryAfter });
  faults.add({ kind: "refused", method: "chat.postMessage", count: 3 }); // 200, and ratelimited within (D103)
  faults.add({ kind: "rate-limited", method: "files.completeUploadExternal", count: 2 });
  faults.add({ kind: "dropped-after", method: "files.completeUploadExternal", count: 1 });
  for (const region of regions)
    for (const some of [crowd.slice(0, 50), crowd.slice(50)]) await disassociate(region, some);
  await lag(world);
  const before = world.messages.length;
  const called = await hold(world);
  expect(called.row.losses).toBe(500);
  expect(faults.list()).toEqual([]);
  expect(world.messages.length - before).toBe(2);
  const [parent, ...others] = told(world, called);
  expect(others).toEqual([]);
  const shown = JSON.stringify(parent!.blocks);
  expect(shown).toMatch(/\+4\d\d more: all of them are in the file in this thread/);
  const [file, ...more] = await filesOf(called);
  expect(more).toEqual([]);
  expect(file).toMatchObject({ name: "losses.csv", title: "All losses of this roll call" });
  const [head, ...rows] = file!.rows;
  expect(head).toEqual([
    "Account",
    "Name",
    "Project",
    "Owner",
    "Region",
    "From → to",
    "Since (UTC)",
    "Who",
    "Next",
  ]);
  const named = rows.map((row) => `${row[0]!.replaceAll("-", "")}/${row[4]}`).sort();
  expect(named).toEqual(called.report.losses.map((one) => `${one.accountId}/${one.region}`).sort());
  expect(new Set(named).size).toBe(500);
});

it("posts the file once, though the message changes", async () => {
  const lost = world.messages.find((one) => /500 memberships/.test(one.text))!;
  await create(regions[0]!, crowd.slice(0, 50));
  await lag(world);
  await hold(world);
  const parent = world.messages.find((one) => one.ts === lost.ts)!;
  expect(JSON.stringify(parent.blocks)).toContain("450 outside now, 50 recovered");
  const thread = world.messages.filter((one) => one.threadTs === lost.ts);
  expect(thread.map((one) => one.files?.length ?? keyOf(one).split("/")[2])).toEqual([1, "back"]);
});

it.each(["dropped-after", "error-after", "dropped-before", "error-before"] as const)(
  "shows a file once when the answer of its last step is lost: %s (D104)",
  async (kind) => {
    const { faults } = world.sandbox.slack;
    faults.add({ kind, method: "files.completeUploadExternal", count: 1 });
    const region =
      regions[1 + ["dropped-after", "error-after", "dropped-before"].indexOf(kind)] ?? regions[1]!;
    await create(region, crowd.slice(0, 50));
    await lag(world);
    await hold(world);
    await disassociate(region, crowd.slice(0, 50));
    await lag(world);
    const called = await hold(world);
    expect(faults.list()).toEqual([]);
    expect((await filesOf(called)).map((one) => one.rows.length)).toEqual([51]);
  },
);
