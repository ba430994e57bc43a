// The script that an account's owner runs, run as they run it: bash and the real AWS CLI, in an open world.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { defaults } from "@rollcall/core/region";
import { bashScript, type Order } from "@rollcall/core/self-service";
import { AwsError } from "@rollcall/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type AccountWorld,
  estateOf,
  HUB,
  type Keys,
  MEMBER,
  OTHER,
  STRANGER,
  startAccounts,
} from "../sandbox/account-world.ts";
import { noCli, warmAws } from "../sandbox/clients/warm-aws.ts";

const TOKYO = "ap-northeast-1";
const IRELAND = "eu-west-1";
const CIS = "standards/cis-aws-foundations-benchmark/v/1.4.0";

const withCli = it.skipIf(noCli && !process.env.CI);
if (noCli) console.log(`skipped: ${noCli}`);

let aws: { bin: string; stop: () => void } | undefined;
const home = fs.mkdtempSync(path.join(os.tmpdir(), "aws-"));
beforeAll(async () => {
  if (!noCli) aws = await warmAws(home);
});
afterAll(() => {
  aws?.stop();
  fs.rmSync(home, { recursive: true, force: true });
});

let world: AccountWorld;
let directory: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "self-service-"));
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await world?.stop();
  fs.rmSync(directory, { recursive: true, force: true });
});

const order: Order = {
  account: MEMBER,
  hub: HUB,
  partition: "aws",
  regions: [TOKYO],
  standards: [],
  defaultStandards: false,
  config: false,
  guardDuty: false,
  locale: "en",
};

/** A hub that has invited the member in these Regions. */
async function invited(regions: string[], more: object = {}): Promise<void> {
  const hub = { regions: [TOKYO, IRELAND, "ap-east-1"] };
  world = await startAccounts(estateOf([{ id: MEMBER, ...more }, { id: OTHER }], hub));
  world.world.random = () => 0; // every delay at its shortest: the script waits in real time
  for (const region of regions) await inviteBy(HUB, region);
}

async function inviteBy(administrator: string, region: string): Promise<void> {
  const from = world.securityHub(administrator, region);
  await from.enableSecurityHub({}).catch(() => {});
  await from.createMembers({ AccountDetails: [{ AccountId: MEMBER, Email: "a@example.com" }] });
  await from.inviteMembers({ AccountIds: [MEMBER] });
  await world.pass(120_000); // it arrives after a while
}

interface Ended {
  code: number | null;
  out: string;
}

