// What was lost comes back by itself where the policy says so, waits for a person where it says that, and never
// more than what was decided.
import type { HealRow } from "@rollcall/aws/table/heals";
import { additionsOf } from "@rollcall/core/plan";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { decisionOf, erase, healed, heals, join, remove, settledWorld, shown } from "./heals.ts";
import { type Called, hold, lag, leave, told } from "./roll-calls.ts";
import { type Applied, account, ids, keyOf, management, type World } from "./world.ts";

const auto = {
  states: { Resigned: "auto", Removed: "auto", Deleted: "auto", Absent: "auto" },
  atOnce: 4,
};

describe("what the policy heals by itself", () => {
  const [leaves, removed, vanishes, unwanted, locked, narrow] = ids(620_000_000_001, 6) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  let world: World;
  let called: Called;
  let heal: Applied;
  let mark: number;
  beforeAll(async () => {
    const all = [leaves, removed, vanishes, unwanted, locked, narrow];
    world = await settledWorld(
      auto,
      { accounts: all.map((id) => account(id)) },
      all.map((id) => ({
        account_id: id,
        regions: id === unwanted || id === narrow ? "us-east-1" : "all",
      })),
    );
    // Enabled in both Regions, wanted in one: a heal must not read that as a removal.
    for (const id of [unwanted, narrow]) await join(world, id, "eu-west-1");
    await lag(world);
    await hold(world);
    await leave(world, leaves, "us-east-1");
    await remove(world, removed, "eu-west-1");
    await erase(world, vanishes, "eu-west-1");
    await leave(world, unwanted, "eu-west-1");
    await leave(world, narrow, "us-east-1");
    await lag(world);
    mark = world.sandbox.calls.mark();
    called = await hold(world);
    heal = await healed(world, called);
  });
  afterAll(() => world?.stop());

  it("is planned through apply, for the lost memberships and nothing else", async () => {
    expect(called.report.losses).toHaveLength(5);
    expect(
      additionsOf(heal.plan!).map(({ accountId, region, command }) => [accountId, region, command]),
    ).toEqual([
      [leaves, "us-east-1", "AcceptInvitation"],
      [removed, "eu-west-1", "InviteMember"],
      [vanishes, "eu-west-1", "CreateMember"],
      [narrow, "us-east-1", "AcceptInvitation"],
    ]);
    expect(heal.plan).toMatchObject({ removals: [], creations: [], escalations: [], unknown: [] });
    expect(heal.status).toBe("settled");
    expect(heal.summary!.memberships).toEqual({ wanted: 4, enabled: 4, pending: 0, attention: 0 });
    const touched = heal.transitions.map((one) => `${one.accountId}/${one.region}`);
    expect(new Set(touched).size).toBe(4);
    expect(await world.stateOf(narrow, "eu-west-1")).toBe("Enabled");
    expect(await world.stateOf(unwanted, "eu-west-1")).toBe("Resigned");
  });

  it("is accepted again in the member that left, with two calls and no invitation (D76)", async () => {
    const calls = world.sandbox.calls.since(mark).filter((one) => one.service === "securityhub");
    const inMember = calls.filter((one) => one.account === leaves).map((one) => one.operation);
    expect(inMember).toEqual(["ListInvitations", "AcceptAdministratorInvitation"]);
    const invited = calls.filter((one) => one.operation === "InviteMembers");
    expect(invited.map((one) => one.region)).toEqual(["eu-west-1"]);
  });

  it("has a message that says so, and the roll call's message is kept current", async () => {
    const [parent] = world.messagesOf(heal.run);
    expect(shown(parent)).toContain("Healing: 4 memberships of 4 accounts");
    expect(shown(parent)).toContain("Begun by the healing policy");
    const [message] = told(world, called);
    expect(shown(message)).toContain("1 outside now, 4 recovered");
    expect(shown(message)).not.toContain("Being healed");
    expect(keyOf(world.messages.at(-1)!)).toContain(heal.run);
  });

  it("is remembered with its event, and a roll call that heals twice heals once", async () => {
    const rows = (await world.items()).filter((one) => one.kind === "heal") as HealRow[];
    expect(rows.map((one) => [one.accountId, one.region, one.run, one.by]).sort()).toEqual(
      [
        [leaves, "us-east-1"],
        [removed, "eu-west-1"],
        [vanishes, "eu-west-1"],
        [narrow, "us-east-1"],
      ]
        .map((pair) => [...pair, heal.run, "policy"])
        .sort(),
    );
    expect(world.told).toContain(`${heal.run}/${leaves}`);
    const functions = await world.asHub<{ Functions: { FunctionName: string }[] }>(
      "lambda",
      "ListFunctions",
    );
    const { FunctionName } = functions.Functions.find((one) => /StartHeal/.test(one.FunctionName))!;
    await world.asHub("lambda", "Invoke", {
      FunctionName,
      Payload: Buffer.from(JSON.stringify({ after: called.row.rollCall })),
    });
    expect(heals(world)).toEqual([heal.run]);
    expect(await flawsOf(world, heal)).toEqual([]);
  });

  it("holds back who is lost again within the cool-down, and says so", async () => {
    await lag(world);
    await leave(world, leaves, "us-east-1");
    await lag(world);
    const again = await hold(world);
    expect(await decisionOf(world, again)).toMatchObject([
      { kind: "held", accountId: leaves, again: true },
    ]);
    const [message] = told(world, again);
    expect(shown(message)).toContain("lost again, held until");
    expect(shown(message)).toContain(
      `npm run rollcall -- heal --roll-call ${again.row.rollCall} ${leaves}`,
    );
    expect(await world.stateOf(leaves, "us-east-1")).toBe("Resigned");
  });

  it("heals later what it could not start to heal", async () => {
    let denied = true;
    world.sandbox.gates.push(({ operation, input }) => {
      if (denied && operation === "StartExecution" && /^heal-/.test(String(input.name)))
        throw Object.assign(new Error("not now"), { name: "AccessDeniedException" });
    });
    await leave(world, locked, "eu-west-1");
    await lag(world);
    const failed = await hold(world);
    const ended = await world.until(async () => {
      const found = world.executions.find((one) => one.name === failed.row.rollCall);
      return found?.status === "RUNNING" ? undefined : found;
    }, "the execution");
    expect(ended.status).toBe("FAILED");
    denied = false;
    expect(await decisionOf(world, await hold(world))).toContainEqual(
      expect.objectContaining({ accountId: locked, kind: "under way" }),
    );
    for (let minutes = 0; minutes < 31; minutes += 1.5) await lag(world);
    const later = await healed(world, await hold(world));
    expect(additionsOf(later.plan!)).toMatchObject([{ accountId: locked, region: "eu-west-1" }]);
    expect(later.status).toBe("settled");
  });
});

