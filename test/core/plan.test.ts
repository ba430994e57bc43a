import { State, Way } from "@rollcall/core/membership";
import { additionsOf, diff } from "@rollcall/core/plan";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fresh,
  hub,
  idOf,
  input,
  membership,
  organization,
  region,
  regions,
  row,
  rows,
} from "./estate.ts";

const reasons = (plan: ReturnType<typeof diff>) => plan.escalations.map(({ reason }) => reason);

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

describe("removals", () => {
  const two = regions(2);

  it("are named for a row that says absent, with the command, and nothing else is", () => {
    const plan = diff(
      input({
        rows: [row(1, { desired: "absent" })],
        regions: two,
        memberships: [membership(1, "us-east-1", "Enabled"), membership(1, "us-east-2", "Removed")],
      }),
    );
    expect(plan.removals).toMatchObject([
      { region: "us-east-1", command: "DisassociateMember", because: "absent" },
      { region: "us-east-2", command: "DeleteMember", because: "absent" },
    ]);
    expect([additionsOf(plan), plan.escalations, plan.waves]).toEqual([[], [], []]);
  });

  it("are named for Regions that the row no longer has", () => {
    const plan = diff(
      input({
        rows: [row(1, { regions: ["us-east-1"] })],
        regions: two,
        memberships: [membership(1, "us-east-1", "Enabled"), membership(1, "us-east-2", "Enabled")],
      }),
    );
    expect(plan.removals).toMatchObject([{ region: "us-east-2", because: "narrower" }]);
  });

  it("never reach a Region or account that the ledger does not name (D81, property)", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 8 }));
    fc.assert(
      fc.property(numbers, numbers, (named, members) => {
        const plan = diff(
          input({
            rows: named.map((number) => row(number, { desired: number % 2 ? "absent" : "member" })),
            regions: two,
            memberships: members.map((number) => membership(number, "us-east-1", "Enabled")),
          }),
        );
        for (const { accountId } of plan.removals)
          expect(named.filter((one) => one % 2).map(idOf)).toContain(accountId);
        const left = members.filter((number) => !named.includes(number)).map(idOf);
        expect(plan.unknown.map(({ accountId }) => accountId).toSorted()).toEqual(left.toSorted());
      }),
    );
  });

  it("are not made of a row that is missing: the account is left alone and named", () => {
    const plan = diff(
      input({
        memberships: [membership(7, "us-east-1", "Enabled")],
        organization: organization([7, 8], { 8: "CLOSED" }),
      }),
    );
    expect(plan.unknown).toEqual([{ accountId: idOf(7), regions: ["us-east-1"] }]);
    expect(plan.missing).toEqual([{ accountId: idOf(7), accountName: "account-7" }]);
    expect(plan.removals).toEqual([]);
  });
});

describe("accounts to be created", () => {
  const known = { management: "888888888888", organization: organization([]) };

  it("are those that are nowhere", () => {
    const plan = diff(input({ rows: [fresh(1)], ...known }));
    expect(plan.creations).toEqual([
      { row: 2, accountName: "new-1", email: "new-1@example.com", regions: ["us-east-1"] },
    ]);
    expect(additionsOf(plan)).toEqual([]);
    expect(plan.regions[0]?.wanted).toBe(1);
  });

  it("are never created twice: found by e-mail among our creations and in the organization (D42, D95)", () => {
    const created = diff(
      input({
        rows: [fresh(1)],
        ...known,
        creations: [{ email: "NEW-1@example.com", accountId: idOf(1), status: "Succeeded" }],
      }),
    );
    expect(created.creations).toEqual([]);
    expect(created.resolved).toEqual([{ row: 2, email: "new-1@example.com", accountId: idOf(1) }]);
    expect(additionsOf(created)).toMatchObject([
      { accountId: idOf(1), command: "CreateMember", join: "create" },
    ]);

    const listed = organization([5]);
    listed.accounts[0]!.email = "New-1@Example.com";
    expect(
      additionsOf(diff(input({ rows: [fresh(1)], ...known, organization: listed }))),
    ).toMatchObject([{ accountId: idOf(5) }]);
  });

  it("are asked for again after a failure", () => {
    const plan = diff(
      input({
        rows: [fresh(1)],
        ...known,
        creations: [{ email: "new-1@example.com", status: "Failed", reason: "INTERNAL_FAILURE" }],
      }),
    );
    expect(plan.creations).toHaveLength(1);
  });

  it("cannot be created without a management account, or without having looked", () => {
    expect(reasons(diff(input({ rows: [fresh(1)] })))).toEqual(["CreationUnavailable"]);
    expect(reasons(diff(input({ rows: [fresh(1)], management: "888888888888" })))).toEqual([
      "OrganizationUnread",
    ]);
  });

  it("are not created to be removed", () => {
    const plan = diff(input({ rows: [fresh(1, { desired: "absent" })], ...known }));
    expect([plan.creations, plan.escalations]).toEqual([[], []]);
  });

  it("that turn out to be another row's account, or the hub, are told", () => {
    const creations = [
      { email: "new-2@example.com", accountId: idOf(1), status: "Succeeded" as const },
      { email: "new-3@example.com", accountId: hub, status: "Succeeded" as const },
    ];
    const plan = diff(input({ rows: [row(1), fresh(2), fresh(3)], ...known, creations }));
    expect(reasons(plan)).toEqual(["NamedTwice", "NamedTwice"]);
    expect(additionsOf(plan)).toHaveLength(1);
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
