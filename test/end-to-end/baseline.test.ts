// The baseline in the member: everything on, for accounts of every kind, in a world of its own. What fails is named
// beside the membership, which it never touches; what is there is not touched again (D44, D51, D68, D70).
import type { Baseline } from "@rollcall/core/baseline";
import { raisesOf } from "@rollcall/core/plan";
import { AwsError, type GateHook, Hangup } from "@rollcall/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { type Applied, account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const members = ids(920_000_000_001, 11) as string[] as [
  ...[string, string, string, string, string, string],
  ...[string, string, string, string, string],
];
const [clean, own, detecting, thin, none, idle, taken, mailed, lost, refused, full] = members;
const led = "920000000098";
const other = "920000000099";
const wanted = {
  standards: [
    "aws-foundational-security-best-practices/v/1.0.0",
    "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0",
  ],
  config: { bucket: "config-archive", prefix: "rollcall", globalRegion: "us-east-1" },
  guardDuty: true,
};

const mine = { name: "default", roleARN: "arn:aws:iam::1:role/mine" };

let world: World;
let trouble: GateHook = () => {};

beforeAll(async () => {
  world = await startWorld(
    {
      hub: { account: hub, regions },
      management,
      accounts: [...members, led, other].map((id) => account(id)),
    },
    "en",
    { baseline: wanted, pace: { joinAttempts: 6 } },
  );
  for (const region of regions) {
    await world.as(hub, region)("guardduty", "CreateDetector", { Enable: true });
    await world.as(other, region)("guardduty", "CreateDetector", { Enable: true });
  }
  await world.asHub("s3", "CreateBucket", { Bucket: "config-archive" });
  const Policy = JSON.stringify({ Principal: { Service: "config.amazonaws.com" } });
  await world.asHub("s3", "PutBucketPolicy", { Bucket: "config-archive", Policy });
  world.sandbox.gates.push((call) => trouble(call));
});
afterAll(() => world?.stop());
beforeEach(() => {
  trouble = () => {};
});

/** Calls that change something in a member's baseline, or in the hub's GuardDuty. */
const changing =
  /^(config:(Put|Start)|guardduty:(Create|Invite|Accept|Update)|securityhub:Batch|iam:CreateService)/;

const changes = (calls: Record<string, number>) =>
  Object.fromEntries(Object.entries(calls).filter(([name]) => changing.test(name)));

const baselineOf = async (id: string, region: string) =>
  (await world.item<Baseline>(`ACCOUNT#${id}`, `BASELINE#${region}`))?.parts;

const told = ({ summary }: Applied) =>
  summary!.attention.map((one) => `${one.account} ${one.region} ${one.code}`).toSorted();

/** AWS says no to an operation of one account. */
const refusing =
  (
    of: { account: string; operation: string; region?: string; times?: number },
    code: string,
  ): GateHook =>
  ({ operation, region, account: caller }) => {
    if (operation !== of.operation || caller !== of.account) return;
    if (of.region && region !== of.region) return;
    if (of.times !== undefined && of.times-- <= 0) return;
    throw new AwsError(code, `${operation} refused`, { status: 400 });
  };

/** Flaws beside the function that was made to break: its executions stay on record. */
const unmeant = async (applied: Applied) =>
  (await flawsOf(world, applied)).filter((one) => !one.includes("RetryableError"));

const detectorOf = async (id: string, region = "us-east-1") => {
  const ask = world.as(id, region)<{ DetectorIds: string[] }>;
  return (await ask("guardduty", "ListDetectors")).DetectorIds[0]!;
};

