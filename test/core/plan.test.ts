import { State, Way } from "@rollcall/core/membership";
import { additionsOf, diff } from "@rollcall/core/plan";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  idOf,
  input,
  membership,
  organization,
  reasons,
  region,
  regions,
  row,
  rows,
} from "./estate.ts";

describe("additions", () => {
  it("are what is missing, with the next command for each pair", () => {
    const plan = diff(
      input({
        rows: rows(4),
        memberships: [
          membership(1, "us-east-1", "Enabled"),
          membership(2, "us-east-1", "Resigned"),
          membership(3, "us-east-1", "Removed"),
        ],
      }),
    );
    expect(additionsOf(plan)).toMatchObject([
      { accountId: idOf(2), command: "AcceptInvitation", state: "Resigned", way: "invitation" },
      { accountId: idOf(3), command: "InviteMember" },
      { accountId: idOf(4), command: "CreateMember", state: "Absent" },
    ]);
    expect(plan.regions).toMatchObject([{ wanted: 4, enabled: 1, additions: 3, unread: false }]);
  });

  it("keep to the Regions of the row, and to those of the hub", () => {
    const plan = diff(
      input({ rows: [row(1, { regions: ["us-east-2", "af-south-1"] })], regions: regions(3) }),
    );
    expect(additionsOf(plan).map((one) => one.region)).toEqual(["us-east-2"]);
  });

  it("never touch a healthy member, whatever else is true (D71, property)", () => {
    const pair = fc.record({
      state: fc.constantFrom(...State.options),
      way: fc.constantFrom(...Way.options),
    });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 17 }), fc.boolean(), (pairs, known) => {
        const where = regions(pairs.length).map((one, index) => ({
          ...one,
          way: pairs[index]!.way,
        }));
        const recorded = where.map((one, index) => membership(1, one.region, pairs[index]!.state));
        const plan = diff(
          input({
            rows: [row(1)],
            regions: where,
            memberships: recorded,
            organization: known ? organization([1]) : undefined,
          }),
        );
        const healthy = new Set(
          recorded.filter(({ state }) => state === "Enabled").map((one) => one.region),
        );
        for (const change of [...additionsOf(plan), ...plan.removals])
          expect(healthy.has(change.region)).toBe(false);
        // And every wanted pair ends somewhere: fine, to be changed, or told.
        const told = new Set([...additionsOf(plan), ...plan.escalations].map((one) => one.region));
        for (const one of where) expect(healthy.has(one.region) || told.has(one.region)).toBe(true);
      }),
    );
  });

  it("are none when everything is as it should be", () => {
    const where = regions(17);
    const memberships = rows(60).flatMap((_, index) =>
      where.map((one) => membership(index + 1, one.region, "Enabled")),
    );
    const plan = diff(input({ rows: rows(60), regions: where, memberships }));
    expect([additionsOf(plan), plan.waves, plan.escalations, plan.removals]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(plan.bound.total).toBe(0);
  });

  it("through the organization are created at once, and by invitation for those outside of it (D55)", () => {
    const plan = diff(
      input({
        rows: rows(2),
        regions: regions(1, "organization"),
        organization: organization([1]),
      }),
    );
    expect(additionsOf(plan)).toMatchObject([
      { accountId: idOf(1), way: "organization", command: "CreateMember" },
      { accountId: idOf(2), way: "invitation", command: "CreateMember" },
    ]);
  });

  it("mark the management account as a case of its own (D79)", () => {
    const inside = { ...organization([1, 2]), managementId: idOf(2) };
    const plan = diff(
      input({ rows: rows(2), regions: regions(1, "organization"), organization: inside }),
    );
    expect(plan.waves[0]?.accounts.map(({ management }) => management)).toEqual([false, true]);
  });

  it("invite the management account, and leave accepting to its owner (D79)", () => {
    const inside = { ...organization([1, 2]), managementId: idOf(2) };
    const plan = diff(
      input({
        rows: rows(2),
        organization: inside,
        memberships: [membership(2, "eu-west-1", "Invited")],
        regions: regions(2, "invitation"),
      }),
    );
    expect(plan.escalations.map(({ account, reason }) => `${account} ${reason}`)).toEqual([
      `${idOf(2)} WaitsForOwner`,
      `${idOf(2)} WaitsForOwner`,
    ]);
    const asked = additionsOf(plan).filter(({ accountId }) => accountId === idOf(2));
    expect(asked.every(({ command }) => command === "CreateMember")).toBe(true);
  });
});

