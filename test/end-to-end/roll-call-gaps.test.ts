// Roll calls after something was missed: a Region that could not be read, a month without any, a ledger that was
// replaced, the hub's own Security Hub switched off. Each loss is told all the same, and once.

import { rollCallAt } from "@rollcall/core/roll-call";
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, comeBack, hold, lag, leave, told } from "./roll-calls.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1", "ap-northeast-1"];
const [away, doubly, byEmail, dropped, stays] = ids(650_000_000_001, 5) as [
  string,
  string,
  string,
  string,
  string,
];
const members = [away, doubly, byEmail, dropped, stays];

let world: World;
/** Regions that do not answer. */
const broken = new Set<string>();
/** True: runs that have taken their turn do not come to write down their ledger. */
let stuck = false;

beforeAll(async () => {
  const administrator = { account: hub, regions };
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: members.map((id) => account(id, { administrator })),
  });
  world.sandbox.gates.push(({ operation, region, input }) => {
    const isLedger = operation === "PutObject" && String(input.Key).endsWith("ledger.json");
    if ((operation === "ListMembers" && broken.has(region)) || (isLedger && stuck))
      throw new AwsError("AccessDeniedException", "not today", { status: 403 });
  });
  await world.apply([
    ...[away, doubly, dropped].map((account_id) => ({ account_id, account_name: "Shop" })),
    { email: `AWS+${byEmail}@example.com`, account_name: "By e-mail" },
  ]);
  await hold(world);
});
afterAll(() => world?.stop());

const inRegion = (region: string, operation: string, accounts: string[]) =>
  world.as(hub, region)("securityhub", operation, { AccountIds: accounts });

it("knows an account of which the ledger has only the e-mail (D9)", async () => {
  const { report } = await hold(world);
  expect(report).toMatchObject({ unknown: [stays], missing: [], losses: [] });
});

it("tells of an account that left in an unread Region and came back unseen, once (D11, D12)", async () => {
  await inRegion("eu-west-1", "InviteMembers", [away]).catch(() => undefined);
  for (const region of regions) broken.add(region);
  await inRegion("eu-west-1", "DisassociateMembers", [away]);
  await inRegion("eu-west-1", "InviteMembers", [away]);
  await world.sleep(10_000);
  await comeBack(world, away, "eu-west-1");
  await leave(world, byEmail, "us-east-1");
  await lag(world);
  const dark = await hold(world);
  expect(dark.row).toMatchObject({ status: "partial", counts: {}, losses: 0 });
  expect(dark.report).toMatchObject({ unknown: [], missing: [] });
  broken.clear();
  const { report } = await hold(world);
  const losses = report.losses.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
  expect(losses).toMatchObject([
    { accountId: away, region: "eu-west-1", from: "Enabled", flap: true },
    {
      accountId: byEmail,
      accountName: "By e-mail",
      from: "Enabled",
      to: "Resigned",
      next: "AcceptInvitation",
    },
  ]);
  expect((await hold(world)).report.losses).toEqual([]);
});

it("tells an account that leaves and is suspended at the same time once in each Region (D15)", async () => {
  await leave(world, doubly, "us-east-1");
  await world.as(management.account)("organizations", "CloseAccount", { AccountId: doubly });
  await lag(world);
  const called = await hold(world);
  const changes = called.report.losses.map((one) => [one.region, one.from, one.to]).sort();
  expect(changes).toEqual([
    ["ap-northeast-1", "Enabled", "AccountSuspended"],
    ["eu-west-1", "Enabled", "AccountSuspended"],
    ["us-east-1", "Enabled", "Resigned"],
  ]);
  expect(told(world, called)[0]!.text).toContain("3 memberships of 1 account lost");
  expect((await hold(world)).report.losses).toEqual([]);
});

it("goes by the ledger that was applied last, and by none that has only taken its turn", async () => {
  stuck = true;
  const waiting = await world.upload([{ account_id: stays }], "stuck.csv");
  await world.until(
    async () => ((await world.runRow(waiting)) ?? (await takenBy(waiting))) || undefined,
    "its turn",
  );
  const between = await hold(world);
  expect(between.report).toMatchObject({ unknown: [stays], missing: [] });
  stuck = false;
  const kept = [away, doubly, stays].map((account_id) => ({ account_id }));
  const email = `aws+${byEmail}@example.com`;
  const second = await world.apply([...kept, { email, account_name: "By e-mail" }], "second.csv");
  expect(second.status).not.toBe("rejected");
  const { report } = await hold(world);
  expect(report).toMatchObject({ unknown: [dropped], missing: [] });
});