describe("a first run", () => {
  const ledger = [
    { account_id: clean },
    { account_id: own },
    { account_id: detecting },
    { account_id: thin, baseline: "standards", regions: "us-east-1" },
    { account_id: none, baseline: "none" },
  ];
  const order: string[] = [];
  let first: Applied;

  beforeAll(async () => {
    for (const region of regions) {
      const as = world.as(own, region);
      await as("config", "PutConfigurationRecorder", { ConfigurationRecorder: mine });
      if (region === "us-east-1") await as("s3", "CreateBucket", { Bucket: "owners-own" });
      await as("config", "PutDeliveryChannel", {
        DeliveryChannel: { name: "default", s3BucketName: "owners-own" },
      });
      await as("config", "StartConfigurationRecorder", { ConfigurationRecorderName: "default" });
      await world.as(detecting, region)("guardduty", "CreateDetector", { Enable: true });
    }
    // More often than a call is repeated within one attempt.
    const slow = refusing(
      { account: thin, operation: "BatchEnableStandards", times: 5 },
      "TooManyRequestsException",
    );
    trouble = (call) => {
      const { service, operation, region, account: caller } = call;
      if (caller === clean && region === "us-east-1" && changing.test(`${service}:${operation}`))
        order.push(operation);
      return slow(call);
    };
    first = await world.apply(ledger);
    trouble = () => {};
  });

  it("switches on what is wanted of each account, however slow AWS is, and settles", async () => {
    expect(await flawsOf(world, first)).toEqual([]);
    expect(first.status).toBe("settled");
    expect(first.summary!.baseline).toEqual({
      config: { wanted: 6, ready: 4, kept: 2, pending: 0, failed: 0 },
      guardDuty: { wanted: 6, ready: 6, kept: 0, pending: 0, failed: 0 },
      standards: { wanted: 7, ready: 7, kept: 0, pending: 0, failed: 0 },
    });
    expect(first.row.summary!.baseline).toEqual(first.summary!.baseline);
    expect(changes(first.calls)).toEqual({
      "config:PutConfigurationRecorder": 4,
      "config:PutDeliveryChannel": 4,
      "config:StartConfigurationRecorder": 4,
      "guardduty:AcceptAdministratorInvitation": 6,
      "guardduty:CreateDetector": 4,
      "guardduty:CreateMembers": 2,
      "guardduty:InviteMembers": 2,
      "iam:CreateServiceLinkedRole": 2,
      "securityhub:BatchEnableStandards": expect.any(Number),
    });
    // Seven places, five refusals of ours, and those of the sandbox: one call a second is the rate.
    expect(first.calls["securityhub:BatchEnableStandards"]).toBeGreaterThanOrEqual(12);
    expect(await baselineOf(none, "us-east-1")).toBeUndefined();
    expect(Object.keys((await baselineOf(thin, "us-east-1"))!)).toEqual(["standards"]);
  });

  it("does Config before standards (D51), and records global services once", async () => {
    const steps = ["PutConfigurationRecorder", "PutDeliveryChannel", "StartConfigurationRecorder"];
    const places = [...steps, "BatchEnableStandards"].map((step) => order.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const region of regions) {
      const { ConfigurationRecorders } = await world.as(clean, region)<{
        ConfigurationRecorders: { recordingGroup: object }[];
      }>("config", "DescribeConfigurationRecorders");
      expect(ConfigurationRecorders[0]!.recordingGroup).toMatchObject({
        allSupported: true,
        includeGlobalResourceTypes: region === "us-east-1",
      });
    }
  });

  it("leaves a recorder of the account's own as it is", async () => {
    const { ConfigurationRecorders } = await world.as(own)<{ ConfigurationRecorders: object[] }>(
      "config",
      "DescribeConfigurationRecorders",
    );
    expect(ConfigurationRecorders).toMatchObject([mine]);
    expect(await baselineOf(own, "us-east-1")).toMatchObject({
      config: { state: "kept", detail: "default" },
    });
  });

  it("says it in the run's message", () => {
    const shown = JSON.stringify(world.messagesOf(first.run)[0]);
    expect(shown).toContain(
      "Baseline: AWS Config 4 of 6 (2 kept as they were), GuardDuty 6 of 6, standards 7 of 7",
    );
    expect(shown).toContain("Baseline  19 of 19 parts");
  });

  it("is followed by one that enters nobody (D44)", async () => {
    const second = await world.apply(ledger);
    expect(second.status).toBe("settled");
    expect(raisesOf(second.plan!)).toEqual([]);
    expect(Object.keys(second.calls).filter((name) => /^(config|guardduty):/.test(name))).toEqual(
      [],
    );
    expect(changes(second.calls)).toEqual({});
    expect(second.summary!.baseline).toEqual(first.summary!.baseline);
  });
});

it("names what a person has to decide, beside memberships that stand", async () => {
  await world.as(idle)("config", "PutConfigurationRecorder", {
    ConfigurationRecorder: { name: "theirs", roleARN: "arn:aws:iam::1:role/theirs" },
  });
  await joinOther();
  await world.as(hub, "eu-west-1")("guardduty", "DeleteDetector", {
    DetectorId: await detectorOf(hub, "eu-west-1"),
  });
  await world.asHub("guardduty", "CreateMembers", {
    DetectorId: await detectorOf(hub),
    AccountDetails: [{ AccountId: mailed, Email: "somebody@example.com" }],
  });
  const applied = await world.apply([
    { account_id: idle, regions: "us-east-1" },
    { account_id: taken, regions: "us-east-1" },
    { account_id: mailed, baseline: "GuardDuty" },
  ]);
  await world.as(hub, "eu-west-1")("guardduty", "CreateDetector", { Enable: true });
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.status).toBe("attention");
  expect(applied.summary!.memberships).toMatchObject({ wanted: 4, enabled: 4, attention: 0 });
  expect(told(applied)).toEqual(
    [
      `${idle} us-east-1 ConfigIdle`,
      `${taken} us-east-1 GuardDutyElsewhere`,
      `${mailed} us-east-1 GuardDutyRefused`,
      `${mailed} eu-west-1 GuardDutyOff`,
    ].toSorted(),
  );
  expect(await baselineOf(idle, "us-east-1")).toMatchObject({ standards: { state: "waits" } });
  // Nothing is switched on that nobody administers.
  expect(await baselineOf(mailed, "eu-west-1")).toMatchObject({
    guardDuty: { state: "failed", reason: "GuardDutyOff" },
  });
  expect(await detectorOf(mailed, "eu-west-1")).toBeUndefined();
});

