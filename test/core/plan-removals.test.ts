// What a plan takes away, and of whom it never takes anything.
import { additionsOf, diff } from "@rollcall/core/plan";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOf, input, membership, organization, regions, row } from "./estate.ts";

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

  it("leave out unknown members in one order, whatever order they were seen in", () => {
    const seen = [9, 7, 8].flatMap((number) => [
      membership(number, "us-east-2", "Enabled"),
      membership(number, "us-east-1", number === 8 ? "Absent" : "Invited"),
    ]);
    const unknown = [
      { accountId: idOf(7), regions: ["us-east-1", "us-east-2"] },
      { accountId: idOf(8), regions: ["us-east-2"] },
      { accountId: idOf(9), regions: ["us-east-1", "us-east-2"] },
    ];
    for (const memberships of [seen, seen.toReversed()])
      expect(diff(input({ regions: two, memberships })).unknown).toEqual(unknown);
  });

  it("leave out unknown members of a Region that is not looked at, and name it", () => {
    const memberships = [
      membership(7, "eu-west-1", "Enabled"),
      membership(7, "us-east-2", "Enabled"),
    ];
    expect(diff(input({ regions: two, memberships })).unknown).toEqual([
      { accountId: idOf(7), regions: ["us-east-2", "eu-west-1"] },
    ]);
  });
});
