import { FailureReason } from "@rollcall/core/account";
import { create, type Of, parse } from "@rollcall/core/event";
import { State } from "@rollcall/core/membership";
import { diff } from "@rollcall/core/plan";
import {
  Closed,
  grouped,
  next,
  type Outcome,
  Reason,
  reasonOf,
  Stage,
  stagesAt,
  summarize,
} from "@rollcall/core/run";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fresh, idOf, input, membership, organization, regions, row, rows } from "./estate.ts";

const japanese = /[ぁ-んァ-ヶ一-龠]/;

describe("every outcome has a next act", () => {
  const cases = [
    ...Reason.options.map((reason) => ({ reason, detail: "" })),
    ...FailureReason.options.map((detail) => ({ reason: "CreationFailed" as const, detail })),
    { reason: "CreationFailed" as const, detail: "TooManyRequestsException" },
    { reason: "CreationFailed" as const, detail: "constructor" },
  ];

  it.each(cases)("$reason $detail", ({ reason, detail }) => {
    for (const region of [undefined, "af-south-1"]) {
      const told = next({ account: "333333333333", region, reason, detail });
      for (const text of [told.reason, told.next]) {
        expect(text.en.length).toBeGreaterThan(10);
        expect(text.en).not.toMatch(japanese);
        expect(text.ja).toMatch(japanese);
        expect(`${text.en}${text.ja}`).not.toMatch(/undefined|null|\[object/);
      }
      // Something to do: a command, the ledger again, or the place to change.
      expect(told.next.en).toMatch(/aws [a-z]+|rollcall [a-z]+|upload|Billing|console|settings/);
      if (region && /--region(?! us-east-1)/.test(told.next.en))
        expect(told.next.en).toContain("af-south-1");
    }
  });

  it("says which account and Region to switch on", () => {
    expect(
      next({ account: "333333333333", region: "af-south-1", reason: "RegionDisabled" }).next.en,
    ).toContain("aws account enable-region --account-id 333333333333 --region-name af-south-1");
  });

  it("takes a reason of another version for an unexpected one", () => {
    expect([reasonOf("RoleRefused"), reasonOf("SomethingNew")]).toEqual([
      "RoleRefused",
      "Unexpected",
    ]);
  });
});

describe("the summary", () => {
  const wanted = [row(1), row(2), fresh(3)];
  const facts = input({
    rows: wanted,
    regions: regions(2),
    management: "888888888888",
    organization: organization([1, 2]),
  });
  const plan = diff(facts);
  const enabled = (number: number) =>
    ["us-east-1", "us-east-2"].map((one) => membership(number, one, "Enabled"));
  const close = (more: Partial<Parameters<typeof summarize>[0]> = {}) =>
    summarize({
      run: "run-1",
      rows: wanted,
      plan,
      memberships: [],
      outcomes: [],
      creations: [],
      ...more,
    });

  it("names a new account that is not in its place, although it is a member", () => {
    const detail = "there is no organizational unit Nowhere";
    const summary = close({
      memberships: [...enabled(1), ...enabled(2)],
      outcomes: [{ account: idOf(1), reason: "NotPlaced", detail }],
    });
    expect(summary.attention.filter((one) => one.code === "NotPlaced")).toMatchObject([
      { account: idOf(1), region: "all", detail },
    ]);
    expect(summary.memberships.enabled).toBe(4);
  });

  it("of a run in which all went well needs nobody", () => {
    const summary = close({
      memberships: [...enabled(1), ...enabled(2), ...enabled(3)],
      creations: [{ email: "new-3@example.com", accountId: idOf(3), status: "Succeeded" }],
      calls: { total: 20, bound: 19 },
    });
    expect(summary).toEqual({
      accounts: { wanted: 3, created: 1, joined: 3, attention: 0 },
      memberships: { wanted: 6, enabled: 6, pending: 0, attention: 0 },
      attention: [],
      calls: { total: 20, bound: 19 },
    });
  });

  it("names every pair that is not there, with state, reason and next act", () => {
    const outcomes: Outcome[] = [
      { account: idOf(2), reason: "RoleRefused" },
      { account: "new-3@example.com", reason: "CreationFailed", detail: "EMAIL_ALREADY_EXISTS" },
    ];
    const summary = close({
      memberships: [...enabled(1), membership(2, "us-east-1", "Invited")],
      outcomes,
    });
    expect(summary.memberships).toEqual({ wanted: 6, enabled: 2, pending: 0, attention: 4 });
    expect(summary.accounts).toEqual({ wanted: 3, created: 0, joined: 1, attention: 2 });
    expect(summary.attention).toMatchObject([
      { account: idOf(2), region: "us-east-1", state: "Invited", code: "RoleRefused" },
      { account: idOf(2), region: "us-east-2", state: "Absent", code: "RoleRefused" },
      {
        account: "new-3@example.com",
        region: "us-east-1",
        code: "CreationFailed",
        detail: "EMAIL_ALREADY_EXISTS",
      },
      { account: "new-3@example.com", region: "us-east-2" },
    ]);
  });

  it("takes what nobody explained for pending, and says so", () => {
    const summary = close({ memberships: [...enabled(1), ...enabled(2)] });
    expect(summary.memberships).toMatchObject({ enabled: 4, pending: 2, attention: 0 });
    expect(summary.attention.map(({ code }) => code)).toEqual(["NotConfirmed", "NotConfirmed"]);
  });

  it("forgets trouble that ended well", () => {
    const outcomes: Outcome[] = [
      { account: idOf(1), region: "us-east-1", reason: "InvitationMissing" },
    ];
    const summary = close({ memberships: [...enabled(1), ...enabled(2), ...enabled(3)], outcomes });
    expect(summary.attention.filter(({ account }) => account === idOf(1))).toEqual([]);
  });

  it("takes the reason from the state where nobody gave one", () => {
    const memberships = [
      ...enabled(1),
      ...enabled(3),
      membership(2, "us-east-1", "RegionDisabled"),
      membership(2, "us-east-2", "Unknown", { reported: "Frozen" }),
    ];
    const summary = close({ memberships, outcomes: [] });
    expect(summary.attention.slice(0, 2)).toMatchObject([
      { region: "us-east-1", state: "RegionDisabled", code: "RegionDisabled" },
      { region: "us-east-2", state: "Unknown", code: "UnknownStatus", detail: "Frozen" },
    ]);
  });

  it("keeps a suspended account in sight although it is listed as Enabled (D15)", () => {
    const suspended = diff({
      ...facts,
      organization: organization([1, 2], { 1: "SUSPENDED" }),
      memberships: enabled(1),
    });
    const summary = close({ plan: suspended, memberships: [...enabled(1), ...enabled(2)] });
    expect(
      summary.attention.filter(({ account }) => account === idOf(1)).map(({ code }) => code),
    ).toEqual(["AccountSuspended", "AccountSuspended"]);
  });

  it("names removals that wait for approval", () => {
    const absent = [row(1, { desired: "absent" })];
    const leaving = diff(input({ rows: absent, memberships: enabled(1) }));
    const summary = close({ rows: absent, plan: leaving, memberships: enabled(1) });
    expect(summary.memberships.wanted).toBe(0);
    expect(summary.attention).toMatchObject([
      { account: idOf(1), region: "us-east-1", state: "Enabled", code: "RemovalNotApproved" },
    ]);
  });

  it("always adds up (property)", () => {
    const pair = fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom("us-east-1", "us-east-2"),
      fc.constantFrom(...State.options),
    );
    const outcome = fc.record({
      account: fc.constantFrom(idOf(1), idOf(2), "elsewhere"),
      reason: fc.constantFrom(...Reason.options),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(pair, { selector: ([a, b]) => `${a}${b}` }),
        fc.array(outcome),
        (pairs, outcomes) => {
          const memberships = pairs.map(([number, where, state]) =>
            membership(number, where, state),
          );
          const all = rows(5);
          const {
            memberships: sums,
            attention,
            accounts,
          } = close({
            rows: all,
            plan: diff(input({ rows: all, regions: regions(2), memberships })),
            memberships,
            outcomes,
          });
          expect(sums.wanted).toBe(sums.enabled + sums.pending + sums.attention);
          expect(attention.length).toBeGreaterThanOrEqual(sums.pending + sums.attention);
          expect(accounts.joined + accounts.attention).toBeLessThanOrEqual(accounts.wanted);
          for (const { next: act } of attention)
            expect(act.en.length * act.ja.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("grouping", () => {
  it("makes one line of 300 identical failures", () => {
    const all = rows(300);
    const plan = diff(input({ rows: all, regions: regions(2) }));
    const outcomes = all.map(
      (one): Outcome => ({ account: one.accountId!, reason: "RoleRefused" }),
    );
    const summary = summarize({
      run: "r",
      rows: all,
      plan,
      memberships: [],
      outcomes,
      creations: [],
    });
    const [group, ...others] = grouped(summary.attention);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      code: "RoleRefused",
      accounts: 300,
      memberships: 600,
      more: 295,
    });
    expect(group?.first[0]).toMatchObject({
      account: idOf(1),
      regions: ["us-east-1", "us-east-2"],
      more: 0,
    });
    expect(group?.reason.en).toContain("ACCOUNT");
  });
});

describe("stages", () => {
  it("are done before, running at, and pending after the one that is reached", () => {
    const stages = stagesAt("invite", "running", {
      observe: { done: 17, total: 17 },
      create: { done: 0, total: 0 },
    });
    expect(stages.map(({ status }) => status)).toEqual([
      "done",
      "done",
      "done",
      "skipped",
      "running",
      "pending",
      "pending",
      "pending",
      "pending",
    ]);
    expect(stages[1]).toMatchObject({ done: 17, total: 17, unit: "regions" });
  });

  it("are all done at the end, and the one that broke is marked", () => {
    for (const stage of Stage.options)
      expect(stagesAt(stage, "settled").every(({ status }) => status === "done")).toBe(true);
    expect(stagesAt("join", "failed").map(({ status }) => status)).toEqual([
      "done",
      "done",
      "done",
      "done",
      "done",
      "failed",
      "skipped",
      "skipped",
      "skipped",
    ]);
  });
});

describe("events", () => {
  const at = "2026-11-22T12:00:00.000Z";

  it("survive the bus", () => {
    const event: Of<typeof Closed> = create(
      Closed,
      { id: "r/closed", at, run: "r", link: undefined },
      { status: "failed", seconds: 3 },
    );
    expect(parse(Closed, JSON.parse(JSON.stringify(event)))).toEqual(event);
    expect(event).not.toHaveProperty("link");
  });

  it("of another type are not ours to read, and broken ones are rejected", () => {
    expect(parse(Closed, { type: "run.started" })).toBeUndefined();
    expect(() =>
      parse(Closed, { type: "run.closed", id: "x", at, properties: { status: "odd", seconds: 1 } }),
    ).toThrow(/status/);
    expect(() => create(Closed, { id: "", at }, { status: "failed", seconds: 1 })).toThrow();
  });
});
