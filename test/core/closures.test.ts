// Who may be closed: accounts of our own making that nothing of the hub is left in, and nobody else (D97).
import { State, Way } from "@rollcall/core/membership";
import { additionsOf, causesOf } from "@rollcall/core/plan";
import { planClosures } from "@rollcall/core/plan/closures";
import { expect, it } from "vitest";
import { idOf, input, membership, region, row } from "./estate.ts";

const [home, away] = [region("us-east-1"), region("eu-west-1")];
const creation = { accountName: "Made", email: "made@example.com", closed: false };
const ours = { accountId: idOf(1), creation };
const listed = (state: string | undefined) => ({
  managementId: "888888888888",
  accounts: state === undefined ? [] : [{ id: idOf(1), name: "", email: "", state }],
});
const asked = (more: Partial<Parameters<typeof input>[0]> = {}) =>
  input({ rows: [row(1)], regions: [home, away], organization: listed("ACTIVE"), ...more });
const reasons = (plan: ReturnType<typeof planClosures>) =>
  plan.escalations.map((one) => one.reason);

it("plans an account of its own making that is out, waits for a person, and plans nothing else", () => {
  const plan = planClosures(asked({ rows: [row(1), row(2)] }), [ours]);
  expect(plan.closures).toEqual([
    {
      row: 1,
      accountId: idOf(1),
      accountName: "Made",
      email: "made@example.com",
      already: false,
    },
  ]);
  expect([additionsOf(plan), plan.removals, plan.creations, plan.escalations]).toEqual([
    [],
    [],
    [],
    [],
  ]);
  expect(causesOf(plan, 0.1)).toEqual(["closure"]);
});

it.each([
  ["nobody's record", asked(), [{ accountId: idOf(1) }], ["NotCreatedHere"]],
  ["no organization", asked({ organization: undefined }), [ours], ["OrganizationUnread"]],
  ["gone from it", asked({ organization: listed(undefined) }), [ours], ["OutsideOrganization"]],
  ["a new word of AWS", asked({ organization: listed("FROZEN") }), [ours], ["ClosureRefused"]],
  [
    "a Region unread",
    asked({ regions: [home, { ...away, readable: false }] }),
    [ours],
    ["RegionUnread"],
  ],
])("closes nobody with %s", (_, given, wanted, expected) => {
  const plan = planClosures(given, wanted);
  expect(plan.closures).toEqual([]);
  expect(reasons(plan)).toEqual(expected);
});

it("asks nobody where AWS is closing it already, and does nothing where that is on record", () => {
  const closed = { ...ours, creation: { ...creation, closed: true } };
  for (const state of ["PENDING_CLOSURE", "SUSPENDED", "CLOSED"]) {
    const plan = planClosures(asked({ organization: listed(state) }), [ours]);
    expect(plan.closures, state).toMatchObject([{ already: true }]);
    expect(causesOf(plan, 0)).toEqual([]);
    const again = planClosures(asked({ organization: listed(state) }), [closed]);
    expect(again.closures?.length, state).toBe(state === "PENDING_CLOSURE" ? 1 : 0);
  }
  // 90 days later Organizations has it no more; and one that was reopened may be closed anew.
  expect(planClosures(asked({ organization: listed(undefined) }), [closed])).toMatchObject({
    closures: [],
    escalations: [],
  });
  expect(planClosures(asked(), [closed]).closures).toMatchObject([{ already: false }]);
});

it("refuses every state of a membership of which something is left, whatever the way", () => {
  const left: Record<string, string[]> = {};
  for (const way of Way.options)
    left[way] = State.options.filter((state) => {
      const regions = [home, { ...away, way }];
      const memberships = [membership(1, away.region, state)];
      const plan = planClosures(asked({ regions, memberships }), [ours]);
      expect(plan.closures?.length === 1).toBe(reasons(plan).length === 0);
      return reasons(plan).includes("StillMember");
    });
  for (const way of Way.options) {
    expect(left[way]).toEqual(expect.arrayContaining(["Invited", "Enabled", "Unknown"]));
    expect(left[way]).not.toContain("Absent");
    expect(left[way]).not.toContain("Deleted");
  }
  expect(left.invitation).toContain("Resigned");
  expect(left.organization).not.toContain("Removed");
});

it("adds nobody to what was approved", () => {
  const within = { creations: [], waves: [], removals: [], closures: [] };
  expect(planClosures(asked({ within }), [ours]).closures).toEqual([]);
});
