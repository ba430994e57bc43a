// Accounts that their owners bring in, from the ledger to the message that says so.
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { JoinerRow } from "@rollcall/aws/table/joiners";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SandboxClock } from "../../packages/sandbox/src/clock.ts";
import { rollcall } from "../cli/command.ts";
import { noCli, warmAws } from "../sandbox/clients/warm-aws.ts";
import { decide, root, waitingFor } from "./deciding.ts";
import { comeBack } from "./roll-calls.ts";
import { account, hub, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const [prompt, slow, dropped] = ["500000000001", "500000000002", "500000000003"] as const;
const DAY = 24 * 60 * 60_000;

let world: World;
beforeAll(async () => {
  world = await startWorld(
    {
      hub: { account: hub, regions },
      management,
      accounts: [prompt, slow, dropped].map((id) => account(id, { role: null })),
    },
    "en",
    { selfService: { expiryDays: 10, config: true } },
  );
});
afterAll(() => world?.stop());

const row = (id: string) => world.item<JoinerRow>(`ACCOUNT#${id}`, "JOINER");
const reached = (id: string, is: (row: JoinerRow) => boolean) =>
  world.until(async () => {
    const now = await row(id);
    return now && is(now) ? now : undefined;
  }, `the joiner ${id}`);
const message = (key: string) => world.messages.find((one) => keyOf(one) === key);
const textOf = (key: string) => JSON.stringify(message(key)?.blocks ?? "");
const executionsOf = (id: string) =>
  world.executions.filter(({ name }) => name.startsWith(`joiner-${id}-`));

/** Puts the clock forward, as nobody can wait for days; whatever is due then happens. */
async function forward(milliseconds: number): Promise<void> {
  await world.quiet();
  const { ahead } = world.sandbox.world.clock as SandboxClock;
  new Float64Array(ahead)[0]! += milliseconds;
  await world.sleep(30_000);
  await world.quiet();
}

it("asks an owner once, with a script for this account, and closes the run without waiting", async () => {
  const ledger = [
    { account_id: prompt, account_name: "A <b>&c", join: "self-service" },
    { account_id: slow, join: "self-service" },
    { account_id: dropped, join: "self-service" },
  ];
  const applied = await world.apply(ledger);
  expect(applied.status).toBe("attention");
  expect(applied.summary!.attention.map((one) => one.code)).toEqual(Array(6).fill("WaitsForOwner"));
  expect(applied.summary!.attention[0]!.next.en).toContain(`rollcall joiner script ${prompt}`);
  await reached(prompt, ({ wanted }) => wanted.length === 2);
  await world.until(async () => message(`joiner/joiner-${prompt}-1`), "the message");
  const said = textOf(`joiner/joiner-${prompt}-1`);
  expect(said).toContain("waiting for the owner");
  expect(said).toContain("0/2 Regions");
  expect(said).toContain("cloudshell/home?region=us-east-1|CloudShell");
  expect(message(`joiner/joiner-${prompt}-1`)!.text).toContain("A &lt;b&gt;&amp;c");

  // The same ledger again, by accident or as a retry: nobody is asked twice.
  await world.apply(ledger);
  expect(executionsOf(prompt)).toHaveLength(1);
});

it("prints the script that the command of the message names", async () => {
  const printed = (...options: string[]) =>
    rollcall(["joiner", ...options, "--endpoint", world.sandbox.endpoint]);
  const { code, stdout } = await printed("script", prompt);
  expect(code).toBe(0);
  expect(stdout).toContain(`ACCOUNT='${prompt}' HUB='${hub}'`);
  expect(stdout).toContain("REGIONS=('us-east-1' 'eu-west-1')");
  expect(stdout).toContain("CONFIG=1 GUARDDUTY=0");
  expect(execFileSync("bash", ["-n"], { input: stdout }).toString()).toBe("");
  expect((await printed("script", prompt, "--powershell")).stdout).toContain("#Requires");
  const stored = await world.text(`runs/joiner-${prompt}-1/join-${prompt}.sh`);
  expect(stored).toBe(stdout);
  expect(JSON.parse((await printed("status", prompt, "--json")).stdout)).toMatchObject({
    account: prompt,
    status: "waiting",
    missing: regions,
  });
  expect(await printed("script", "999999999999")).toMatchObject({ code: 1 });
});

it("keeps the message current, and ends once the hub has it everywhere", async () => {
  for (const region of regions) await enable(prompt, region);
  await comeBack(world, prompt, "us-east-1");
  await forward(6 * 60_000);
  await reached(prompt, ({ enabled }) => enabled.length === 1);
  await world.quiet();
  expect(textOf(`joiner/joiner-${prompt}-1`)).toContain("1/2 Regions");
  expect(textOf(`joiner/joiner-${prompt}-1`)).toContain("Missing: eu-west-1");

  await acceptBy(await world.text(`runs/joiner-${prompt}-1/join-${prompt}.sh`), "eu-west-1");
  await forward(6 * 60_000);
  await reached(prompt, ({ status }) => status === "verified");
  await world.quiet();
  expect(await world.stateOf(prompt, "eu-west-1")).toBe("Enabled");
  expect(textOf(`joiner/joiner-${prompt}-1`)).toContain("joined");
  expect(textOf(`joiner/joiner-${prompt}-1/verified`)).toContain("has joined in 2 Regions");
  expect(executionsOf(prompt).map(({ status }) => status)).toEqual(["SUCCEEDED"]);
});

it("stops waiting for an account that the ledger does not want any more", async () => {
  const run = await waitingFor(world, [
    { account_id: dropped, join: "self-service", desired: "absent" },
    { account_id: slow, join: "self-service" },
  ]);
  await decide(world, { run, word: "approve" }, root(hub));
  await world.ended(run);
  await forward(DAY / 12);
  await reached(dropped, ({ status }) => status === "withdrawn");
});

it("reminds on day 3 and 7, expires with the command that starts anew, and then asks again", async () => {
  await forward(3 * DAY);
  await reached(slow, ({ reminded }) => reminded === 3);
  await world.quiet();
  expect(textOf(`joiner/joiner-${slow}-1/reminder-3`)).toContain("Day 3");
  await forward(4 * DAY);
  await reached(slow, ({ reminded }) => reminded === 7);
  await forward(4 * DAY);
  await reached(slow, ({ status }) => status === "expired");
  await world.quiet();
  expect(textOf(`joiner/joiner-${slow}-1/expired`)).toContain(`rollcall joiner start ${slow}`);
  const keys = world.messages.map(keyOf).filter((key) => key.startsWith(`joiner/joiner-${slow}-1`));
  expect(keys.toSorted()).toEqual([
    `joiner/joiner-${slow}-1`,
    `joiner/joiner-${slow}-1/expired`,
    `joiner/joiner-${slow}-1/reminder-3`,
    `joiner/joiner-${slow}-1/reminder-7`,
  ]);

  await world.apply([{ account_id: slow, join: "self-service" }]);
  await reached(slow, ({ number, status }) => number === 2 && status === "waiting");
});

/** Runs the stored script with the AWS CLI as the owner would; without the CLI, does what it does. */
async function acceptBy(script: string | undefined, region: string): Promise<void> {
  if (noCli) return comeBack(world, prompt, region);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "aws-"));
  const aws = await warmAws(directory);
  const env = {
    PATH: `${aws.bin}:${process.env.PATH}`,
    HOME: directory,
    LANG: "C.UTF-8",
    AWS_ENDPOINT_URL: world.sandbox.endpoint,
    AWS_ACCESS_KEY_ID: prompt,
    AWS_SECRET_ACCESS_KEY: "any",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  try {
    const ran = promisify(execFile)("bash", ["-s", "--", "--regions", region], { env });
    ran.child.stdin!.end(script);
    expect((await ran).stdout).toContain("All done in 1 Regions");
  } finally {
    aws.stop();
    fs.rmSync(directory, { recursive: true });
  }
}

const enable = (id: string, region: string) =>
  world.as(id, region)("securityhub", "EnableSecurityHub", { EnableDefaultStandards: false });
