import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../packages/sandbox/src/index.ts";

const AT = { account: "111111111111", region: "us-east-1" };
let dataDirectory: string;
let running: Sandbox[] = [];
beforeEach(() => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), "sandbox-"));
});
afterEach(async () => {
  for (const sandbox of running) await sandbox.stop();
  running = [];
  rmSync(dataDirectory, { recursive: true, force: true });
});
async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ dataDirectory, ...options });
  running.push(sandbox);
  return sandbox;
}
const s3 = (sandbox: Sandbox, operation: string, input: object) =>
  sandbox.world.call("s3", operation, input, AT) as Promise<Record<string, unknown>>;

it("forgets no object and no version", async () => {
  const first = await start();
  await s3(first, "CreateBucket", { Bucket: "kept" });
  const put = (Body: string) =>
    s3(first, "PutObject", { Bucket: "kept", Key: "a", Body: Buffer.from(Body) });
  await put("before");
  await s3(first, "PutBucketVersioning", {
    Bucket: "kept",
    VersioningConfiguration: { Status: "Enabled" },
  });
  const { VersionId } = await put("after");
  await first.stop();

  const second = await start();
  const read = async (more: object) =>
    String((await s3(second, "GetObject", { Bucket: "kept", Key: "a", ...more })).Body);
  expect(await read({})).toBe("after");
  expect(await read({ VersionId })).toBe("after");
  expect(await read({ VersionId: "null" })).toBe("before");
});

it("keeps what was acknowledged when it is not stopped but killed", async () => {
  const first = await start();
  const send = (method: string, where: string, body?: string) =>
    fetch(`${first.endpoint}${where}`, {
      method,
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/s3/aws4_request",
      },
      ...(body !== undefined && { body }),
    });
  expect((await send("PUT", "/bucket")).status).toBe(200);
  expect((await send("PUT", "/bucket/key", "text")).status).toBe(200);
  // Nothing is closed: another process would see the files as they are now.
  const second = await start();
  expect(String((await s3(second, "GetObject", { Bucket: "bucket", Key: "key" })).Body)).toBe(
    "text",
  );
});

it("never goes back in time, and gives no id twice", async () => {
  const first = await start();
  await first.world.clock.sleep(100_000);
  await first.world.clock.sleep(100_000);
  const before = first.world.clock.now();
  const random = first.world.random();
  await first.stop();
  const second = await start();
  expect(second.world.clock.now()).toBeGreaterThanOrEqual(before);
  expect(second.world.random()).not.toBe(random);
});

it("is the same again from the same seed", async () => {
  const ids = async (seed: number) => {
    const sandbox = await startSandbox({ seed });
    const numbers = [sandbox.world.random(), sandbox.world.random()];
    await sandbox.stop();
    return numbers;
  };
  expect(await ids(7)).toEqual(await ids(7));
  expect(await ids(7)).not.toEqual(await ids(8));
});

it("writes logs as files that a person can read", async () => {
  const sandbox = await start();
  const name = { ...AT, group: "/aws/states/apply", stream: "2026/one" };
  sandbox.services.logs.write(name, [{ timestamp: 0, message: "two\nlines" }]);
  const directory = path.join(dataDirectory, "logs", "111111111111.us-east-1", "aws.states.apply");
  expect(readdirSync(directory)).toEqual(["2026.one.log"]);
  expect(readFileSync(path.join(directory, "2026.one.log"), "utf8")).toBe(
    "1970-01-01T00:00:00.000Z two\n\tlines\n",
  );
});

it("refuses a directory that a running process has, and takes that of a dead one", async () => {
  const held = path.join(dataDirectory, "process");
  writeFileSync(held, String(process.ppid));
  await expect(startSandbox({ dataDirectory })).rejects.toThrow(
    `in use by process ${process.ppid}`,
  );
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(held, String(pid));
  const sandbox = await start();
  expect(readFileSync(held, "utf8").split(" ")[0]).toBe(String(process.pid));
  await sandbox.stop();
  expect(existsSync(held)).toBe(false);
});

it.runIf(process.platform === "linux")(
  "takes a directory over from a process that was killed and that nobody has buried yet",
  async () => {
    // `sleep` never asks what became of the child that the shell had, which outlives the shell by a moment.
    const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"]);
    const [pid] = (await once(parent.stdout, "data")) as [Buffer];
    await vi.waitFor(
      () => expect(readFileSync(`/proc/${String(pid).trim()}/stat`, "utf8")).toMatch(/\) Z /),
      { timeout: 10_000 },
    );
    writeFileSync(path.join(dataDirectory, "process"), String(pid).trim());
    const sandbox = await start();
    await sandbox.stop();
    parent.kill();
  },
);

it("refuses a port that is taken, and leaves the directory free", async () => {
  const first = await start();
  const { port } = new URL(first.endpoint);
  const other = path.join(dataDirectory, "other");
  await expect(startSandbox({ port: Number(port), dataDirectory: other })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  expect(existsSync(path.join(other, "process"))).toBe(false);
});
