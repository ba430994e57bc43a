// What may happen to a call on the wire, each by itself, through the clients that meet it.
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { SSM } from "@aws-sdk/client-ssm";
import { STS } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it } from "vitest";
import { type FaultName, type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";

type Options = Parameters<typeof startSandbox>[0];
let sandbox: Sandbox;
afterEach(() => sandbox.stop());

/** A sandbox with nothing but these faults, and a client of the constructor's kind. */
async function begin(faults: Partial<Record<FaultName, number>>, more: Options = {}) {
  sandbox = await startSandbox({ faults, ...more });
}

const settings = (region = "us-east-1") => ({
  endpoint: sandbox.endpoint,
  region,
  credentials: { accessKeyId: "111111111111", secretAccessKey: "any" },
  maxAttempts: 1,
});
const nameOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "ok",
    (error) => error.code ?? error.name,
  );
const isOn = (hub: SecurityHub) =>
  hub.describeHub({}).then(
    () => true,
    () => false,
  );

describe("a call", () => {
  it.each([
    ["throttling", "TooManyRequestsException", false],
    ["server-errors", "InternalException", false],
    ["late-errors", "InternalException", true],
    ["dropped-calls", "ECONNRESET", false],
    ["lost-answers", "ECONNRESET", true],
  ] as const)("meets %s, and never a third time in a row", async (fault, answer, hasHappened) => {
    await begin({});
    const hub = new SecurityHub(settings());
    const act = () => nameOf(hub.enableSecurityHub({ EnableDefaultStandards: false }));
    const { faults } = sandbox.world;
    faults.set(fault, 1);
    expect(await act()).toBe(answer);
    faults.set(fault, 0);
    expect(await isOn(hub)).toBe(hasHappened);
    faults.set(fault, 1);
    expect(await act()).not.toBe("ok");
    expect(await act()).toBe(hasHappened ? "ResourceConflictException" : "ok");
  });

  const fates = async (seed: number, chance: number) => {
    sandbox = await startSandbox({ seed, faults: { "server-errors": chance } });
    const sts = new STS(settings());
    const all: string[] = [];
    for (let at = 0; at < 60; at++) all.push(await nameOf(sts.getCallerIdentity({})));
    if (chance !== 0) await sandbox.stop();
    return all.join(" ");
  };

  it("meets the same faults by the same seed, others by another, and none when they are off", async () => {
    const first = await fates(5, 0.2);
    expect(await fates(5, 0.2)).toBe(first);
    expect(await fates(6, 0.2)).not.toBe(first);
    expect(first).toMatch(/InternalFailure.*ok|ok.*InternalFailure/);
    expect(await fates(5, 0)).toMatch(/^(ok ?)+$/);
  });

  it("finds a service down in one Region for half a minute, never twice running", async () => {
    await begin({ outages: 0.4 });
    const [here, there] = ["us-east-1", "eu-west-1"].map((one) => new STS(settings(one))) as [
      STS,
      STS,
    ];
    const seen: [string, string][] = [];
    for (let at = 0; at < 30; at++) {
      seen.push([
        await nameOf(here.getCallerIdentity({})),
        await nameOf(there.getCallerIdentity({})),
      ]);
      sandbox.world.clock.pass(30_000);
    }
    const down = seen.map(([one]) => one === "ServiceUnavailable");
    expect(down.filter(Boolean).length).toBeGreaterThan(2);
    expect(down.some((one, at) => one && down[at + 1])).toBe(false);
    expect(seen.some(([one, other]) => one !== other)).toBe(true);
  });

  it("finds its session ended long before its time, and gets another", async () => {
    await begin({ "cut-sessions": 1 });
    const sts = new STS(settings());
    const RoleArn = "arn:aws:iam::333333333333:role/Worker";
    const answers: string[] = [];
    for (let at = 0; at < 3; at++) {
      const { Credentials: keys } = await sts.assumeRole({ RoleArn, RoleSessionName: "one" });
      expect(keys!.Expiration!.getTime() - sandbox.world.clock.now()).toBeGreaterThan(3_000_000);
      const credentials = {
        accessKeyId: keys!.AccessKeyId!,
        secretAccessKey: keys!.SecretAccessKey!,
        sessionToken: keys!.SessionToken!,
      };
      const member = new STS({ ...settings(), credentials });
      expect(await nameOf(member.getCallerIdentity({}))).toBe("ok");
      sandbox.world.clock.pass(10_000);
      answers.push(await nameOf(member.getCallerIdentity({})));
    }
    expect(answers).toEqual(["ExpiredToken", "ExpiredToken", "ok"]);
  });

  it("takes its time, which costs none when nobody does anything else", async () => {
    await begin({ latency: 1 });
    const { clock } = sandbox.world;
    const sts = new STS(settings());
    const [began, real] = [clock.now(), performance.now()];
    for (let at = 0; at < 100; at++) await sts.getCallerIdentity({});
    const [took, tookReally] = [clock.now() - began, performance.now() - real];
    // A median of 60 ms, a hundred times.
    expect(took - tookReally).toBeGreaterThan(4_000);
    const lengths = clock.now() - began;
    expect(lengths).toBeLessThan(12_000 + tookReally);
  });

  it("is refused when it comes faster than the machinery's documented rate", async () => {
    await begin({ "machine-rates": 1 });
    const ssm = new SSM(settings());
    await ssm.putParameter({ Name: "one", Value: "1", Type: "String" });
    const all = await Promise.all(
      Array.from({ length: 80 }, () => nameOf(ssm.getParameter({ Name: "one" }))),
    );
    expect(all).toContain("ThrottlingException");
    expect(all.filter((one) => one === "ok").length).toBeGreaterThanOrEqual(40);
  });
});
