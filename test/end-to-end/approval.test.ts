// A ledger that takes something away does nothing before a person said yes; and what a person may say, and when.
import { additionsOf } from "@rollcall/core/plan";
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decide, root, signedIn, waitingFor } from "./deciding.ts";
import { flawsOf } from "./flaws.ts";
import { storedPlan } from "./stored-plan.ts";
import {
  account,
  hub,
  ids,
  keyOf,
  type LedgerRow,
  management,
  startWorld,
  type World,
} from "./world.ts";

const all = ids(600_000_000_001, 40);
const [thirty, ten] = [all.slice(0, 30), all.slice(30)];
const home = "us-east-1";
const regions = [home];
const DAY = 24 * 60 * 60_000;

let world: World;

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: all.map((id) => account(id)),
  });
  const settled = await world.apply(all.map((account_id) => ({ account_id })));
  expect(settled.status).toBe("settled");
});
afterAll(() => world?.stop());

const removing = [
  ...thirty.map((account_id) => ({ account_id, desired: "absent" })),
  ...ten.map((account_id) => ({ account_id })),
];

const waiting = (rows: LedgerRow[], name?: string) => waitingFor(world, rows, name);

const mutations = (mark: number) =>
  world.sandbox.calls
    .since(mark)
    .filter(
      ({ service, operation }) =>
        service === "securityhub" && !/^(List|Get|Describe)/.test(operation),
    );

const enabledIn = async (region: string) =>
  (await world.memberships()).filter((one) => one.region === region && one.state === "Enabled")
    .length;

