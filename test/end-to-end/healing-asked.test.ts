// What waits for a person: the message has the command, the command heals, and a ledger always goes first.
import { additionsOf } from "@rollcall/core/plan";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  decisionOf,
  erase,
  expire,
  healCommand,
  heals,
  remove,
  settledWorld,
  shown,
} from "./heals.ts";
import { type Called, hold, lag, leave, told } from "./roll-calls.ts";
import { account, hub, ids, keyOf, type World } from "./world.ts";

const [leaves, removed, first, second, unread, locked] = ids(630_000_000_001, 6) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const all = [leaves, removed, first, second, unread, locked];
const ledger = all.map((id) => ({ account_id: id }));

let world: World;
let called: Called;
let deaf = false;
/** While there is one, whoever looks at the organization waits for it: a run stays where it is. */
let barrier: Promise<void> | undefined;
beforeAll(async () => {
  world = await settledWorld(
    { states: { Removed: "off", Absent: "auto" }, atOnce: 1 },
    { accounts: all.map((id) => account(id)) },
    ledger,
  );
  world.sandbox.gates.push(async ({ operation, region }) => {
    if (operation === "ListAccounts") await barrier;
    if (deaf && operation === "ListMembers" && region === "eu-west-1")
      throw Object.assign(new Error("not now"), { name: "AccessDeniedException" });
  });
  await leave(world, leaves, "us-east-1");
  await remove(world, removed, "us-east-1");
  await erase(world, first, "us-east-1");
  await erase(world, second, "us-east-1");
  await leave(world, unread, "eu-west-1");
  await lag(world);
  deaf = true;
  called = await hold(world);
  deaf = false;
});
afterAll(() => world?.stop());

it("weighs state by state, and leaves an incident as a whole to a person", async () => {
  const decided = (await decisionOf(world, called)).map((one) => [
    one.accountId,
    one.kind,
    "why" in one ? one.why : "",
  ]);
  // Of the Region that could not be read nothing is known, and nothing is done.
  expect(decided.sort()).toEqual([
    [leaves, "ask", "policy"],
    [removed, "off", ""],
    [first, "ask", "at once"],
    [second, "ask", "at once"],
  ]);
  expect(heals(world)).toEqual([]);
  const [message] = told(world, called);
  expect(shown(message)).toContain(`npm run rollcall -- heal --roll-call ${called.row.rollCall}`);
  expect(shown(message)).toContain("more than 1 account is an incident");
  expect(shown(message)).toContain("A person decides on 1 membership.");
});

it("shows with --dry-run what the command would heal", async () => {
  const { code, told: dry } = await healCommand(
    world,
    "--roll-call",
    called.row.rollCall,
    "--dry-run",
  );
  expect(code).toBe(0);
  expect(dry.outcome).toBe("planned");
  expect(dry.heal.map((one: { accountId: string }) => one.accountId)).toEqual([
    leaves,
    first,
    second,
  ]);
  expect(dry.left).toMatchObject([{ accountId: removed, kind: "off" }]);
  expect(heals(world)).toEqual([]);
});

/** Does something while the run of a ledger looks at the organization, and goes no further. */
async function beside<Result>(name: string, work: () => Promise<Result>) {
  const { promise, resolve } = Promise.withResolvers<void>();
  barrier = promise;
  const running = await world.upload(ledger, name);
  await world.until(async () => (await world.runRow(running)) && true, name);
  const result = await work();
  barrier = undefined;
  resolve();
  return { running, result };
}

/** The row of a heal that waits. */
const waiting = (id: string) =>
  world.until(async () => {
    const found = heals(world).at(-1);
    const row = found ? await world.runRow(found) : undefined;
    return row?.status === "waiting" ? row : undefined;
  }, `the heal of ${id}`);