/** Starts the script as the owner would; `who` are their credentials. */
function start(
  given: Partial<Order>,
  options: string[] = [],
  who: string | Keys = MEMBER,
  more: Record<string, string> = {},
) {
  const file = path.join(directory, `join-${running.size}.sh`);
  fs.writeFileSync(file, bashScript({ ...order, ...given }));
  const keys = typeof who === "string" ? { accessKeyId: who, secretAccessKey: "any" } : who;
  const env = {
    PATH: `${aws!.bin}:${process.env.PATH}`,
    HOME: directory,
    LANG: "C.UTF-8",
    TMPDIR: directory,
    AWS_ENDPOINT_URL: world.endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_REGION: TOKYO,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken && { AWS_SESSION_TOKEN: keys.sessionToken }),
    ...more,
  };
  const child = spawn("bash", [file, "--wait", "0", ...options], { env });
  running.add(child);
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (out += text));
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => resolve({ code, out })),
  );
  const said = async (text: string) => {
    while (!out.includes(text) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { child, ended, said };
}

const run = (...given: Parameters<typeof start>): Promise<Ended> => start(...given).ended;

/** Operations that changed something, of one account. */
const changes = (): string[] =>
  world.calls
    .since(0)
    .filter(({ account, service }) => account === MEMBER && service !== "sts")
    .map(({ operation }) => operation)
    .filter((operation) => !/^(Get|List|Describe|Head)/.test(operation));

const statusIn = async (region: string): Promise<string | undefined> => {
  const hub = world.securityHub(HUB, region);
  return (await hub.getMembers({ AccountIds: [MEMBER] })).Members![0]?.MemberStatus;
};

withCli(
  "joins a clean account with everything, and changes nothing the second time (D48, D51)",
  async () => {
    await invited([TOKYO]);
    const all = {
      standards: [`arn:aws:securityhub:us-east-1::${CIS}`],
      config: true,
      guardDuty: true,
    };
    const first = await run(all);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toContain("All done in 1 Regions");
    expect(await statusIn(TOKYO)).toBe("Enabled");
    const done = changes();
    expect(done).toEqual(
      expect.arrayContaining(["StartConfigurationRecorder", "CreateDetector", "PutBucketPolicy"]),
    );
    const { StandardsSubscriptions } = await world
      .securityHub(MEMBER, TOKYO)
      .getEnabledStandards({});
    expect(StandardsSubscriptions!.map((one) => one.StandardsArn)).toEqual([
      `arn:aws:securityhub:${TOKYO}::${CIS}`,
    ]);
    const { DetectorIds } = await world.as(GuardDuty, MEMBER, TOKYO).listDetectors({});
    expect(DetectorIds).toHaveLength(1);

    const second = await run(all);
    expect(second.code).toBe(0);
    expect(changes()).toEqual(done);
    // Not even its own temporary files are left.
    expect(fs.readdirSync(directory).filter((name) => name.startsWith("tmp."))).toEqual([]);
  },
);

withCli("goes on where an account is half done, and tells every Region apart", async () => {
  await invited([TOKYO, IRELAND, "ap-east-1"]);
  // Security Hub is on in one, the other has joined, and the third is off in this account.
  await world.securityHub(MEMBER, TOKYO).enableSecurityHub({ EnableDefaultStandards: false });
  const regions = [TOKYO, IRELAND, "ap-east-1"];
  await run({ regions }, ["--regions", IRELAND]);
  expect([await statusIn(IRELAND), await statusIn(TOKYO)]).toEqual(["Enabled", "Invited"]);
  const { code, out } = await run({ regions });
  expect(code).toBe(1);
  expect([await statusIn(IRELAND), await statusIn(TOKYO)]).toEqual(["Enabled", "Enabled"]);
  expect(out).toMatch(/^ap-northeast-1 +done/m);
  expect(out).toMatch(/^eu-west-1 +was so/m);
  expect(out).toMatch(/^ap-east-1 +Region off/m);
  expect(out).toContain("aws account enable-region --region-name ap-east-1");
  expect(out).toContain("1 of 3 Regions are not done");
});

withCli(
  "leaves an account to the hub that it belongs to, and foreign invitations alone (D48)",
  async () => {
    await invited([TOKYO, IRELAND], { administrator: { account: STRANGER, regions: [TOKYO] } });
    await inviteBy(OTHER, IRELAND);
    const before = changes();
    const { code, out } = await run({ regions: [TOKYO, IRELAND], locale: "ja" });
    expect(code).toBe(1);
    expect(out).toContain(`ここではアカウント ${STRANGER} が Security Hub の管理者です`);
    expect(out).toContain(`ほかのアカウントからの招待には触れません: ${OTHER}`);
    expect(await statusIn(IRELAND)).toBe("Enabled");
    expect(changes().slice(before.length)).toEqual(
      expect.not.arrayContaining(["DeclineInvitations", "DisassociateFromAdministratorAccount"]),
    );
  },
);

withCli(
  "joins 17 Regions side by side while AWS slows it down, and tells the one where it may not",
  { timeout: 300_000 },
  async () => {
    world = await startAccounts(estateOf([{ id: MEMBER }], { regions: [...defaults] }), {
      limited: true,
    });
    world.world.random = () => 0;
    for (const region of defaults) {
      const from = world.securityHub(HUB, region);
      await from.enableSecurityHub({}).catch(() => {});
      await from.createMembers({ AccountDetails: [{ AccountId: MEMBER, Email: "a@example.com" }] });
      await from.inviteMembers({ AccountIds: [MEMBER] });
    }
    await world.pass(120_000);
    const order: string[] = [];
    let slow = 6;
    world.gates.push(({ account, service, operation, region }) => {
      if (account !== MEMBER || service !== "securityhub") return;
      order.push(region);
      if (region === TOKYO && slow-- > 0)
        throw new AwsError("TooManyRequestsException", "Rate exceeded", { status: 429 });
      if (region === IRELAND && /^Accept/.test(operation))
        throw new AwsError("AccessDeniedException", "not in this Region", { status: 403 });
    });
    const { code, out } = await run({ regions: [...defaults] });
    expect(code, out).toBe(1);
    expect(slow).toBeLessThan(0);
    const others = defaults.filter((one) => one !== IRELAND);
    for (const region of others) {
      expect(out).toMatch(new RegExp(`^${region} +done`, "m"));
      expect(await statusIn(region), region).toBe("Enabled");
    }
    expect(await statusIn(IRELAND)).toBe("Invited");
    expect(out).toContain(
      "Not allowed: securityhub:AcceptAdministratorInvitation in eu-west-1. Ask the account's",
    );
    expect(out).toContain("not in this Region");
    expect(out).toContain("1 of 17 Regions are not done");
    // Several at once: the fourth begins long before the first is done.
    const begun = defaults.map((region) => order.indexOf(region)).toSorted((a, b) => a - b);
    expect(begun[3]).toBeLessThan(order.lastIndexOf(order[0]!));
  },
);

withCli("says that the invitation is not there yet (D49)", async () => {
  await invited([]);
  const { code, out } = await run({});
  expect(code).toBe(1);
  expect(out).toContain(`No invitation from ${HUB} has arrived in ${TOKYO} yet`);
});

withCli(
  "begins nothing with credentials of another account, unknown or expired ones, or none",
  async () => {
    await invited([TOKYO]);
    const wrong = await run({}, [], OTHER);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.out).toContain(`credentials of account ${OTHER}`);
    const unknown = await run({}, [], "AKIAIOSFODNN7EXAMPLF");
    expect(unknown.code).toBe(2);
    expect(unknown.out).toContain("AWS does not accept these credentials");
    const keys = await world.assume(HUB, `arn:aws:iam::${MEMBER}:role/Joiner`, "member-secret");
    for (let minute = 0; minute < 62; minute += 2) await world.pass(120_000);
    const expired = await run({}, [], keys);
    expect(expired.code).toBe(2);
    expect(expired.out).toContain("The credentials have expired");
    const none = await run({}, [], { accessKeyId: "", secretAccessKey: "" });
    expect(none.code).toBe(2);
    expect(none.out).toContain("There are no credentials");
    const lost = await run({}, [], MEMBER, { AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect(lost.code).toBe(2);
    expect(lost.out).toContain("cannot be reached from here");
    expect(changes()).toEqual([]);
  },
);

withCli("changes nothing in a dry run, and says what it would do", async () => {
  await invited([TOKYO, IRELAND]);
  await world.securityHub(MEMBER, TOKYO).enableSecurityHub({ EnableDefaultStandards: false });
  const before = changes();
  const all = { regions: [TOKYO, IRELAND], config: true, guardDuty: true };
  const { code, out } = await run(all, ["--dry-run"]);
  expect(code).toBe(0);
  expect(changes()).toEqual(before);
  expect(out).toContain(`Would accept the invitation of ${HUB}`);
  expect(out).toContain("Would switch AWS Config on");
  expect(out).toMatch(/^ap-northeast-1 +would do/m);
});

withCli("may run twice at once", async () => {
  await invited([TOKYO, IRELAND]);
  const all = { regions: [TOKYO, IRELAND], config: true, guardDuty: true };
  const both = await Promise.all([run(all), run(all)]);
  expect(both.map(({ code, out }) => (code === 0 ? "done" : out))).toEqual(["done", "done"]);
  expect([await statusIn(TOKYO), await statusIn(IRELAND)]).toEqual(["Enabled", "Enabled"]);
});

withCli.each(["SIGINT", "SIGKILL"] as const)("goes on after %s in the middle", async (signal) => {
  const regions = [TOKYO, IRELAND, "us-east-1", "us-east-2", "us-west-1", "us-west-2"];
  const hub = { regions };
  world = await startAccounts(estateOf([{ id: MEMBER }], hub));
  world.world.random = () => 0;
  for (const region of regions) await inviteBy(HUB, region);
  const first = start({ regions });
  await first.said("accepted");
  first.child.kill(signal);
  const { code, out } = await first.ended;
  if (signal === "SIGINT") {
    expect(code).toBe(130);
    expect(out).toContain("Interrupted");
    expect(out).toMatch(/^us-west-2 +not done/m);
  }
  expect(await run({ regions })).toMatchObject({ code: 0 });
  for (const region of regions) expect(await statusIn(region)).toBe("Enabled");
  // Workers whose script was killed have ended with the call that was under way.
  const calls = world.calls.since(0).length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(world.calls.since(0).length).toBe(calls);
});

it.each([
  [["--dry-rum"], "There is no option"],
  [["--regions", "mars"], "It is for: ap-northeast-1"],
  [["--regions"], "needs a value"],
  [["--wait", "soon"], "whole seconds"],
])("refuses %j", async (options, said) => {
  world = await startAccounts();
  aws ??= { bin: directory, stop: () => {} };
  const { code, out } = await run({}, options);
  expect(code).toBe(2);
  expect(out).toContain(said);
});