describe("a ledger that would remove 30 of 40 members (D61, D81)", () => {
  it("does nothing before it is approved, says what it would do, and can be rejected", async () => {
    const mark = world.sandbox.calls.mark();
    const run = await waiting(removing);
    world.sandbox.world.clock.pass(3 * DAY);
    await world.sleep(60_000);
    expect(mutations(mark)).toEqual([]);
    expect(await enabledIn(home)).toBe(40);
    const row = await world.runRow(run);
    expect(row?.approval).toMatchObject({
      standing: "waiting",
      causes: ["absent", "share"],
      blast: { members: 40, losing: 30, memberships: 30, gone: [] },
    });
    const [parent, ...replies] = world.messagesOf(run);
    const shown = JSON.stringify(parent!.blocks);
    expect(shown).toContain("30 of 40 members would lose 30 enabled memberships");
    expect(shown).toContain(`rollcall approve ${run}`);
    expect(shown).toContain(`rollcall reject ${run} --why`);
    expect(replies.map(keyOf)).toEqual([`run/${run}/plan`]);

    const refused = await decide(world, { run, word: "reject", why: "wrong file" }, root(hub));
    expect(refused).toMatchObject({ status: 200, body: { verdict: "decided" } });
    const ended = await world.ended(run);
    expect(ended.status).toBe("discarded");
    expect(mutations(mark)).toEqual([]);
    expect(ended.row.approval).toMatchObject({
      standing: "rejected",
      why: "wrong file",
      by: { arn: `arn:aws:iam::${hub}:root`, account: hub, caller: hub },
    });
    expect(await flawsOf(world, ended)).toEqual([]);
    const late = await decide(world, { run, word: "approve" }, root(hub));
    expect(late.body.verdict).toBe("contradicts");
  });

  it("expires after seven days, and says so; a later word changes nothing", async () => {
    const mark = world.sandbox.calls.mark();
    const run = await waiting(removing);
    world.sandbox.world.clock.pass(8 * DAY);
    const ended = await world.ended(run);
    expect(ended.status).toBe("discarded");
    expect(ended.row.approval?.standing).toBe("expired");
    expect(
      world
        .messagesOf(run)
        .map((one) => one.text)
        .join(),
    ).toMatch(/not applied/);
    const late = await decide(world, { run, word: "approve" }, root(hub));
    expect(late.body.verdict).toBe("expired");
    expect(mutations(mark)).toEqual([]);
  });

  it("gives way to a newer ledger, and never holds one up", async () => {
    const run = await waiting(removing);
    const next = await world.apply(all.map((account_id) => ({ account_id })));
    expect(next.status).toBe("settled");
    const old = await world.ended(run);
    expect(old.status).toBe("superseded");
    const late = await decide(world, { run, word: "approve" }, root(hub));
    expect(late.body.verdict).toBe("superseded");
    await world.until(async () => {
      const own = world.executions.find((one) => one.name === run);
      return own?.status === "SUCCEEDED" ? true : undefined;
    }, "the end of the displaced execution");
  });

  it("lets in nobody who is unsigned, of another account, or without a policy for it", async () => {
    const run = await waiting(removing);
    expect(await decide(world, { run, word: "approve" }, undefined)).toMatchObject({ status: 403 });
    expect(await decide(world, { run, word: "approve" }, root(all[0]!))).toMatchObject({
      status: 403,
    });
    const visitor = await signedIn(world, "Visitors", "bob@example.com", false);
    expect(await decide(world, { run, word: "approve" }, visitor)).toMatchObject({ status: 403 });
    expect((await world.runRow(run))?.approval?.standing).toBe("waiting");
    expect(await decide(world, { run: "no-such-run", word: "approve" }, root(hub))).toMatchObject({
      body: { verdict: "no-run" },
    });
    expect(await decide(world, { run, word: "reject" }, root(hub))).toMatchObject({ status: 400 });
  });

  it("takes a word that came between two attempts to ask, which only the first one's token could pass on", async () => {
    let asked = 0;
    let verdict: unknown;
    world.sandbox.gates.push(async ({ operation, input }) => {
      const text = JSON.stringify(input);
      // The first attempt ends when it has asked, before it is over.
      if (operation === "PutItem" && asked === 1 && text.includes("LEASE#apply"))
        throw new AwsError("InternalServerError", "ended here", { status: 500 });
      if (operation !== "PutItem" || !text.includes("TOKEN#") || ++asked !== 2) return;
      const word = { word: "reject", why: "not now" };
      verdict = (await decide(world, { run, ...word }, root(hub))).body.verdict;
    });
    const run = await world.upload(removing);
    const ended = await world.ended(run);
    expect({ verdict, status: ended.status }).toEqual({
      verdict: "stranded",
      status: "discarded",
    });
    expect(world.told.filter((id) => id === `${run}/approval`)).toHaveLength(1);
  });

  it("removes what was approved and still true, and nothing else (D97)", async () => {
    const run = await waiting(removing);
    // Reality moves on: one leaves the hub by itself, and another, whom nobody approved, resigns.
    const gone = thirty[0]!;
    for (const region of regions) {
      const asHub = world.as(hub, region);
      await asHub("securityhub", "DisassociateMembers", { AccountIds: [gone] });
      await asHub("securityhub", "DeleteMembers", { AccountIds: [gone] });
    }
    await world.as(ten[0]!, home)("securityhub", "DisassociateFromAdministratorAccount");
    const mark = world.sandbox.calls.mark();
    const alice = await signedIn(world, "Approvers", "alice@example.com");
    // Killed between the table and the execution: the word stands, and the same command passes it on.
    let lost = 4; // the SDK asks four times
    world.sandbox.gates.push(({ operation }) => {
      if (operation === "SendTaskSuccess" && lost-- > 0)
        throw new AwsError("InternalFailure", "lost", { status: 500 });
    });
    const first = await decide(world, { run, word: "approve" }, alice);
    expect(first.status).toBe(502);
    expect(await world.runRow(run)).toMatchObject({
      status: "approval",
      approval: { standing: "approved" },
    });
    const again = await decide(world, { run, word: "approve" }, alice);
    expect(again.body).toMatchObject({ verdict: "again" });
    const ended = await world.ended(run, mark);
    expect(ended.row.approval?.by?.arn).toBe(
      `arn:aws:sts::${hub}:assumed-role/Approvers/alice@example.com`,
    );
    expect(ended.summary?.removals).toMatchObject({ approved: 29, done: 29, findings: 0 });
    // Nobody asked for the members' side: it is left to the projects, and that is said (D59).
    expect(JSON.stringify(world.messagesOf(run).map((one) => one.blocks))).toContain(
      "are left to their projects",
    );
    for (const region of regions)
      expect(world.sandbox.model.securityHub.isOn(thirty[1]!, region)).toBe(true);
    for (const region of regions) expect(await enabledIn(region)).toBe(9);
    expect(additionsOf(ended.plan!)).toEqual([]);
    // What the person saw stays on record beside what was left of it.
    const asked = await storedPlan(world, run, "plan-asked");
    expect([asked?.removals.length, additionsOf(asked!)]).toEqual([30, []]);
    expect(ended.plan?.removals).toHaveLength(29);
    expect(ended.summary?.attention.map((one) => [one.account, one.region])).toEqual([
      [ten[0], home],
    ]);
    // In batches of 50: one call of each kind for each Region.
    expect(ended.calls).toMatchObject({
      "securityhub:DisassociateMembers": regions.length,
    });
    const told = world.told.filter((id) => id === `${run}/decided`);
    expect(new Set(told).size).toBe(1);
  });
});
