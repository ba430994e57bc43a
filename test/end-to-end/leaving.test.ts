// Accounts that leave: what the hub knew of their findings is safe before they go, whatever breaks on the way.
import { additionsOf } from "@rollcall/core/plan";
import { AwsError, type GatedCall } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rollcall } from "../cli/command.ts";
import { flawsOf } from "./flaws.ts";
import {
  agree,
  asked,
  askFor,
  askOffboarding,
  exportedOf,
  guardedBy,
  guardOf,
  importFindings,
} from "./leaving.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const all = ids(610_000_000_001, 6) as [string, string, string, string, string, string];
const [plain, broken, refused, sided, own, alone] = all;
const home = "us-east-1";
const config = { bucket: "config-archive", globalRegion: home };
/** Config is raised in one Region of two accounts; what is wanted of some may be another thing than of the rest. */
const ledger = (desired: Record<string, string> = {}) =>
  all.map((account_id) => ({
    account_id,
    desired: desired[account_id] ?? "member",
    ...([sided, own].includes(account_id) ? { regions: home } : { baseline: "none" }),
  }));
const regions = [home, "eu-west-1"];

let world: World;
let trouble: (call: GatedCall) => Promise<void> | void = () => {};

beforeAll(async () => {
  const offboarding = { exportFindings: true, undoDays: 30, memberSide: true };
  world = await startWorld(
    {
      hub: { account: hub, regions },
      management,
      accounts: all.map((id) => account(id)),
    },
    "en",
    { offboarding, baseline: { standards: [], config, guardDuty: false } },
  );
  await world.asHub("s3", "CreateBucket", { Bucket: config.bucket });
  const Policy = JSON.stringify({ Principal: { Service: "config.amazonaws.com" } });
  await world.asHub("s3", "PutBucketPolicy", { Bucket: config.bucket, Policy });
  // One account has a recorder of its own, and it records.
  const as = world.as(own);
  const ConfigurationRecorder = { name: "default", roleARN: "arn:aws:iam::1:role/mine" };
  await as("config", "PutConfigurationRecorder", { ConfigurationRecorder });
  const DeliveryChannel = { name: "default", s3BucketName: config.bucket };
  await as("config", "PutDeliveryChannel", { DeliveryChannel });
  await as("config", "StartConfigurationRecorder", { ConfigurationRecorderName: "default" });
  const settled = await world.apply(ledger());
  expect(settled.status).toBe("settled");
  world.sandbox.gates.push((call) => trouble(call));
});
afterAll(() => world?.stop());

/** Lets the lease end soon. */
async function nearEnd(): Promise<void> {
  const soon = new Date(world.sandbox.world.clock.now() + 10 * 60_000).toISOString();
  await world.asHub("dynamodb", "UpdateItem", {
    TableName: world.link("Table").name,
    Key: { pk: { S: "LEASE#apply" }, sk: { S: "LEASE" } },
    UpdateExpression: "SET #until = :soon",
    ExpressionAttributeNames: { "#until": "until" },
    ExpressionAttributeValues: { ":soon": { S: soon } },
  });
}

