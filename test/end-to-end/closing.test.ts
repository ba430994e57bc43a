// Accounts that are closed for good: only those that rollcall created, only once they are out, only what a person
// approved, and within AWS's quotas (D97).
import { AwsError, type GatedCall } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rollcall } from "../cli/command.ts";
import { decide, root } from "./deciding.ts";
import { flawsOf } from "./flaws.ts";
import { agree, asked, askFor, askOffboarding } from "./leaving.ts";
import { account, hub, management, startWorld, type World } from "./world.ts";

const region = "us-east-1";
const foreign = "620000000001";
const names = ["one", "two", "three", "four", "five", "six", "seven"];
const mail = (name: string) => `${name}@closing.example.com`;

let world: World;
let trouble: (call: GatedCall) => Promise<void> | void = () => {};
const id = (name: string) => world.accountOf(mail(name))!;
const stateOf = (name: string) => world.sandbox.model.accounts.get(id(name))?.state;

beforeAll(async () => {
  const estate = { hub: { account: hub, regions: [region] }, management };
  world = await startWorld({ ...estate, accounts: [account(foreign)] });
  const made = names.map((one) => ({ email: mail(one), account_name: `Closing ${one}` }));
  const settled = await world.apply([{ account_id: foreign }, ...made]);
  expect(settled.status).toBe("settled");
  await agree(world, await askOffboarding(world, [foreign, ...names.slice(1).map(id)]));
  world.sandbox.gates.push((call) => trouble(call));
});
afterAll(() => world?.stop());

const command = async (...args: string[]) =>
  rollcall([...args, "--endpoint", world.sandbox.endpoint], {
    AWS_ACCESS_KEY_ID: hub,
    AWS_SECRET_ACCESS_KEY: "sandbox",
  });

interface Closure {
  requestedAt: number;
  dueAt: number;
  management: string;
  done: boolean;
}
const closures = () => world.sandbox.world.store.collection<Closure>("organizations/closures");
const told = (type: string) =>
  world
    .items()
    .then((all) =>
      all.flatMap((one) =>
        one.kind === "event" && one.event.type === type ? [one.event.properties.accountId] : [],
      ),
    );

it("refuses accounts that rollcall did not create, and those that are still members", async () => {
  const dry = await command("close-account", foreign, id("one"), id("two"), "--json");
  expect(dry.code).toBe(5);
  const { closures: shown, escalations, tombstones, run } = JSON.parse(dry.stdout);
  expect(shown).toMatchObject([{ accountId: id("two"), email: mail("two"), already: false }]);
  expect(escalations).toMatchObject([
    { account: foreign, reason: "NotCreatedHere" },
    { account: id("one"), region, state: "Enabled", reason: "StillMember" },
  ]);
  expect(tombstones).toMatchObject([{ accountId: id("two"), region }]);
  expect(run).toBeUndefined();
  // Past the command the run refuses them all the same, without anybody to ask.
  const mark = world.sandbox.calls.mark();
  const ended = await world.ended(
    await askFor(world, "close", { accounts: [foreign, id("one")] }),
    mark,
  );
  expect(ended.status).toBe("attention");
  expect(ended.row.approval).toBeUndefined();
  expect(ended.summary?.attention.map((one) => one.code)).toEqual([
    "NotCreatedHere",
    "StillMember",
  ]);
  expect(ended.summary?.attention[1]?.next.en).toContain(`rollcall offboard ${id("one")} --yes`);
  expect(ended.calls["organizations:CloseAccount"]).toBeUndefined();
  expect(await flawsOf(world, ended)).toEqual([]);
});

it("does nothing that was not approved", async () => {
  const japanese = await command("close-account", id("two"), "--lang", "ja");
  expect(japanese.stdout).toContain("アカウント 1件を完全に閉鎖");
  expect(japanese.stdout).toContain("まだ復元できます");
  const mark = world.sandbox.calls.mark();
  const { run } = JSON.parse((await command("close-account", id("two"), "--yes", "--json")).stdout);
  await asked(world, run);
  const shown = () => JSON.stringify(world.messagesOf(run)[0]?.blocks ?? []);
  await world.until(async () => /✋/.test(shown()) || undefined, "the question in Slack");
  const parent = shown();
  expect(parent).toContain("accounts are closed for good");
  expect(parent).toContain(`rollcall approve ${run}`);
  await decide(world, { run, word: "reject", why: "still needed" }, root(hub));
  const ended = await world.ended(run, mark);
  expect(ended.status).toBe("discarded");
  expect(ended.calls["organizations:CloseAccount"]).toBeUndefined();
  expect(stateOf("two")).toBe("ACTIVE");
});

