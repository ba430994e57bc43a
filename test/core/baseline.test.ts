// What a member gets beside its membership: which parts, when they count as done, what the plan makes of it, and how it
// is told.
import {
  type Baseline,
  isDone,
  nameOfStandard,
  partsOf,
  relationOf,
  type Standings,
  tally,
  type Wanted,
  wantedText,
} from "@rollcall/core/baseline";
import { diff, raisesOf } from "@rollcall/core/plan";
import { Reason, stagesAt, summarize } from "@rollcall/core/run";
import { describe, expect, it } from "vitest";
import * as estate from "./estate.ts";
import { readOne } from "./ledger-sheet.ts";

const off: Wanted = { standards: [], config: null, guardDuty: false };
const on: Wanted = {
  standards: ["aws-foundational-security-best-practices/v/1.0.0"],
  config: { bucket: "archive", globalRegion: "us-east-1" },
  guardDuty: true,
};

describe("the parts of an account", () => {
  it.each([
    ["nothing", undefined, off, [], []],
    ["what the settings hold", undefined, on, ["config", "guardDuty", "standards"], []],
    ["none, where its row says so", [], on, [], []],
    [
      "some, in the order in which they are done",
      ["standards", "config"],
      on,
      ["config", "standards"],
      [],
    ],
    ["GuardDuty, which needs no word in the settings", ["guardDuty"], off, ["guardDuty"], []],
    [
      "nothing that the settings do not describe",
      ["standards", "config"],
      off,
      [],
      ["config", "standards"],
    ],
  ] as const)("are %s", (_, baseline, wanted, parts, unset) => {
    expect(partsOf({ baseline: baseline && [...baseline] }, wanted)).toEqual({ parts, unset });
  });

  it("are done when they are as these settings want them, and no others", () => {
    const text = wantedText(on, "us-east-1").config;
    expect(isDone({ state: "ready", wanted: text }, text)).toBe(true);
    expect(isDone({ state: "kept", wanted: text }, text)).toBe(true);
    for (const state of ["pending", "waits", "failed"] as const)
      expect(isDone({ state, wanted: text }, text)).toBe(false);
    expect(isDone({ state: "ready", wanted: "another-bucket/" }, text)).toBe(false);
    expect(isDone(undefined, text)).toBe(false);
    // Resources of global services are recorded in one Region.
    expect(wantedText(on, "eu-west-1").config).not.toBe(text);
  });
});

it.each([
  ["aws-foundational-security-best-practices/v/1.0.0"],
  ["standards/aws-foundational-security-best-practices/v/1.0.0"],
  ["arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"],
  ["arn:aws-cn:securityhub:cn-north-1::standards/aws-foundational-security-best-practices/v/1.0.0"],
])("knows a standard by name, however it is written: %s", (written) => {
  expect(nameOfStandard(written)).toBe("aws-foundational-security-best-practices/v/1.0.0");
});

it("knows the one standard whose ARN has no Region", () => {
  const arn = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0";
  expect(nameOfStandard(arn)).toBe("cis-aws-foundations-benchmark/v/1.2.0");
});

describe("GuardDuty's relation", () => {
  it.each([
    [undefined, "create"],
    ["Created", "invite"],
    ["Invited", "wait"],
    ["Enabled", "none"],
    ["Removed", "create"],
    ["Resigned", "invite"],
    ["EmailVerificationInProgress", "wait"],
  ])("%s asks for %s", (status, relation) => {
    expect(relationOf(status)).toBe(relation);
  });

  it.each([
    "Disabled",
    "EmailVerificationFailed",
    "AccountSuspended",
    "RegionDisabled",
    "Whatever",
    "toString",
  ])("%s needs a person", (status) => {
    const relation = relationOf(status);
    expect(Reason.safeParse(typeof relation === "object" && relation.reason).success).toBe(true);
  });
});

describe("the ledger's column", () => {
  const read = (cell: string, header = "baseline") => {
    const { row, codes } = readOne(["account_id", header], "123456789012", cell);
    return codes.length > 0 ? codes : row!.baseline;
  };

  it.each([
    ["", undefined],
    ["-", undefined],
    ["none", []],
    ["なし", []],
    ["standards", ["standards"]],
    ["Config, GuardDuty", ["config", "guardDuty"]],
    ["基準、Config", ["standards", "config"]],
    ["Guard Duty\nstandards", ["guardDuty", "standards"]],
    ["standrads", ["UnknownPart"]],
    ["none, config", ["PartAndNone"]],
  ])("reads %j", (cell, expected) => {
    expect(read(cell)).toEqual(expected);
  });

  it("has a Japanese name", () => {
    expect(read("基準", "ベースライン")).toEqual(["standards"]);
  });
});

