// Programs that were not written for the sandbox, in an open world: boto3 as others use it, and the AWS
// CLI. clients/sitecustomize.py says how to aim a program that knows no endpoints.
import { execFile, execFileSync } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { type AccountWorld, HUB, MEMBER, OTHER, startAccounts, TOKYO } from "./account-world.ts";

const run = promisify(execFile);
const directory = path.join(import.meta.dirname, "clients");

let world: AccountWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

/** The first of these commands that works. */
function found(candidates: [string, string[]][]): string | undefined {
  for (const [command, options] of candidates) {
    try {
      execFileSync(command, options, { stdio: "ignore", timeout: 20_000 });
      return command;
    } catch {
      // not here, or without its library
    }
  }
  return undefined;
}

const boto3 = ["-c", "import boto3"];
const python = found([
  ["python3", boto3],
  ["/usr/bin/python3", boto3],
]);
const aws = found([["aws", ["--version"]]]);

/** Runs the suite where the client is installed; says why not elsewhere, and fails in CI. */
function withClient(client: string | undefined, name: string, tests: () => void) {
  if (client !== undefined) return describe(name, tests);
  const reason = `${name} is not installed`;
  console.log(`skipped: ${reason}`);
  return it.skipIf(!process.env.CI)(`needs ${name}`, () => expect.fail(reason));
}

const environment = (endpoint: string) => ({
  ...process.env,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: HUB,
  AWS_SECRET_ACCESS_KEY: "any",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
});

withClient(python, "boto3", () => {
  const script = async (name: string, ...more: string[]) => {
    const options = [
      path.join(directory, name),
      HUB,
      "AnyRole",
      TOKYO,
      `${MEMBER},${OTHER}`,
      ...more,
    ];
    const env = { ...environment(world!.endpoint), PYTHONPATH: directory };
    const { stdout } = await run(python!, options, { env });
    return stdout.trim().split("\n");
  };

  it("joins accounts with Config and a standard, and takes them out again", async () => {
    world = await startAccounts(undefined, { limited: true });
    world.world.random = () => 0; // every delay at its shortest: the scripts wait in real time
    const standard = `arn:aws:securityhub:${TOKYO}::standards/cis-aws-foundations-benchmark/v/1.4.0`;
    const lines = await script("join.py", standard);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { account: MEMBER, region: TOKYO, master: HUB },
      { account: OTHER, region: TOKYO, master: HUB },
    ]);
    const { Members } = await world.securityHub(HUB).listMembers({});
    expect(Members!.map(({ AccountId }) => AccountId)).toEqual([MEMBER, OTHER]);
    expect(world.calls.counts()).toMatchObject({
      "securityhub:AcceptInvitation": 2,
      "securityhub:InviteMembers": 2,
      "config:StartConfigurationRecorder": 2,
    });
    // Once more changes nothing.
    expect(await script("join.py")).toHaveLength(2);
    expect(world.calls.counts()).toMatchObject({ "securityhub:InviteMembers": 2 });

    expect(await script("leave.py")).toEqual([`left ${TOKYO}`]);
    await expect(world.securityHub(HUB).describeHub({})).rejects.toMatchObject({
      name: "InvalidAccessException",
    });
  }, 180_000);
});

withClient(aws, "the AWS CLI", () => {
  it("joins an account", async () => {
    world = await startAccounts();
    world.world.random = () => 0;
    const options = [path.join(directory, "onboard.sh"), world.endpoint, HUB, MEMBER, TOKYO];
    const { stdout } = await run("sh", options, { env: environment(world.endpoint) });
    expect(stdout.trim().split("\n")).toEqual([
      HUB,
      "opt-in-not-required",
      "Enabled",
      HUB,
      HUB,
      `arn:aws:iam::${HUB}:role/Made`,
    ]);
  }, 180_000);
});
