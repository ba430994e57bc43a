import { additionsOf, diff } from "@rollcall/core/plan";
import { describe, expect, it } from "vitest";
import {
  fresh,
  idOf,
  input,
  membership,
  organization,
  reasons,
  regions,
  row,
  rows,
} from "./estate.ts";

describe("waves", () => {
  const sizes = (plan: ReturnType<typeof diff>) =>
    plan.waves.map(({ accounts }) => accounts.length);

  it.each([
    [1, [1]],
    [1_000, [1_000]],
    [1_001, [1_000, 1]],
    [2_500, [1_000, 1_000, 500]],
  ])("of %i accounts are %j (D82)", (count, expected) => {
    expect(sizes(diff(input({ rows: rows(count) })))).toEqual(expected);
  });

  it("leave room for the invitations that are open in the fullest Region", () => {
    const open = Array.from({ length: 400 }, (_, index) =>
      membership(5_000 + index, "us-east-2", "Invited"),
    );
    expect(
      sizes(diff(input({ rows: rows(1_000), regions: regions(2), memberships: open }))),
    ).toEqual([600, 400]);
  });

  it("do not count open invitations that the plan accepts, and accept those first", () => {
    const open = Array.from({ length: 900 }, (_, index) =>
      membership(index + 1, "us-east-1", "Invited"),
    );
    const plan = diff(input({ rows: rows(1_800), memberships: open }));
    expect(sizes(plan)).toEqual([900, 900]);
    expect(
      plan.waves[0]?.accounts.every(({ regions: [one] }) => one?.command === "AcceptInvitation"),
    ).toBe(true);
  });

  it("accept what is open before they look after baselines of those who have joined", () => {
    const memberships = [
      ...Array.from({ length: 1_500 }, (_, at) => membership(at + 1, "us-east-1", "Enabled")),
      membership(1_501, "us-east-1", "Invited"),
    ];
    const baseline = {
      wanted: { standards: [], config: null, guardDuty: true },
      recorded: [],
    };
    const [first] = diff(input({ rows: rows(1_501), memberships, baseline })).waves;
    expect(first?.accounts[0]).toMatchObject({ accountId: idOf(1_501) });
    expect(first?.accounts).toHaveLength(1_000);
  });

  it("are told to be impossible when the quota is full", () => {
    const open = Array.from({ length: 1_000 }, (_, index) =>
      membership(5_000 + index, "us-east-1", "Invited"),
    );
    const plan = diff(
      input({ rows: rows(2), memberships: [...open, membership(1, "us-east-1", "Resigned")] }),
    );
    expect(additionsOf(plan)).toMatchObject([{ accountId: idOf(1), command: "AcceptInvitation" }]);
    expect(reasons(plan)).toEqual(["QuotaReached"]);
  });
});

describe("the bound on calls", () => {
  it.each([
    [100, 17, 5_402],
    [1_000, 17, 54_020],
    [300, 17, 16_206],
    [12, 17, 687],
  ])("for %i new accounts in %i Regions is %i", (accounts, count, expected) => {
    const { bound } = diff(input({ rows: rows(accounts), regions: regions(count) }));
    expect(bound.total).toBe(expected);
    expect(bound.total).toBe(
      3 * count * Math.ceil(accounts / 50) + 2 * accounts + 3 * accounts * count,
    );
  });

  it("through the organization is two calls a batch", () => {
    const numbers = Array.from({ length: 1_000 }, (_, index) => index + 1);
    const { bound } = diff(
      input({
        rows: rows(1_000),
        regions: regions(17, "organization"),
        organization: organization(numbers),
      }),
    );
    expect(bound.total).toBe(680);
  });

  it("counts what creation needs, and that created accounts join in batches of their own", () => {
    const facts = {
      regions: regions(17),
      management: "888888888888",
      organization: organization([]),
    };
    const { bound } = diff(input({ rows: [...rows(10), fresh(11), fresh(12)], ...facts }));
    const formula = (accounts: number) => 3 * 17 + 2 * accounts + 3 * 17 * accounts;
    expect(bound.creation).toBe(2 * 9);
    expect(bound.total).toBe(formula(10) + formula(2) + bound.creation);
  });

  it("for a member that left is two calls in it, one AssumeRole and one ListRegions, and the proof", () => {
    const { bound } = diff(
      input({ rows: [row(1)], memberships: [membership(1, "us-east-1", "Resigned")] }),
    );
    expect(bound).toEqual({ hub: 1, member: 2, account: 2, creation: 0, total: 5 });
  });
});
