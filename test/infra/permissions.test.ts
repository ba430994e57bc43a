// The end of a test run: what is told of permissions, by the sum of all systems that ran.
import { describe, expect, it } from "vitest";
import { excusedBy, type Kept, problemsOf, reportOf, sumOf } from "../permissions.ts";
import { synthesized } from "./synthesized.ts";

const given = synthesized();
const excused = excusedBy(given);
const bucket = given.app.buckets.find(({ name }) => name.includes("ledgers"))!;
const apply = given.app.stateMachines.find(({ name }) => name.endsWith("-apply"))!;

/** One system, in which a holder was granted these. */
const kept = (
  holder: string,
  grants: Kept["roles"][number]["grants"],
  denials: Kept["roles"][number]["denials"] = [],
): Kept => ({
  templates: { "rollcall-member": "member-role.yaml" },
  roles: [{ role: `arn:aws:iam::111111111111:role/${holder}`, holder, grants, denials }],
});
const grant = (action: string, resource: string, used = 0) => ({ action, resource, used });

describe("after everything ran", () => {
  it("names what is granted and never used", () => {
    const sum = sumOf([kept("function PlanRun", [grant("s3:DeleteObject", `${bucket.arn}/*`)])]);
    expect(problemsOf(sum, excused)).toEqual([
      `function PlanRun may s3:DeleteObject on ${bucket.arn}/*, which no scenario uses`,
    ]);
  });

  it("adds up systems in other accounts and Regions", () => {
    const table = (place: string) => `arn:aws:dynamodb:${place}:table/t`;
    const sum = sumOf([
      kept("function PlanRun", [grant("dynamodb:GetItem", table("us-east-1:111111111111"))]),
      kept("function PlanRun", [grant("dynamodb:GetItem", table("eu-west-1:222222222222"), 2)]),
    ]);
    expect(problemsOf(sum, excused)).toEqual([]);
    expect(reportOf(sum, excused)).toContain("2  dynamodb:GetItem");
  });

  it("excuses what AWS's services need, where they need it and nowhere else", () => {
    const holder = `state machine ${apply.name}`;
    const executions = (machine: string) =>
      apply.arn.replace(":stateMachine:", ":execution:").replace("-apply", `-${machine}:*`);
    const services = [
      grant("xray:PutTraceSegments", "*"),
      grant("states:StopExecution", executions("onboard")),
    ];
    expect(problemsOf(sumOf([kept(holder, services)]), excused)).toEqual([]);
    const elsewhere = [grant("states:StopExecution", executions("roll-call"))];
    expect(problemsOf(sumOf([kept(holder, elsewhere)]), excused)).toHaveLength(1);
    const asFunction = [grant("xray:PutTraceSegments", "*")];
    expect(problemsOf(sumOf([kept("function PlanRun", asFunction)]), excused)).toHaveLength(1);
  });
});

it("names what was refused after a part of the tests as well, and nothing that the rest may use", () => {
  const denial = {
    action: "s3:GetObject",
    resource: "*",
    message: "User: … s3:GetObject",
    count: 2,
  };
  const sum = sumOf([kept("function PlanRun", [grant("s3:PutObject", "*")], [denial])]);
  expect(problemsOf(sum)).toEqual([
    "function PlanRun lacks a permission (2 calls): User: … s3:GetObject",
  ]);
});
