// Roll calls when things are odd: Regions that do not answer, one that comes on top of another, half past midnight
// in Tokyo, five hundred losses at once, and a roll call in the middle of a run.
import { dayIn } from "@rollcall/core/day";
import type { Snapshot } from "@rollcall/core/roll-call";
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, hold, lag, told } from "./roll-calls.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1", "eu-west-2", "ap-northeast-1", "ap-northeast-3"];
const crowd = ids(620_000_000_001, 101);

let world: World;
/** True: no report can be written. */
let jammed = false;
/** Regions in which the hub answers nothing but errors. */
const broken = new Set<string>();

beforeAll(async () => {
  world = await startWorld(
    {
      hub: { account: hub, delegatedAdministrator: true, regions },
      management,
      accounts: crowd.map((id) => account(id)),
    },
    "ja",
    { rollCall: { schedule: "rate(300 days)", timezone: "Asia/Tokyo" } },
  );
  world.sandbox.gates.push(({ operation, region }) => {
    if (operation === "ListMembers" && broken.has(region))
      throw new AwsError("AccessDeniedException", "not today", { status: 403 });
  });
  world.sandbox.gates.push(({ operation, input }) => {
    if (jammed && operation === "PutObject" && String(input.Key).endsWith("closed.json"))
      throw new AwsError("AccessDenied", "no", { status: 403 });
  });
  for (const region of regions) await inFifties("CreateMembers", region);
  await lag(world);
});
afterAll(() => world?.stop());

async function inFifties(operation: string, region: string, accounts = crowd): Promise<void> {
  for (let at = 0; at < accounts.length; at += 50) {
    const some = accounts.slice(at, at + 50);
    const input =
      operation === "CreateMembers"
        ? { AccountDetails: some.map((AccountId) => ({ AccountId })) }
        : { AccountIds: some };
    await world.as(hub, region)("securityhub", operation, input);
  }
}

it("takes what it sees first as it is, and says that nothing was known before (D2)", async () => {
  const called = await hold(world);
  expect(called.row).toMatchObject({ losses: 0, counts: { Enabled: 505 }, status: "complete" });
  expect(called.row.unknown).toBe(101);
  expect(told(world, called)).toEqual([]);
  const [event] = (await world.items()).filter((one) => one.kind === "event");
  expect(event!.event).toMatchObject({ type: "roll-call.closed", properties: { first: true } });
});

it("never reads a Region that did not answer as no change (D12)", async () => {
  for (const region of ["eu-west-1", "eu-west-2", "ap-northeast-3"]) broken.add(region);
  await inFifties("DisassociateMembers", "eu-west-1", crowd.slice(0, 1));
  await lag(world);
  const called = await hold(world);
  expect(called.row).toMatchObject({ status: "partial", losses: 0, counts: { Enabled: 202 } });
  expect(called.report.unread.map((one) => one.region)).toEqual([...broken]);
  const [parent] = told(world, called);
  expect(parent!.text).toContain(
    "取得できなかったリージョン: eu-west-1、eu-west-2、ap-northeast-3",
  );
  const snapshot = (await world.json<Snapshot>(called.row.snapshot!))!;
  expect(snapshot.unread).toEqual([...broken]);
  expect(Object.keys(snapshot.accounts[crowd[0]!]!)).toEqual(["us-east-1", "ap-northeast-1"]);

  const again = await hold(world);
  expect(again.row.status).toBe("partial");
  expect(told(world, again)).toEqual([]);

  broken.clear();
  const { report } = await hold(world);
  expect(report).toMatchObject({
    unread: [],
    losses: [{ accountId: crowd[0], region: "eu-west-1", from: "Enabled", to: "Removed" }],
  });
});

it("holds one roll call for one moment, and none on top of another", async () => {
  const at = new Date(world.sandbox.world.clock.now()).toISOString();
  const later = new Date(Date.parse(at) + 1_000).toISOString();
  const started = await ask(world, at);
  const [same, other] = [await ask(world, at), await ask(world, later)];
  expect([started.outcome, other.outcome]).toEqual(["started", "busy"]);
  expect(same.rollCall).toBe(started.rollCall);
  await world.until(async () => {
    const { outcome } = await ask(world, at);
    return outcome === "closed" ? true : undefined;
  }, "its end");
  const named = world.executions.filter((one) => one.name === started.rollCall);
  expect(named).toHaveLength(1);
});

it("says that it failed, once, and tells what it saw the next time (D12)", async () => {
  jammed = true;
  await inFifties("DisassociateMembers", "us-east-1", crowd.slice(0, 1));
  await lag(world);
  const failed = await hold(world);
  expect(failed.row).toMatchObject({
    status: "failed",
    counts: {},
    failure: { error: "AccessDenied" },
  });
  expect(told(world, failed).map((one) => one.text)).toEqual([
    expect.stringContaining("点呼: 失敗"),
  ]);
  expect(told(world, await hold(world))).toEqual([]);
  jammed = false;
  const next = await hold(world);
  expect(next.row.status).toBe("complete");
  expect(next.report.losses).toMatchObject([{ accountId: crowd[0], region: "us-east-1" }]);
  expect((await hold(world)).report.losses).toEqual([]);
});

it("files half past midnight in Tokyo under Tokyo's day (D8)", async () => {
  const at = "2030-03-31T15:30:00.000Z";
  const { row } = await hold(world, at);
  expect(row.snapshot).toBe("snapshots/2030-04-01.json");
  expect(row.rollCall).toBe("roll-call-20300331T153000Z");
  expect(dayIn("UTC", at)).toBe("2030-03-31");
});

it("tells five hundred losses in one message, each of them on record (D4)", async () => {
  const there = crowd.slice(1);
  for (const region of regions) await inFifties("DisassociateMembers", region, there);
  await lag(world);
  const before = world.messages.length;
  const called = await hold(world);
  expect(called.row.losses).toBe(500);
  expect(new Set(called.report.losses.map((one) => one.id)).size).toBe(500);
  expect(called.report.losses.every((one) => one.from === "Enabled" && one.to === "Removed")).toBe(
    true,
  );
  expect(world.messages.slice(before).filter((one) => one.threadTs === undefined)).toHaveLength(1);
  const [parent] = told(world, called);
  const shown = parent!.blocks as {
    type: string;
    rows?: unknown[];
    elements?: { text: string }[];
  }[];
  const rows = shown.find((one) => one.type === "table")!.rows!.length - 1;
  expect(rows).toBeGreaterThan(20);
  expect(JSON.stringify(shown)).toContain(`ほか${500 - rows}件`);
  expect((await hold(world)).row.losses).toBe(0);
});

it("is not confused by a run that brings them back meanwhile", async () => {
  const ledger = crowd.slice(0, 60).map((account_id) => ({ account_id }));
  const run = await world.upload(ledger);
  await world.until(async () => (await world.runRow(run))?.reached.invite, "the invitations");
  const between = await hold(world);
  expect(between.report.losses).toEqual([]);
  const applied = await world.ended(run);
  expect(applied.status).toBe("settled");
  await lag(world);
  const after = await hold(world);
  expect(after.row.losses).toBe(0);
  expect(after.row.counts).toMatchObject({ Enabled: 300, Removed: 205 });
  expect(await world.waiting(/Unheld|Uncomposed|Unposted|Unstarted|Undelivered/i)).toEqual([]);
});