it("closes three at once, also where answers and functions are lost on the way", async () => {
  const wanted = ["two", "three", "four", "five"];
  const run = await askFor(world, "close", { accounts: wanted.map(id) });
  await asked(world, run);
  let calls = 0;
  let writes: "safe" | "lost" | "safe again" = "safe";
  trouble = async ({ service, operation, input }) => {
    // The answer is lost after AWS has acted.
    if (operation === "CloseAccount" && service === "organizations") calls += 1;
    if (operation === "CloseAccount" && calls === 2) {
      calls += 1;
      await world.as(management.account)("organizations", "CloseAccount", input);
      throw new AwsError("ServiceException", "the answer is lost", { status: 500 });
    }
    // Nothing can be written down between the call and the next look.
    if (operation === "CloseAccount" && writes === "safe") writes = "lost";
    if (operation === "DescribeAccount" && writes === "lost") writes = "safe again";
    const isRecord = service === "dynamodb" && JSON.stringify(input).includes("account.closing");
    if (isRecord && writes === "lost")
      throw new AwsError("InternalServerError", "ended here", { status: 500 });
  };
  const ended = await agree(world, run);
  trouble = () => {};
  expect(ended.status).toBe("settled");
  expect(writes).toBe("safe again");
  expect(ended.summary?.closures).toEqual({ planned: 4, done: 4 });
  expect(wanted.map(stateOf)).toEqual(wanted.map(() => "SUSPENDED"));
  const spans = wanted.map((one) => closures().get(id(one))!);
  for (const { requestedAt } of spans)
    expect(
      spans.filter((one) => one.requestedAt <= requestedAt && one.dueAt > requestedAt).length,
    ).toBeLessThanOrEqual(3);
  expect((await told("account.closed")).sort()).toEqual(wanted.map(id).sort());
  // Of two nobody was there to tell it before they were closed.
  const begun = await told("account.closing");
  expect(new Set(begun).size).toBe(begun.length);
  expect(begun.length).toBeGreaterThanOrEqual(2);
  const [parent, ...replies] = world.messagesOf(run).map((one) => JSON.stringify(one.blocks));
  expect(parent).toContain("Closing for good: 4 accounts");
  expect(parent).toContain("Close accounts");
  expect(replies.join()).toContain("4 of 4 accounts closed.");
  expect(await flawsOf(world, ended)).toEqual([]);

  // What is closed and on record is nobody's work; nobody is asked, and nothing is done twice.
  const again = await command("close-account", id("two"), "--yes");
  expect(again.code).toBe(0);
  expect(again.stdout).toContain("There is no account to close");
});

it("puts on record what somebody else has closed, and asks nobody for that", async () => {
  await world.as(management.account)("organizations", "CloseAccount", { AccountId: id("six") });
  await world.sleep(120_000);
  const mark = world.sandbox.calls.mark();
  const { run } = JSON.parse((await command("close-account", id("six"), "--yes", "--json")).stdout);
  const ended = await world.ended(run, mark);
  expect(ended.status).toBe("settled");
  expect(ended.row.approval).toBeUndefined();
  expect(ended.calls["organizations:CloseAccount"]).toBeUndefined();
  expect(await told("account.closed")).toContain(id("six"));
});

it("says when the month's share is used up, when it may not, and when an account has come back", async () => {
  const now = world.sandbox.world.clock.now();
  const used = { management: management.account, requestedAt: now, dueAt: now, done: true };
  const filled = Array.from({ length: 250 }, (_, at) => `used-${at}`);
  for (const one of filled) closures().set(one, used);
  const closing = async () => {
    const run = await askFor(world, "close", { accounts: [id("seven")] });
    await asked(world, run);
    return agree(world, run);
  };
  const full = await closing();
  const free = new Date(now + 30 * 24 * 60 * 60_000).toISOString().slice(0, 7);
  expect(full.summary?.attention).toMatchObject([
    { account: id("seven"), code: "ClosureQuota", detail: expect.stringContaining(free) },
  ]);
  for (const one of filled) closures().delete(one);

  trouble = ({ operation }) => {
    if (operation === "CloseAccount")
      throw new AwsError("AccessDeniedException", "not for you", { status: 400 });
  };
  const denied = await closing();
  trouble = () => {};
  expect(denied.summary?.attention).toMatchObject([
    { code: "ClosureDenied", detail: "not for you" },
  ]);
  expect(denied.summary?.attention[0]?.next.en).toContain("AllowClosing=true");

  // It is brought back while its closing waits for a decision.
  const run = await askFor(world, "close", { accounts: [id("seven")] });
  await asked(world, run);
  const restored = await world.ended(await askFor(world, "restore", { accounts: [id("seven")] }));
  expect(restored.status).toBe("settled");
  const back = await agree(world, run);
  expect(back.summary?.attention).toMatchObject([{ code: "StillMember", region }]);
  expect(stateOf("seven")).toBe("ACTIVE");
});
