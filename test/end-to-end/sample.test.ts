// What a new user sees first: the sample ledger in the sample estate, and then the same ledger again.
import fs from "node:fs";
import { additionsOf } from "@rollcall/core/plan";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleEstate, sampleLedger } from "../../packages/cli/src/estate.ts";
import { flawsOf } from "./flaws.ts";
import { type Applied, keyOf, startWorld, total, type World } from "./world.ts";

let world: World;
let first: Applied;
let again: Applied;

beforeAll(async () => {
  world = await startWorld(JSON.parse(fs.readFileSync(sampleEstate, "utf8")));
  first = await world.apply(fs.readFileSync(sampleLedger), "ledger.xlsx");
});
afterAll(() => world?.stop());

describe("the sample ledger", () => {
  it("brings in everybody who lets rollcall in, and names the one who does not", async () => {
    expect(await flawsOf(world, first)).toEqual([]);
    expect(first.summary).toMatchObject({
      accounts: { wanted: 12, created: 2, joined: 11, attention: 1 },
      memberships: { wanted: 204, enabled: 187, pending: 0, attention: 17 },
    });
    expect(new Set(first.summary!.attention.map((one) => one.code))).toEqual(
      new Set(["RoleRefused"]),
    );
    expect(first.row.closedAt).toBeDefined();
  });

  it("costs at most a tenth more calls than it must", () => {
    // 3R⌈N/50⌉ + 2N + 3NR, and what the creation of two accounts needs.
    const [N, R] = [12, 17];
    const creation = first.plan!.bound.creation;
    expect(total(first.calls)).toBeLessThanOrEqual(1.1 * (3 * R + 2 * N + 3 * N * R + creation));
    expect(first.calls["organizations:CreateAccount"]).toBe(2);
  });

  it("is told in one message that was kept current, and in its thread", () => {
    const [parent, ...replies] = world.messagesOf(first.run);
    expect(keyOf(parent!)).toBe(`run/${first.run}`);
    expect(parent!.threadTs).toBeUndefined();
    expect(parent!.revisions.length).toBeGreaterThan(2);
    expect(parent!.text).toContain("187 of 204");
    expect(replies.map(keyOf).sort()).toEqual([
      `run/${first.run}/attention`,
      `run/${first.run}/closed`,
    ]);
    expect(replies.every(({ threadTs }) => threadTs === parent!.ts)).toBe(true);
  });
});

describe("the same ledger again", () => {
  beforeAll(async () => {
    again = await world.apply(fs.readFileSync(sampleLedger), "ledger.xlsx");
  });

  it("changes nothing, and says the same", async () => {
    expect(await flawsOf(world, again)).toEqual([]);
    expect(again.transitions).toEqual([]);
    expect(again.plan!.creations).toEqual([]);
    // The account that refuses is tried again, and nobody else.
    expect([...new Set(additionsOf(again.plan!).map((one) => one.accountId))]).toEqual([
      first.summary!.attention[0]!.account,
    ]);
    expect(again.status).toBe("attention");
    expect(again.summary!.memberships).toEqual(first.summary!.memberships);
    const changing = /Create|Invite|Enable|Accept|Delete|Disassociate|Put/;
    expect(Object.keys(again.calls).filter((one) => changing.test(one))).toEqual([]);
  });
});
