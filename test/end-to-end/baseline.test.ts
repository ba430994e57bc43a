// The baseline in the member: everything on, for accounts of every kind, in a world of its own. What fails is named
// beside the membership, which it never touches; what is there is not touched again (D44, D51, D68, D70).
import type { Baseline } from "@rollcall/core/baseline";
import { AwsError, type GateHook, Hangup } from "@rollcall/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { type Applied, account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const [clean, own, idle, detecting, taken, unknown, lost, off, quiet, thin, mailed, led] = ids(
  920_000_000_001,
  12,
) as string[] as [
  ...[string, string, string, string, string, string],
  ...[string, string, string, string, string, string],
];
const other = "920000000099";
const wanted = {
  standards: [
    "aws-foundational-security-best-practices/v/1.0.0",
    "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0",
  ],
  config: { bucket: "config-archive", prefix: "rollcall", globalRegion: "us-east-1" },
  guardDuty: true,
};

let world: World;
let trouble: GateHook = () => {};

beforeAll(async () => {
  world = await startWorld(
    {
      hub: { account: hub, regions },
      management,
      accounts: [
        clean,
        own,
        idle,
        detecting,
        taken,
        unknown,
        lost,
        off,
        quiet,
        thin,
        mailed,
        led,
        other,
      ].map((id) => account(id)),
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
  summary!.attention.map((one) => `${one.region} ${one.code}`).sort();

/** An answer that says no, as AWS says it. */
const refusing =
  (
    of: { operation: string; region?: string; times?: number },
    code: string,
    text = "no",
  ): GateHook =>
  ({ operation, region, context }) => {
    if (operation !== of.operation || (of.region && region !== of.region)) return;
    if (context.account === hub || (of.times !== undefined && of.times-- <= 0)) return;
    throw new AwsError(code, text, { status: 400 });
  };

describe("a clean account", () => {
  it("gets all of it, Config before standards (D51), and nothing a second time (D44)", async () => {
    const order: string[] = [];
    trouble = ({ service, operation, region, account: caller }) => {
      if (caller === clean && region === "us-east-1" && changing.test(`${service}:${operation}`))
        order.push(operation);
    };
    const first = await world.apply([{ account_id: clean }]);
    expect(await flawsOf(world, first)).toEqual([]);
    expect(first.status).toBe("settled");
    expect(order.indexOf("StartConfigurationRecorder")).toBeGreaterThan(
      order.indexOf("PutDeliveryChannel"),
    );
    expect(order.indexOf("BatchEnableStandards")).toBeGreaterThan(
      order.indexOf("StartConfigurationRecorder"),
    );
    expect(changes(first.calls)).toEqual({
      "config:PutConfigurationRecorder": 2,
      "config:PutDeliveryChannel": 2,
      "config:StartConfigurationRecorder": 2,
      "guardduty:AcceptAdministratorInvitation": 2,
      "guardduty:CreateDetector": 2,
      "guardduty:CreateMembers": 2,
      "guardduty:InviteMembers": 2,
      "iam:CreateServiceLinkedRole": 1,
      "securityhub:BatchEnableStandards": 2,
    });
    const all = { wanted: 2, ready: 2, kept: 0, pending: 0, failed: 0 };
    expect(first.summary!.baseline).toEqual({ config: all, guardDuty: all, standards: all });
    for (const region of regions) {
      const { ConfigurationRecorders } = await world.as(clean, region)<{
        ConfigurationRecorders: { recordingGroup: object }[];
      }>("config", "DescribeConfigurationRecorders");
      expect(ConfigurationRecorders[0]!.recordingGroup).toMatchObject({
        allSupported: true,
        includeGlobalResourceTypes: region === "us-east-1",
      });
      expect(await baselineOf(clean, region)).toMatchObject({
        config: { state: "ready" },
        guardDuty: { state: "ready" },
        standards: { state: "ready" },
      });
    }
    expect(first.row.summary!.baseline).toEqual(first.summary!.baseline);
    const shown = JSON.stringify(world.messagesOf(first.run)[0]);
    expect(shown).toContain("Baseline: AWS Config 2 of 2, GuardDuty 2 of 2, standards 2 of 2");

    const second = await world.apply([{ account_id: clean }]);
    expect(second.status).toBe("settled");
    expect(second.plan!.raises).toBeUndefined();
    expect(
      Object.keys(second.calls).filter((name) => /^(config|guardduty|iam|sts):/.test(name)),
    ).toEqual(["sts:AssumeRole"].filter((name) => second.calls[name]));
    expect(changes(second.calls)).toEqual({});
  });
});

describe("an account that has something already", () => {
  it("keeps its own recorder, and a detector of its own joins", async () => {
    const mine = { name: "default", roleARN: "arn:aws:iam::1:role/mine" };
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
    const applied = await world.apply([{ account_id: own }, { account_id: detecting }]);
    expect(await flawsOf(world, applied)).toEqual([]);
    expect(applied.status).toBe("settled");
    expect(applied.summary!.baseline).toMatchObject({
      config: { wanted: 4, ready: 2, kept: 2 },
      guardDuty: { wanted: 4, ready: 4 },
      standards: { wanted: 4, ready: 4 },
    });
    const { ConfigurationRecorders } = await world.as(own)<{ ConfigurationRecorders: object[] }>(
      "config",
      "DescribeConfigurationRecorders",
    );
    expect(ConfigurationRecorders).toMatchObject([mine]);
    expect(applied.calls["guardduty:CreateDetector"]).toBe(2); // of the one that had none
    const again = await world.apply([{ account_id: own }, { account_id: detecting }]);
    expect(again.plan!.raises).toBeUndefined();
  });

  it("is named where its recorder stands still, or somebody else has its GuardDuty; it joins all the same", async () => {
    await world.as(idle)("config", "PutConfigurationRecorder", {
      ConfigurationRecorder: { name: "theirs", roleARN: "arn:aws:iam::1:role/theirs" },
    });
    const detail = { AccountId: taken, Email: `aws+${taken}@example.com` };
    const leader = world.as(other);
    const { DetectorIds } = await leader<{ DetectorIds: string[] }>("guardduty", "ListDetectors");
    const [DetectorId] = DetectorIds;
    await leader("guardduty", "CreateMembers", { DetectorId, AccountDetails: [detail] });
    await leader("guardduty", "InviteMembers", { DetectorId, AccountIds: [taken] });
    await world.sleep(10_000);
    const as = world.as(taken);
    const mine = await as<{ DetectorId: string }>("guardduty", "CreateDetector", { Enable: true });
    const { Invitations } = await as<{ Invitations: { InvitationId: string }[] }>(
      "guardduty",
      "ListInvitations",
    );
    await as("guardduty", "AcceptAdministratorInvitation", {
      ...mine,
      AdministratorId: other,
      InvitationId: Invitations[0]!.InvitationId,
    });
    const applied = await world.apply([{ account_id: idle }, { account_id: taken }]);
    expect(await flawsOf(world, applied)).toEqual([]);
    expect(applied.status).toBe("attention");
    expect(applied.summary!.memberships).toMatchObject({ wanted: 4, enabled: 4, attention: 0 });
    expect(applied.summary!.attention).toMatchObject([
      { account: idle, region: "us-east-1", code: "ConfigIdle", detail: "theirs" },
      { account: taken, region: "us-east-1", code: "GuardDutyElsewhere", detail: other },
    ]);
    expect(await baselineOf(idle, "us-east-1")).toMatchObject({ standards: { state: "waits" } });
    expect(await baselineOf(idle, "eu-west-1")).toMatchObject({ standards: { state: "ready" } });
  });
});

describe("what goes wrong", () => {
  it("names standards that cannot be on, a refused role, and goes on with the rest", async () => {
    trouble = refusing(
      { operation: "GetEnabledStandards", region: "eu-west-1" },
      "AccessDeniedException",
    );
    const applied = await world.apply([{ account_id: unknown }]);
    expect(await flawsOf(world, applied)).toEqual([]);
    expect(told(applied)).toEqual(["eu-west-1 BaselineRefused"]);
    expect(applied.summary!.attention[0]!.next.ja).toContain("Baseline=true");
    trouble = () => {};
    const after = await world.apply([{ account_id: unknown }]);
    expect(after.status).toBe("settled");
    expect(after.plan!.raises).toEqual([
      expect.objectContaining({ accountId: unknown, region: "eu-west-1", parts: ["standards"] }),
    ]);
    expect(changes(after.calls)).toEqual({ "securityhub:BatchEnableStandards": 1 });
  });

  it("finishes what a lost answer and a full bucket left half-done (D70)", async () => {
    const seen = new Set<string>();
    let broken = 0;
    trouble = (call) => {
      const { service, operation, region, context, input } = call;
      // The function that did it all breaks before it can say so: more often than a call is repeated.
      if (
        operation === "TransactWriteItems" &&
        /BASELINE#/.test(JSON.stringify(input)) &&
        broken < 8
      ) {
        broken++;
        throw new AwsError("InternalServerError", "no", { status: 500 });
      }
      const key = `${operation}/${region}`;
      if (context.account === hub || !changing.test(`${service}:${operation}`) || seen.has(key))
        return;
      seen.add(key);
      call.afterwards.push(() => {
        throw new Hangup();
      });
    };
    const first = await world.apply([{ account_id: lost }]);
    expect((await flawsOf(world, first)).filter((one) => !one.includes("RetryableError"))).toEqual(
      [],
    );
    expect(first.status).toBe("settled");
    expect(broken).toBe(8);
    expect(seen.size).toBeGreaterThan(8);

    const text = "Insufficient delivery policy to s3 bucket";
    trouble = refusing(
      { operation: "PutDeliveryChannel" },
      "InsufficientDeliveryPolicyException",
      text,
    );
    const half = await world.apply([{ account_id: quiet }]);
    expect(told(half)).toEqual(["all ConfigUndelivered"]);
    expect(half.summary!.memberships).toMatchObject({ wanted: 2, enabled: 2 });
    expect(half.calls["securityhub:BatchEnableStandards"]).toBeUndefined(); // they come after Config
    trouble = () => {};
    const rest = await world.apply([{ account_id: quiet }]);
    expect(rest.status).toBe("settled");
    expect(rest.calls["config:PutConfigurationRecorder"]).toBeUndefined();
    expect(rest.summary!.baseline!.standards).toMatchObject({ wanted: 2, ready: 2 });
  });

  it("asks again where one standard a second is too fast, and names what never comes", async () => {
    trouble = refusing({ operation: "BatchEnableStandards", times: 5 }, "TooManyRequestsException");
    const applied = await world.apply([
      { account_id: thin, baseline: "standards", regions: "us-east-1" },
      { account_id: off, baseline: "none" },
    ]);
    expect(await flawsOf(world, applied)).toEqual([]);
    expect(applied.status).toBe("settled");
    expect(applied.summary!.baseline).toEqual({
      standards: { wanted: 1, ready: 1, kept: 0, pending: 0, failed: 0 },
    });
    expect(applied.calls["config:PutConfigurationRecorder"]).toBeUndefined();
    expect(await baselineOf(off, "us-east-1")).toBeUndefined();
  });
});

describe("GuardDuty's hub side", () => {
  it("names a hub without it, another e-mail, and a part that the settings do not describe", async () => {
    const as = world.as(hub, "eu-west-1");
    const { DetectorIds } = await as<{ DetectorIds: string[] }>("guardduty", "ListDetectors");
    await as("guardduty", "DeleteDetector", { DetectorId: DetectorIds[0] });
    const wrong = await world.as(hub)<{ DetectorIds: string[] }>("guardduty", "ListDetectors");
    await world.asHub("guardduty", "CreateMembers", {
      DetectorId: wrong.DetectorIds[0],
      AccountDetails: [{ AccountId: mailed, Email: "somebody@example.com" }],
    });
    const applied = await world.apply([{ account_id: mailed, baseline: "GuardDuty" }]);
    expect(await flawsOf(world, applied)).toEqual([]);
    expect(told(applied)).toEqual(["eu-west-1 GuardDutyOff", "us-east-1 GuardDutyRefused"]);
    expect(applied.summary!.memberships).toMatchObject({ wanted: 2, enabled: 2 });
    // Nothing is switched on that nobody administers.
    expect(applied.calls["guardduty:CreateDetector"]).toBeUndefined();
    await as("guardduty", "CreateDetector", { Enable: true });
  });

  it("has nothing to be accepted where the hub leads the organization's GuardDuty", async () => {
    for (const region of regions)
      await world.as(management.account, region)("guardduty", "EnableOrganizationAdminAccount", {
        AdminAccountId: hub,
      });
    const applied = await world.apply([{ account_id: led, baseline: "guardduty" }]);
    expect(await flawsOf(world, applied)).toEqual([]);
    expect(applied.status).toBe("settled");
    expect(changes(applied.calls)).toEqual({ "guardduty:CreateMembers": 2 });
  });
});