describe("members of the organization", () => {
  const [removed, suspended] = ids(621_000_000_001, 2) as [string, string];
  let world: World;
  afterAll(() => world?.stop());

  it("are enabled by the hub alone; a suspended account is left to a person (D15, D77)", async () => {
    const accounts = [removed, suspended].map((id) => account(id, { role: null }));
    world = await settledWorld(
      auto,
      { accounts, hub: { delegatedAdministrator: true } },
      accounts.map(({ id }) => ({ account_id: id })),
    );
    await remove(world, removed, "eu-west-1");
    await remove(world, suspended, "eu-west-1");
    await world.as(management.account)("organizations", "CloseAccount", { AccountId: suspended });
    await lag(world);
    const called = await hold(world);
    const heal = await healed(world, called);
    expect(additionsOf(heal.plan!)).toMatchObject([
      { accountId: removed, region: "eu-west-1", command: "CreateMember", way: "organization" },
    ]);
    expect(heal.status).toBe("settled");
    expect(await world.stateOf(removed, "eu-west-1")).toBe("Enabled");
    const persons = (await decisionOf(world, called)).filter((one) => one.kind === "person");
    expect(persons).toContainEqual(
      expect.objectContaining({ accountId: suspended, reason: "AccountSuspended" }),
    );
    const entered = world.sandbox.calls.since(0).filter((one) => one.account === removed);
    expect(entered).toEqual([]);
  });
});
