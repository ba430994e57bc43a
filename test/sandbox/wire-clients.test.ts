import { execFile, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";

// Clients that share no code with the SDK for JavaScript. Debian's are old (boto3 1.26, AWS CLI 2.9) and
// speak other protocols in places; whatever else is installed is asked as well.
const run = promisify(execFile);
const SCRIPT = path.join(import.meta.dirname, "clients", "boto3_checks.py");

const worked = ({ status }: SpawnSyncReturns<Buffer>) => status === 0;
const pythons = ["/usr/bin/python3", "python3"].filter((python) =>
  worked(spawnSync(python, ["-c", "import boto3"], { timeout: 30_000 })),
);
const clis = ["/usr/bin/aws", "aws"].filter((aws) =>
  worked(spawnSync(aws, ["--version"], { timeout: 30_000 })),
);

/** A missing program is no reason to fail on somebody's machine, but it is in continuous integration. */
function need(found: string[], what: string, context: TestContext): void {
  if (found.length > 0) return;
  const reason = `${what} is not installed: nothing was checked with it`;
  if (process.env.CI) throw new Error(reason);
  console.log(reason);
  context.skip(reason);
}

let sandbox: Sandbox;
let directory: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  directory = mkdtempSync(path.join(tmpdir(), "clients-"));
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe("boto3", () => {
  it("finds what it expects", async (context) => {
    need(pythons, "boto3", context);
    const versions = new Set<string>();
    for (const python of pythons) {
      const own = await startSandbox();
      try {
        const { stdout } = await run(python, [SCRIPT, own.endpoint], { timeout: 60_000 });
        const lines = stdout.trim().split("\n");
        versions.add(lines.pop()!);
        expect(lines.filter((line) => !line.startsWith("ok "))).toEqual([]);
        expect(lines.length).toBeGreaterThan(20);
      } finally {
        await own.stop();
      }
    }
    console.log(`checked with ${[...versions].join(" and ")}`);
  }, 180_000);
});

describe("the AWS CLI", () => {
  const aws = async (program: string, ...given: string[]) => {
    const { stdout } = await run(program, ["--endpoint-url", sandbox.endpoint, ...given], {
      timeout: 60_000,
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: "111111111111",
        AWS_SECRET_ACCESS_KEY: "any",
        AWS_DEFAULT_REGION: "us-east-1",
        AWS_DEFAULT_OUTPUT: "json",
        AWS_PAGER: "",
        AWS_CONFIG_FILE: path.join(directory, "none"),
      },
    });
    return stdout.trim();
  };

  it("copies a file there and back, and moves a message", async (context) => {
    need(clis, "the AWS CLI", context);
    const file = path.join(directory, "台帳.csv");
    writeFileSync(file, "a,b\n".repeat(2_500_000)); // 10 MB: the CLI sends and fetches it in parts
    await Promise.all(
      clis.map(async (program, at) => {
        const bucket = `s3://cli-bucket-${at}`;
        const who = await aws(program, "sts", "get-caller-identity");
        expect(JSON.parse(who).Account).toBe("111111111111");
        await aws(program, "s3", "mb", bucket);
        await aws(program, "s3", "cp", file, `${bucket}/ledgers/`, "--no-progress");
        expect(await aws(program, "s3", "ls", `${bucket}/ledgers/`)).toMatch(/10000000 台帳\.csv$/);
        const back = path.join(directory, `back-${at}.csv`);
        await aws(program, "s3", "cp", `${bucket}/ledgers/台帳.csv`, back, "--no-progress");
        expect(readFileSync(back).equals(readFileSync(file))).toBe(true);

        const name = ["--queue-name", `cli-queue-${at}`];
        const { QueueUrl } = JSON.parse(await aws(program, "sqs", "create-queue", ...name));
        const queue = ["--queue-url", QueueUrl];
        await aws(program, "sqs", "send-message", ...queue, "--message-body", "台帳 <1>");
        const received = await aws(program, "sqs", "receive-message", ...queue);
        expect(JSON.parse(received).Messages[0].Body).toBe("台帳 <1>");
      }),
    );
  }, 180_000);
});
