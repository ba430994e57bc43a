// Accounts that a plan creates, and those that it finds instead.
import { additionsOf, diff } from "@rollcall/core/plan";
import { describe, expect, it } from "vitest";
import { fresh, hub, idOf, input, organization, reasons, row } from "./estate.ts";

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