describe("what a person must do", () => {
  it.each([
    ["AccountSuspended", "AccountSuspended"],
    ["RegionDisabled", "RegionDisabled"],
    ["Unknown", "UnknownStatus"],
  ] as const)("is told for %s", (state, reason) => {
    const plan = diff(
      input({
        rows: [row(1)],
        memberships: [membership(1, "us-east-1", state, { reported: "Odd" })],
      }),
    );
    expect(plan.escalations).toMatchObject([
      { account: idOf(1), region: "us-east-1", state, reason },
    ]);
    expect(additionsOf(plan)).toEqual([]);
  });

  it("is told where central configuration or another administrator rules", () => {
    const where = [
      region("us-east-1", { way: "central" }),
      region("us-east-2", { way: "blocked" }),
    ];
    expect(
      reasons(diff(input({ rows: [row(1)], regions: where, organization: organization([1]) }))),
    ).toEqual(["CentralConfiguration", "OtherAdministrator"]);
  });

  it("is told for a suspended account although it is listed as Enabled (D15)", () => {
    const plan = diff(
      input({
        rows: [row(1)],
        memberships: [membership(1, "us-east-1", "Enabled")],
        organization: organization([1], { 1: "SUSPENDED" }),
      }),
    );
    expect(plan.escalations).toMatchObject([{ reason: "AccountSuspended", state: "Enabled" }]);
    expect(plan.regions[0]?.enabled).toBe(0);
  });

  it.each([
    ["ACTIVE", "organization", []],
    ["PENDING_CLOSURE", "organization", ["AccountSuspended"]],
    ["ACTIVE", "invitation", ["AccountSuspended"]],
  ] as const)(
    "is told of what the hub calls suspended and Organizations %s, by %s",
    (state, way, told) => {
      const plan = diff(
        input({
          rows: [row(1)],
          regions: [region("us-east-1", { way })],
          memberships: [membership(1, "us-east-1", "AccountSuspended")],
          organization: organization([1], { 1: state }),
        }),
      );
      expect(reasons(plan)).toEqual(told);
      // The hub must enable it again (API reference, Member).
      expect(additionsOf(plan).map((one) => one.command)).toEqual(
        told.length > 0 ? [] : ["CreateMember"],
      );
    },
  );

  it("is told for a Region that could not be read, which is never planned (D12)", () => {
    const where = [
      region("us-east-1", { readable: false, reason: "AccessDeniedException" }),
      region("us-east-2"),
    ];
    const plan = diff(input({ rows: [row(1)], regions: where }));
    expect(additionsOf(plan).map((one) => one.region)).toEqual(["us-east-2"]);
    expect(plan.escalations).toMatchObject([
      { region: "us-east-1", reason: "RegionUnread", detail: "AccessDeniedException" },
    ]);
    expect(plan.regions[0]).toMatchObject({ unread: true, additions: 0 });
  });

  it("is told where the hub is off", () => {
    expect(
      reasons(
        diff(input({ rows: [row(1)], regions: [region("us-east-1", { hubEnabled: false })] })),
      ),
    ).toEqual(["HubNotEnabled"]);
  });

  it("is told to the owner who joins by himself", () => {
    const self = row(1, { join: "self-service" });
    const first = diff(input({ rows: [self] }));
    expect(additionsOf(first)).toMatchObject([{ command: "CreateMember", join: "self-service" }]);
    expect(reasons(first)).toEqual(["WaitsForOwner"]);
    const later = diff(
      input({ rows: [self], memberships: [membership(1, "us-east-1", "Invited")] }),
    );
    expect(additionsOf(later)).toEqual([]);
    expect(reasons(later)).toEqual(["WaitsForOwner"]);
  });
});

it("gives the same plan for the same facts, in the ledger's order", () => {
  const facts = input({
    rows: rows(20),
    regions: regions(3),
    memberships: [membership(4, "us-east-1", "Enabled")],
  });
  expect(diff(facts)).toEqual(diff(structuredClone(facts)));
  expect(JSON.parse(JSON.stringify(diff(facts)))).toEqual(diff(facts));
});