it("finishes what lost answers, a broken function and a refusing bucket left half-done (D70)", async () => {
  const seen = new Set<string>();
  let broken = 0;
  const refusals = [
    refusing(
      { account: refused, operation: "GetEnabledStandards", region: "eu-west-1" },
      "AccessDeniedException",
    ),
    refusing(
      { account: full, operation: "PutDeliveryChannel" },
      "InsufficientDeliveryPolicyException",
    ),
  ];
  trouble = (call) => {
    for (const one of refusals) one(call);
    const { service, operation, region, account: caller, input } = call;
    // The function that did it all breaks before it can say so: more often than a call is repeated.
    const isRecord = operation === "TransactWriteItems";
    if (isRecord && broken < 8 && JSON.stringify(input).includes("config")) {
      const text = JSON.stringify(input);
      if (text.includes(`ACCOUNT#${lost}`) && text.includes("BASELINE#")) {
        broken++;
        throw new AwsError("InternalServerError", "no", { status: 500 });
      }
    }
    const key = `${operation}/${region}`;
    if (caller !== lost || !changing.test(`${service}:${operation}`) || seen.has(key)) return;
    seen.add(key);
    call.afterwards.push(() => {
      throw new Hangup();
    });
  };
  const ledger = [lost, refused, full].map((account_id) => ({ account_id }));
  const first = await world.apply(ledger);
  expect(await unmeant(first)).toEqual([]);
  expect([broken, seen.size > 8]).toEqual([8, true]);
  expect(told(first)).toEqual(
    [`${refused} eu-west-1 BaselineRefused`, `${full} all ConfigUndelivered`].toSorted(),
  );
  expect(first.summary!.memberships).toMatchObject({ wanted: 6, enabled: 6, attention: 0 });
  expect(await baselineOf(full, "us-east-1")).toMatchObject({ standards: { state: "waits" } });

  trouble = () => {};
  const rest = await world.apply(ledger);
  expect(rest.status).toBe("settled");
  expect(
    raisesOf(rest.plan!)
      .map((one) => `${one.accountId} ${one.parts.join("+")}`)
      .toSorted(),
  ).toEqual(
    [`${refused} standards`, `${full} config+standards`, `${full} config+standards`].toSorted(),
  );
  expect(changes(rest.calls)).toEqual({
    "config:PutDeliveryChannel": 2,
    "config:StartConfigurationRecorder": 2,
    "securityhub:BatchEnableStandards": 3,
  });
});

it("has nothing to be accepted where the hub leads the organization's GuardDuty", async () => {
  for (const region of regions)
    await world.as(management.account, region)("guardduty", "EnableOrganizationAdminAccount", {
      AdminAccountId: hub,
    });
  const applied = await world.apply([{ account_id: led, baseline: "guardduty" }]);
  expect(await unmeant(applied)).toEqual([]);
  expect(applied.status).toBe("settled");
  expect(changes(applied.calls)).toEqual({ "guardduty:CreateMembers": 2 });
});

/** Makes `taken` a member of another account's GuardDuty. */
async function joinOther(): Promise<void> {
  const leader = world.as(other);
  const DetectorId = await detectorOf(other);
  const AccountDetails = [{ AccountId: taken, Email: `aws+${taken}@example.com` }];
  await leader("guardduty", "CreateMembers", { DetectorId, AccountDetails });
  await leader("guardduty", "InviteMembers", { DetectorId, AccountIds: [taken] });
  await world.sleep(10_000);
  const as = world.as(taken);
  const own = await as<{ DetectorId: string }>("guardduty", "CreateDetector", { Enable: true });
  const { Invitations } = await as<{ Invitations: { InvitationId: string }[] }>(
    "guardduty",
    "ListInvitations",
  );
  await as("guardduty", "AcceptAdministratorInvitation", {
    ...own,
    AdministratorId: other,
    InvitationId: Invitations[0]!.InvitationId,
  });
}