const takenBy = async (run: string) =>
  (await world.item<{ recent: string[] }>("LEASE#apply", "LEASE"))?.recent.includes(run);

it("tells after a month without a roll call what was lost in it, and nothing again, though files are gone (D1, D2)", async () => {
  await leave(world, stays, "eu-west-1");
  await lag(world);
  const before = await hold(world);
  const [shown] = told(world, before);
  const Bucket = String(world.link("Ledgers").name);
  const { Contents } = await world.asHub<{ Contents: { Key: string }[] }>("s3", "ListObjectsV2", {
    Bucket,
    Prefix: "runs/roll-call-",
  });
  for (const { Key } of Contents) await world.asHub("s3", "DeleteObject", { Bucket, Key });
  await inRegion("ap-northeast-1", "DisassociateMembers", [dropped]);
  await lag(world);
  const { report } = await hold(world);
  expect(report.losses).toMatchObject([
    { accountId: dropped, region: "ap-northeast-1", from: "Enabled", to: "Removed", next: "None" },
  ]);
  // Its losses outlive its other files: the message is kept current, in place.
  expect(told(world, before)).toMatchObject([{ ts: shown!.ts, text: shown!.text }]);
  expect((await hold(world)).report.losses).toEqual([]);
});

it("holds one roll call when two are asked for at the same moment", async () => {
  const now = world.sandbox.world.clock.now();
  const moments = [now, now, now + 1_000].map((at) => new Date(at).toISOString());
  const asked = await Promise.all(moments.map((at) => ask(world, at)));
  const begun = new Set(
    asked.filter((one) => one.outcome === "started").map((one) => one.rollCall),
  );
  expect(begun.size).toBe(1);
  const [held] = begun;
  await world.until(() => world.item(`ROLLCALL#${held}`, "ROLLCALL"), "its end");
  const names = new Set(asked.map((one) => one.rollCall));
  expect(world.executions.filter((one) => names.has(one.name))).toHaveLength(1);
});

it("takes no turn for a roll call that ended while a repetition of it was on its way", async () => {
  await world.sleep(90_000); // roll calls before this one were due at other seconds
  const at = new Date(world.sandbox.world.clock.now()).toISOString();
  const looks = { rollCall: 0, lease: 0 };
  world.sandbox.gates.push(async ({ operation, principal, input }) => {
    if (operation !== "GetItem" || !/StartRollCall/.test(principal)) return;
    const pk = (input.Key as { pk: { S: string } }).pk.S;
    if (pk.startsWith("ROLLCALL#")) looks.rollCall++;
    if (pk !== "LEASE#roll-call") return;
    await world.until(async () => looks.rollCall >= 2 || undefined, "both repetitions");
    if (++looks.lease !== 2) return;
    const isOver = async () =>
      (await world.item(`ROLLCALL#${rollCallAt(at)}`, "ROLLCALL")) !== undefined &&
      (await world.item<{ holder: string }>("LEASE#roll-call", "LEASE"))?.holder === "";
    await world.until(async () => (await isOver()) || undefined, "the end of the first");
  });
  const asked = await Promise.all([ask(world, at), ask(world, at)]);
  world.sandbox.gates.pop();
  expect(asked.map((one) => one.outcome).sort()).toEqual(["closed", "started"]);
  expect((await hold(world)).row.status).toBe("complete");
});

it("says of a Region in which the hub itself is off that it is unread, and what that cost (D7, D12)", async () => {
  const there = await world.memberships();
  const enabled = there.filter((one) => one.region === "eu-west-1" && one.state === "Enabled");
  await inRegion("eu-west-1", "DisassociateMembers", members);
  await inRegion("eu-west-1", "DeleteMembers", members);
  await world.as(hub, "eu-west-1")("securityhub", "DisableSecurityHub");
  await lag(world);
  const off = await hold(world);
  expect(off.report).toMatchObject({ losses: [], unread: [{ region: "eu-west-1" }] });
  expect(told(world, off)[0]!.text).toContain("eu-west-1");
  await world.as(hub, "eu-west-1")("securityhub", "EnableSecurityHub", {});
  await lag(world);
  const { report } = await hold(world);
  const lost = report.losses.map(({ accountId, region, from, to }) => [
    accountId,
    region,
    from,
    to,
  ]);
  expect(lost.sort()).toEqual(
    enabled.map(({ accountId }) => [accountId, "eu-west-1", "Enabled", "Absent"]).sort(),
  );
  expect((await hold(world)).report.losses).toEqual([]);
});