const idsOf = (findings: { Id: string }[]) => findings.map((one) => one.Id).sort();
const expected = (id: string, region: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${id}/${region}/${at}`);

it("exports every finding of every Region before anything is taken away (D60)", async () => {
  await guardedBy(world, plain, home);
  expect(await guardOf(world, plain, home)).toBe(hub);
  await importFindings(world, plain, home, 250);
  await importFindings(world, plain, regions[1]!, 3);
  const run = await askOffboarding(world, [plain]);
  const order: string[] = [];
  trouble = async ({ operation, region, input }) => {
    // Off-boarding takes long: half of the lease's term is over at each of its steps, which renew it.
    if (operation === "Invoke" && /ExportFindings|CleanMembers/.test(String(input.FunctionName)))
      await nearEnd();
    const isOfInterest = /^(GetFindings|DisassociateMembers)$/.test(operation);
    if (region === home && isOfInterest) order.push(operation);
  };
  const ended = await agree(world, run);
  trouble = () => {};
  expect(ended.status).toBe("settled");
  // The listing lags: a member may be disassociated again.
  expect(order.slice(0, 4)).toEqual([
    "GetFindings",
    "GetFindings",
    "GetFindings",
    "DisassociateMembers",
  ]);
  expect(order.slice(4)).not.toContain("GetFindings");
  expect(ended.summary?.removals).toMatchObject({ approved: 2, done: 2, findings: 253 });
  expect(idsOf(await exportedOf(world, plain))).toEqual(
    [...expected(plain, home, 250), ...expected(plain, regions[1]!, 3)].sort(),
  );
  const Filters = { AwsAccountId: [{ Value: plain, Comparison: "EQUALS" }] };
  expect(await world.asHub("securityhub", "GetFindings", { Filters })).toMatchObject({
    Findings: [],
  });
  // The settings ask for the member's side as well (D59).
  for (const region of regions)
    expect(world.sandbox.model.securityHub.isOn(plain, region), region).toBe(false);
  expect(await guardOf(world, plain, home)).toBeUndefined();
  const [parent, ...replies] = world.messagesOf(run).map((one) => JSON.stringify(one.blocks));
  expect(parent).toContain("Off-boarding: 1 account");
  expect(parent).toContain("*done*");
  expect(replies.join()).toContain("253 findings exported before");
  expect(replies.join()).toContain("rollcall restore ACCOUNT");
  expect(await flawsOf(world, ended)).toEqual([]);
});

const command = async (...args: string[]) => {
  const at = ["--endpoint", world.sandbox.endpoint];
  const { code, stdout, stderr } = await rollcall([...args, ...at], {
    AWS_ACCESS_KEY_ID: hub,
    AWS_SECRET_ACCESS_KEY: "sandbox",
  });
  return { code, stdout, stderr };
};

it("brings an account back as it was, while its undo period lasts (D60)", async () => {
  const shown = await command("timeline", plain);
  expect(shown.stdout).toMatch(/taken out of (us-east-1|eu-west-1), (us-east-1|eu-west-1) at/);
  expect(shown.stdout).toContain(`approved by arn:aws:iam::${hub}:root`);
  expect(shown.stdout).toContain("253 findings exported.");
  expect((await command("status")).stdout).toContain(`rollcall restore ${plain}`);
  const dry = await command("restore", plain, "--dry-run", "--json");
  expect(JSON.parse(dry.stdout).memberships).toHaveLength(2);
  expect(await world.stateOf(plain, home)).not.toBe("Enabled");

  const mark = world.sandbox.calls.mark();
  const asked = await command("restore", plain, "--json");
  const { run, memberships } = JSON.parse(asked.stdout);
  expect(memberships[0]).toMatchObject({ way: "invitation", state: "Enabled", accountId: plain });
  const ended = await world.ended(run, mark);
  expect(ended.status).toBe("settled");
  expect(
    additionsOf(ended.plan!)
      .map((one) => [one.accountId, one.region])
      .sort(),
  ).toEqual(regions.map((region) => [plain, region]).sort());
  expect(ended.plan?.removals).toEqual([]);
  for (const region of regions) expect(await world.stateOf(plain, region)).toBe("Enabled");
  expect(JSON.stringify(world.messagesOf(run)[0]!.blocks)).toContain("Restoring: 1 account");
  expect(await flawsOf(world, ended)).toEqual([]);
  const again = await command("restore", plain);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("cannot be brought back");
  expect((await command("timeline", plain)).stdout).not.toContain("rollcall restore");
});

const isRecording = async (id: string) => {
  const { ConfigurationRecordersStatus: found } = await world.as(id)<{
    ConfigurationRecordersStatus: { recording: boolean }[];
  }>("config", "DescribeConfigurationRecorderStatus");
  return found[0]?.recording;
};

it("switches off in the account what its row asks for, and Config only where it was rollcall's (D59)", async () => {
  expect([await isRecording(sided), await isRecording(own)]).toEqual([true, true]);
  const wish = { [sided]: "absent+off", [own]: "解除+停止", [alone]: "absent+keep" };
  const run = await world.upload(ledger(wish));
  await asked(world, run);
  const ended = await agree(world, run);
  expect(await flawsOf(world, ended)).toEqual([]);
  expect(ended.status).toBe("settled");
  expect(ended.summary?.removals?.memberSide).toEqual({
    securityHub: { off: 2, kept: 0, none: 0, failed: 0 },
    guardDuty: { off: 0, kept: 0, none: 2, failed: 0 },
    config: { off: 1, kept: 1, none: 0, failed: 0 },
  });
  expect([await isRecording(sided), await isRecording(own)]).toEqual([false, true]);
  const isOn = (id: string) => world.sandbox.model.securityHub.isOn(id, home);
  expect([sided, own, alone].map(isOn)).toEqual([false, false, true]);
  expect(JSON.stringify(world.messagesOf(run).map((one) => one.blocks))).toContain(
    "Security Hub off in 2; GuardDuty nothing to switch off in 2; AWS Config off in 1, not rollcall's in 1, left alone",
  );
  // Brought back, it gets its recorder again.
  const back = await world.ended(await askFor(world, "restore", { accounts: [sided, alone] }));
  expect(back.status).toBe("settled");
  expect(await isRecording(sided)).toBe(true);
});

it("leaves an account alone where the request says so, against the settings", async () => {
  const { stdout } = await command("offboard", alone, "--no-member-side", "--yes", "--json");
  const { run, removals } = JSON.parse(stdout);
  expect(removals.every((one: { memberSide?: true }) => !one.memberSide)).toBe(true);
  await asked(world, run);
  const ended = await agree(world, run);
  expect(ended.status).toBe("settled");
  expect(world.sandbox.model.securityHub.isOn(alone, home)).toBe(true);
  expect(ended.summary?.removals).not.toHaveProperty("memberSide");
  expect(JSON.stringify(world.messagesOf(run).map((one) => one.blocks))).toContain(
    "left to their projects",
  );
});

it("goes on where a function ended, and where an answer was lost (D119)", async () => {
  await importFindings(world, broken, home, 620);
  const run = await askOffboarding(world, [broken]);
  const clock = world.sandbox.world.clock;
  let pages = 0;
  let lost = 4; // the SDK asks four times
  let unsure = 4;
  trouble = async ({ operation, region, input }) => {
    if (operation === "GetFindings" && region === home) {
      pages += 1;
      // The time of the first function is over after its second page.
      if (pages === 2) clock.pass(5 * 60_000);
      // The second one is killed by its timeout in the midst of its pages.
      if (pages === 5) clock.pass(11 * 60_000);
    }
    // An object is written, and the function ends before it has noted that.
    if (
      operation === "PutObject" &&
      /exports\/us-east-1/.test(String(input.Key)) &&
      pages > 3 &&
      lost-- > 0
    )
      throw new AwsError("InternalError", "lost", { status: 500 });
    if (operation === "DisassociateMembers" && region === home && unsure === 4) {
      unsure = 0;
      await world.as(hub, home)("securityhub", "DisassociateMembers", input);
      throw new AwsError("InternalException", "the answer is lost", { status: 500 });
    }
  };
  const ended = await agree(world, run);
  trouble = () => {};
  expect(ended.status).toBe("settled");
  expect(ended.summary?.removals).toMatchObject({ approved: 2, done: 2, findings: 620 });
  expect(lost).toBeLessThanOrEqual(0);
  // Two pages are noted; the five after them are asked for three times at most.
  expect(pages).toBeLessThanOrEqual(2 + 5 * 3);
  expect(idsOf(await exportedOf(world, broken))).toEqual(expected(broken, home, 620).sort());
  // The tasks that failed are on record; nothing else may be wrong.
  const ours = /InternalError: lost|Sandbox\.Timedout|TaskTimedOut/;
  const flaws = (await flawsOf(world, ended)).filter((one) => !ours.test(one));
  expect(flaws).toEqual([]);
});

it("leaves an account in the hub whose findings cannot be exported, and says so", async () => {
  const run = await askOffboarding(world, [refused]);
  trouble = ({ operation, region }) => {
    if (operation === "GetFindings" && region === home)
      throw new AwsError("AccessDeniedException", "not today", { status: 403 });
  };
  const ended = await agree(world, run);
  trouble = () => {};
  expect(ended.status).toBe("attention");
  expect(ended.summary?.removals).toMatchObject({ approved: 2, done: 1, findings: 0 });
  const [line, ...more] = ended.summary!.attention;
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    account: refused,
    region: home,
    code: "FindingsNotExported",
    state: "Enabled",
    detail: "not today",
  });
  expect(line!.next.en).toContain(`rollcall offboard ${refused} --yes`);
  expect(world.sandbox.model.securityHub.isOn(refused, home)).toBe(true);
  // Asked for once more, it goes; what cannot be switched off in it is named.
  trouble = ({ operation }) => {
    if (operation === "DisableSecurityHub")
      throw new AwsError("AccessDeniedException", "its own guardrail", { status: 403 });
  };
  const again = await agree(world, await askOffboarding(world, [refused]));
  trouble = () => {};
  expect(again.summary?.attention).toMatchObject([
    {
      account: refused,
      region: home,
      code: "MemberSideLeft",
      detail: "Security Hub: its own guardrail",
    },
  ]);
  expect(again.summary?.removals).toMatchObject({ approved: 1, done: 1 });
  // Once the undo period is over, the run says so, also where the command's own clock is behind.
  world.sandbox.world.clock.pass(31 * 24 * 60 * 60_000);
  const late = await command("restore", refused, "--json");
  const over = await world.ended(JSON.parse(late.stdout).run);
  expect(over.status).toBe("failed");
  expect(over.row.failure?.cause).toContain("its undo period is over");
  expect(await world.stateOf(refused, home)).not.toBe("Enabled");
});
