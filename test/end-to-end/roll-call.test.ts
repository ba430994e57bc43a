// Who left is noticed by the next roll call, told once, and shown as recovered when it is back.

import type { Snapshot } from "@rollcall/core/roll-call";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comeBack, hold, lag, leave, told } from "./roll-calls.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1", "ap-northeast-1"];
const [leaves, removed, vanishes, suspended, stays, flaps, stranger] = ids(610_000_000_001, 7) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const ledger = [leaves, removed, vanishes, suspended, stays, flaps].map((id) => ({
  account_id: id,
  account_name: `Account ${id}`,
  owner_email: id === leaves ? "mika@example.com" : "nobody@example.com",
}));

let world: World;
beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: [leaves, removed, vanishes, suspended, stays, flaps, stranger].map((id) =>
      account(id),
    ),
  });
  world.sandbox.slack.workspace.addUser({ email: "mika@example.com", name: "Mika", id: "U0MIKA" });
});
afterAll(() => world?.stop());

describe("roll calls, one after another", () => {
  it("records a baseline first, and tells nobody (D2)", async () => {
    const called = await hold(world);
    const { row, report } = called;
    expect(row).toMatchObject({ status: "complete", losses: 0, counts: {} });
    expect(report.missing).toEqual([]);
    expect(told(world, called)).toEqual([]);
    expect(world.messages).toEqual([]);
  });

  it("finds nothing to tell when nothing changed, with one call for each page", async () => {
    const applied = await world.apply(ledger);
    expect(applied.status).toBe("settled");
    await lag(world);
    const called = await hold(world);
    const { row, report, calls } = called;
    expect(row).toMatchObject({ status: "complete", losses: 0, counts: { Enabled: 18 } });
    expect(report).toMatchObject({ missing: [], unknown: [], unread: [] });
    expect(calls["securityhub:ListMembers"]).toBe(regions.length);
    const hubCalls = Object.entries(calls).filter(([name]) => name.startsWith("securityhub:"));
    expect(hubCalls).toHaveLength(1);
    // One sweep. Of its pages one may be empty, with a token for the rest, as Organizations does.
    expect([1, 2]).toContain(calls["organizations:ListAccounts"]);
    expect(told(world, called)).toEqual([]);
  });

  it("tells each loss once, from what to what, in one message that mentions its owners (D3, D7, D9, D15, D113)", async () => {
    await leave(world, leaves, "us-east-1");
    await world.as(hub, "eu-west-1")("securityhub", "DisassociateMembers", {
      AccountIds: [removed],
    });
    await world.as(hub, "ap-northeast-1")("securityhub", "DisassociateMembers", {
      AccountIds: [vanishes],
    });
    await world.as(hub, "ap-northeast-1")("securityhub", "DeleteMembers", {
      AccountIds: [vanishes],
    });
    await world.as(management.account)("organizations", "CloseAccount", { AccountId: suspended });
    await lag(world);
    const called = await hold(world);
    const { row, report } = called;
    const changes = report.losses
      .map(({ accountId, region, from, to, next }) => [accountId, region, from, to, next])
      .sort();
    expect(changes).toEqual(
      [
        [leaves, "us-east-1", "Enabled", "Resigned", "AcceptInvitation"],
        [removed, "eu-west-1", "Enabled", "Removed", "InviteMember"],
        [vanishes, "ap-northeast-1", "Enabled", "Absent", "CreateMember"],
        ...regions.map((region) => [suspended, region, "Enabled", "AccountSuspended", "Escalate"]),
      ].sort(),
    );
    expect(row.losses).toBe(6);
    const [parent, ...replies] = told(world, called);
    expect(replies).toEqual([]);
    // Who is not in Slack is named all the same. Only the first post mentions: later ones would ping again.
    const texts = [...parent!.revisions, parent!].map(({ text }) => text);
    expect(texts[0]).toMatch(/^<@U0MIKA> 6 memberships of 4 accounts lost/);
    expect(texts.filter((text) => text.includes("<@"))).toHaveLength(1);
    const shown = JSON.stringify(parent!.blocks);
    for (const word of [
      leaves,
      `Account ${removed}`,
      "Enabled → Resigned",
      "accept again",
      "ask a person",
      "nobody@example.com",
    ])
      expect(shown).toContain(word);
    const again = await hold(world);
    expect(again.report.losses).toEqual([]);
    expect(told(world, again)).toEqual([]);
    expect(told(world, called)).toHaveLength(1);
  });

  it("shows who is back in the same message, with the history in its thread", async () => {
    const before = world.messages.find((one) => /6 memberships/.test(one.text))!;
    await comeBack(world, leaves, "us-east-1");
    await lag(world);
    const called = await hold(world);
    const { row, report } = called;
    expect(report.losses).toEqual([]);
    expect(told(world, called)).toEqual([]);
    const parent = world.messages.find((one) => one.ts === before.ts)!;
    expect(JSON.stringify(parent.blocks)).toContain("Enabled → Resigned ↺ recovered");
    expect(JSON.stringify(parent.blocks)).toContain("5 outside now, 1 recovered");
    const thread = world.messages.filter((one) => one.threadTs === before.ts);
    expect(thread.map((one) => one.text)).toEqual([
      expect.stringContaining(`1 membership recovered ${leaves}`),
    ]);
    expect(keyOf(thread[0]!)).toContain(row.rollCall);
  });

  it("shows at once what a run of the ledger brought back", async () => {
    await world.apply(ledger, "again.csv");
    const parent = world.messages.find((one) => /outside now/.test(JSON.stringify(one.blocks)))!;
    expect(JSON.stringify(parent.blocks)).toContain("3 outside now, 3 recovered");
    const thread = world.messages.filter((one) => one.threadTs === parent.ts);
    expect(thread).toHaveLength(2);
    expect(thread[1]!.text).toContain("2 memberships recovered");
  });

  it("notices who left and came back between two roll calls (D11)", async () => {
    await lag(world);
    await hold(world);
    await leave(world, flaps, "eu-west-1");
    await world.sleep(20_000);
    await comeBack(world, flaps, "eu-west-1");
    await lag(world);
    const called = await hold(world);
    const { report } = called;
    expect(report.losses).toMatchObject([
      { accountId: flaps, region: "eu-west-1", from: "Enabled", flap: true },
    ]);
    const [parent] = told(world, called);
    expect(JSON.stringify(parent!.blocks)).toContain("left and came back");
    expect(await world.stateOf(flaps, "eu-west-1")).toBe("Enabled");
    expect((await hold(world)).report.losses).toEqual([]);
  });

  it("tells a loss that a run of the ledger saw first", async () => {
    await leave(world, stays, "us-east-1");
    await lag(world);
    const applied = await world.apply(ledger, "third.csv");
    expect(applied.transitions.map((one) => one.to)).toContain("Resigned");
    const { report } = await hold(world);
    expect(report.losses).toMatchObject([{ accountId: stays, from: "Enabled", to: "Resigned" }]);
    expect((await hold(world)).report.losses).toEqual([]);
  });

  it("says in the thread who came back, though a roll call sees it before its run has closed (D106)", async () => {
    await leave(world, stays, "eu-west-1");
    await lag(world);
    const lost = await hold(world);
    // Creating an account takes longer than joining one: the run goes on when the member is back.
    const created = { account_name: "New", email: "new@example.com" };
    const run = await world.upload([...ledger, created], "new.csv");
    const isBack = async () => (await world.stateOf(stays, "eu-west-1")) === "Enabled" || undefined;
    await world.until(isBack, "the way back");
    await hold(world);
    expect((await world.runRow(run))!.closedAt).toBeUndefined();
    await world.ended(run);
    const [parent, ...thread] = told(world, lost);
    expect(parent!.text).toContain("Recovered: 1 membership");
    expect(thread.map((one) => one.text)).toEqual([
      expect.stringContaining(`1 membership recovered ${stays}`),
    ]);
    await world.apply(ledger, "as-before.csv");
    await lag(world);
  });

  it("names members that the ledger does not know, and accounts that the hub does not", async () => {
    await world.as(hub, "us-east-1")("securityhub", "CreateMembers", {
      AccountDetails: [{ AccountId: stranger }],
    });
    await world.as(hub, "us-east-1")("securityhub", "InviteMembers", { AccountIds: [stranger] });
    await lag(world);
    const { report, row } = await hold(world);
    expect(report.unknown).toEqual([stranger, world.accountOf("new@example.com")].sort());
    expect(row.unknown).toBe(2);
    for (const region of regions) {
      const hubIn = world.as(hub, region);
      await hubIn("securityhub", "DisassociateMembers", { AccountIds: [removed] });
      await hubIn("securityhub", "DeleteMembers", { AccountIds: [removed] });
    }
    await lag(world);
    expect((await hold(world)).report.missing).toEqual([removed]);
  });

  it("keeps the day's snapshot, in account × Region × state and in the older grouping", async () => {
    const { row } = await hold(world);
    const snapshot = (await world.json<Snapshot>(row.snapshot!))!;
    expect(row.snapshot).toBe(`snapshots/${row.startedAt.slice(0, 10)}.json`);
    expect(snapshot.accounts[stays]).toEqual(
      Object.fromEntries(regions.map((one) => [one, "Enabled"])),
    );
    expect(snapshot.byState.AccountSuspended).toEqual([suspended]);
    expect(snapshot.counts).toEqual(row.counts);
  });

  it("is held by its schedule, with the schedule's own role", async () => {
    const { schedules } = world.sandbox.services;
    const held = () => world.executions.filter((one) => one.machineArn.endsWith("-roll-call"));
    const before = held().length;
    schedules.fire(schedules.names().find((name) => name.includes("RollCalls"))!);
    await world.until(async () => held().length > before || undefined, "the scheduled roll call");
    await world.until(
      async () => held().every(({ status }) => status === "SUCCEEDED") || undefined,
      "the end of the scheduled roll call",
    );
  });
});