it("waits for a ledger that is applied, supersedes nobody, and finds its work done", async () => {
  let command: ReturnType<typeof healCommand>;
  const { running } = await beside("beside.csv", async () => {
    command = healCommand(world, leaves, "--wait");
    await waiting(leaves);
  });
  const { code, told: heal } = await command!;
  expect({ code, outcome: heal.outcome }).toEqual({ code: 0, outcome: "started" });
  expect(heal.ended).toMatchObject({ status: "settled", memberships: { wanted: 1, enabled: 1 } });
  const [ended, own] = [await world.ended(running), await world.ended(heal.run)];
  expect(ended.status).toBe("settled");
  const closed = Date.parse(ended.row.closedAt!);
  expect(Date.parse(own.row.reached.observe!)).toBeGreaterThanOrEqual(closed);
  expect(additionsOf(own.plan!)).toEqual([]);
  expect(own.row.uploader).toContain(hub);
});

it("gives way to a ledger that waits as well", async () => {
  await lag(world);
  await leave(world, first, "us-east-1");
  await lag(world);
  await hold(world);
  const { running, result } = await beside("first.csv", async () => {
    const { told: heal } = await healCommand(world, first);
    await waiting(first);
    const next = await world.upload(ledger, "second.csv");
    await world.until(async () => (await world.runRow(next)) && true, "the second ledger");
    return { heal: heal.run as string, next };
  });
  const [one, other, gaveWay] = [
    await world.ended(running),
    await world.ended(result.next),
    await world.ended(result.heal),
  ];
  expect([one.status, other.status, gaveWay.status]).toEqual(["settled", "settled", "superseded"]);
  expect(gaveWay.plan).toBeUndefined();
  expect(shown(world.messagesOf(result.heal)[0])).toContain("gave way to a ledger");
  expect(await world.stateOf(first, "us-east-1")).toBe("Enabled");
});

it("names why a member that cannot be entered is not back, in both messages", async () => {
  await lag(world);
  await leave(world, locked, "us-east-1");
  const RoleName = "rollcall-member";
  const iam = (operation: string, more: object = {}) =>
    world.as(locked)<{ PolicyNames: string[] }>("iam", operation, { RoleName, ...more });
  for (const PolicyName of (await iam("ListRolePolicies")).PolicyNames)
    await iam("DeleteRolePolicy", { PolicyName });
  await iam("DeleteRole");
  await lag(world);
  const lost = await hold(world);
  const { code, told: heal } = await healCommand(world, "--roll-call", lost.row.rollCall, "--wait");
  expect(code).toBe(5);
  const ended = await world.ended(heal.run);
  expect(ended.summary!.attention).toMatchObject([
    { account: locked, region: "us-east-1", code: "RoleRefused" },
  ]);
  const message = world.messages.find((one) => keyOf(one) === `roll-call/${lost.row.rollCall}`);
  expect(shown(message)).toContain("Healed without success: 1 membership");
  expect(shown(message)).toContain(heal.run);
});

it("heals what was lost by a roll call sixty days ago, whose own files are gone after thirty", async () => {
  await lag(world);
  await leave(world, leaves, "us-east-1");
  await leave(world, second, "eu-west-1");
  await lag(world);
  const lost = await hold(world);
  expect(lost.row.losses).toBe(2);
  await expire(world, "runs/roll-call-");
  await hold(world);
  const { rollCall } = lost.row;
  const { told: byRollCall } = await healCommand(
    world,
    "--roll-call",
    rollCall,
    leaves,
    second,
    "--wait",
  );
  expect(byRollCall.heal).toMatchObject([{ accountId: leaves }, { accountId: second }]);
  expect(byRollCall.ended).toMatchObject({ status: "settled" });
  await world.until(async () => {
    const message = world.messages.find((one) => keyOf(one) === `roll-call/${rollCall}`);
    return message!.text.includes("Recovered: 2 memberships") || undefined;
  }, "the message as they are back");
});

it("heals what an account lost before anything else remembers it, by its transitions", async () => {
  await lag(world);
  await leave(world, leaves, "us-east-1");
  await lag(world);
  await hold(world);
  await expire(world, "runs/roll-call-");
  await expire(world, "runs/losses/");
  await hold(world);
  expect((await healCommand(world, "--dry-run")).told.outcome).toBe("nothing");
  const { told: byAccount } = await healCommand(world, leaves, "--wait");
  expect(byAccount).toMatchObject({ outcome: "started", ended: { status: "settled" } });
  expect(await world.stateOf(leaves, "us-east-1")).toBe("Enabled");
});