describe("the plan", () => {
  const record = (number: number, region: string, parts: Standings): Baseline => ({
    ...{
      accountId: estate.idOf(number),
      region,
      parts,
      at: "2026-11-22T00:00:00.000Z",
      version: 1,
    },
  });
  const ready = (region: string): Standings =>
    Object.fromEntries(
      Object.entries(wantedText(on, region)).map(([part, wanted]) => [
        part,
        { state: "ready", wanted },
      ]),
    );
  const planned = (recorded: Baseline[], wanted = on, more = {}) =>
    estate.input({
      rows: [estate.row(1), estate.row(2), estate.row(3, { join: "self-service" })],
      memberships: [2, 3].map((number) => estate.membership(number, "us-east-1", "Enabled")),
      ...more,
      baseline: { wanted, recorded },
    });

  it("raises those that join, those that joined before, and nobody whom it does not enter", () => {
    const plan = diff(planned([]));
    const parts = ["config", "guardDuty", "standards"];
    expect(raisesOf(plan)).toMatchObject([
      { accountId: estate.idOf(1), region: "us-east-1", parts },
      { accountId: estate.idOf(2), region: "us-east-1", parts },
    ]);
    const [wave] = plan.waves;
    const regions = wave!.accounts.map((one) => [one.accountId, one.regions.length]).toSorted();
    expect(regions).toEqual([
      [estate.idOf(1), 1],
      [estate.idOf(2), 0],
    ]);
    expect(plan.bound.total).toBe(
      plan.bound.hub + plan.bound.member + plan.bound.account + plan.bound.baseline!,
    );
  });

  it("raises only what is not on record as done", () => {
    const { standards, ...rest } = ready("us-east-1");
    const plan = diff(
      planned([record(2, "us-east-1", rest), record(1, "us-east-1", ready("us-east-1"))]),
    );
    expect(raisesOf(plan)).toMatchObject([{ accountId: estate.idOf(2), parts: ["standards"] }]);
    expect(standards).toBeDefined();
  });

  it("plans nothing where all of it is done, and the same as ever where all of it is off", () => {
    const done = diff(
      planned([record(2, "us-east-1", ready("us-east-1"))], on, { rows: [estate.row(2)] }),
    );
    expect(done.waves).toEqual([]);
    expect(raisesOf(done)).toEqual([]);
    const { baseline: _, ...without } = planned([]);
    expect(diff(planned([], off))).toEqual(diff(without));
    expect(diff(without).bound).not.toHaveProperty("baseline");
  });

  it("has no bound where an account is to be created in no Region of the hub", () => {
    const rows = [estate.fresh(1, { regions: ["eu-south-2"] })];
    const known = { management: "888888888888", organization: estate.organization([]) };
    const plan = diff(planned([], on, { rows, memberships: [], ...known }));
    expect(plan.creations).toMatchObject([{ regions: [] }]);
    expect(plan.bound).not.toHaveProperty("baseline");
  });

  it("adds nothing to what was approved", () => {
    const within = { creations: [], waves: [], removals: [] };
    expect(raisesOf(diff({ ...planned([]), within }))).toEqual([]);
  });

  it("names a row that asks for what the settings do not describe, beside its membership", () => {
    const plan = diff(planned([], off, { rows: [estate.row(2, { baseline: ["config"] })] }));
    expect(plan.escalations).toMatchObject([{ account: estate.idOf(2), reason: "BaselineUnset" }]);
    expect(raisesOf(plan)).toEqual([]);
  });

  it("is summed up beside the memberships: one line where all Regions fail alike", () => {
    const regions = estate.regions(2);
    const names = regions.map(({ region }) => region);
    const memberships = [1, 2].flatMap((number) =>
      names.map((region) => estate.membership(number, region, "Enabled")),
    );
    const failed = (region: string): Standings => ({
      ...ready(region),
      config: {
        state: "failed",
        reason: "ConfigUndelivered",
        wanted: wantedText(on, region).config,
      },
      standards: { state: "waits", wanted: wantedText(on, region).standards },
    });
    const recorded = [
      ...names.map((region) => record(1, region, failed(region))),
      record(2, names[0]!, ready(names[0]!)),
      record(2, names[1]!, failed(names[1]!)),
    ];
    const rows = [estate.row(1), estate.row(2)];
    const input = { ...planned(recorded, on, { rows, memberships, regions }) };
    const summary = summarize({
      ...{ run: "run-1", rows, memberships, outcomes: [], creations: [], plan: diff(input) },
      baseline: { wanted: on, recorded },
    });
    expect(summary.memberships).toMatchObject({ wanted: 4, enabled: 4, attention: 0 });
    expect(summary.attention.map((one) => `${one.account} ${one.region} ${one.code}`)).toEqual([
      `${estate.idOf(1)} all ConfigUndelivered`,
      `${estate.idOf(2)} ${names[1]} ConfigUndelivered`,
    ]);
    expect(summary.baseline).toMatchObject({
      config: { wanted: 4, ready: 1, failed: 3 },
      standards: { wanted: 4, ready: 1, pending: 3 },
    });
  });
});

it("counts what waits as pending, and leaves out what nobody wants", () => {
  expect(tally([])).toBeUndefined();
  expect(
    tally(
      (["ready", "kept", "pending", "waits", "failed", undefined] as const).map((state) => ({
        part: "standards" as const,
        state,
      })),
    ),
  ).toEqual({ standards: { wanted: 6, ready: 1, kept: 1, pending: 3, failed: 1 } });
});

it("is a stage of a run only where there is something to raise", () => {
  const names = (total: number) =>
    stagesAt("close", "settled", { baseline: { done: 0, total } }).map(({ stage }) => stage);
  expect(names(0)).not.toContain("baseline");
  expect(stagesAt("close", "settled").map(({ stage }) => stage)).not.toContain("baseline");
  expect(names(2)).toContain("baseline");
});
