// The baseline in the member: everything on, for accounts of every kind, in a world of its own. What fails is named
// beside the membership, which it never touches; what is there is not touched again (D44, D51, D68, D70).
import type { Baseline } from "@rollcall/core/baseline";
import { AwsError, type GateHook, Hangup } from "@rollcall/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const [clean, own, idle, detecting, taken, unknown, lost, off, quiet, thin] = ids(
  920_000_000_001,
  10,
) as [string, string, string, string, string, string, string, string, string, string];
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
      accounts: [clean, own, idle, detecting, taken, unknown, lost, off, quiet, thin, other].map(
        (id) => account(id),
      ),
    },
    "en",
    { baseline: wanted, pace: { joinAttempts: 6 } },
  );
  for (const region of regions) {
    await world.as(hub, region)("guardduty", "CreateDetector", { Enable: true });
    await world.as(other, region)("guardduty", "CreateDetector", { Enable: true });
  }
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

const told = (applied: {
  summary?: { attention: { region: string; code: string }[] } | undefined;
}) => applied.summary!.attention.map((one) => `${one.region} ${one.code}`).sort();

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
