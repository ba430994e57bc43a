// One run at a time: newer ledgers wait, older ones that wait give way and say so, and nothing runs twice.
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { account, BEGINS, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const [one, two, three, four] = ids(700_000_000_001, 4) as [string, string, string, string];

let world: World;

beforeAll(async () => {
  const accounts = [one, two, three, four].map((id) => account(id));
  world = await startWorld(
    { hub: { account: hub, regions: ["us-east-1"] }, management, accounts },
    "en",
    // SQS takes no such name as an id.
    { slack: { channel: "#セキュリティ" } },
  );
});
afterAll(() => world?.stop());

it("lets the newest of those that wait go on, and tells the others", async () => {
  const running = await world.upload([
    { account_id: one },
    { account_name: "N", email: "n@example.com" },
  ]);
  await world.sleep(3_000);
  const older = await world.upload([{ account_id: two }]);
  await world.sleep(1_000);
  const newer = await world.upload([{ account_id: three }]);
  const [first, second, third] = [
    await world.ended(running),
    await world.ended(older),
    await world.ended(newer),
  ];
  expect([first.status, second.status, third.status]).toEqual(["settled", "superseded", "settled"]);
  expect(Date.parse(third.plan ? third.row.reached.observe! : "")).toBeGreaterThanOrEqual(
    Date.parse(first.row.closedAt!),
  );
  expect(await world.stateOf(two, "us-east-1")).toBe("none");
  const [parent, ...replies] = world.messagesOf(older);
  expect(parent!.text).toMatch(/newer/i);
  expect(replies.map(keyOf)).toEqual([`run/${older}/closed`]);
  for (const applied of [first, second, third]) expect(await flawsOf(world, applied)).toEqual([]);
});

it("runs an upload once, however often S3 tells of it", async () => {
  const run = await world.upload([{ account_id: four }]);
  const event = await notificationOf(run);
  await world.asHub("lambda", "Invoke", event);
  const applied = await world.ended(run);
  await world.asHub("lambda", "Invoke", event);
  await world.sleep(10_000);
  expect(applied.status).toBe("settled");
  const own = world.executions.filter((each) => each.name === run);
  expect(own).toHaveLength(1);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(world.messagesOf(run).filter((each) => !each.threadTs)).toHaveLength(1);
});

/** What S3 sends, once more. */
async function notificationOf(run: string) {
  const { bucket, ledger: key, versionId } = await world.until(() => world.runRow(run), "the row");
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { FunctionName } = Functions.find((each) => /StartRun/.test(each.FunctionName))!;
  const record = {
    eventTime: new Date(BEGINS).toISOString(),
    s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key), versionId } },
  };
  return { FunctionName, Payload: Buffer.from(JSON.stringify({ Records: [record] })) };
}

it("closes a run that fails before it has begun, and says why", async () => {
  world.sandbox.gates.push((call) => {
    if (call.operation !== "GetObject" || !String(call.input.Key).startsWith("ledgers/gone"))
      return;
    call.input.VersionId = "no-such-version";
  });
  const applied = await world.apply([{ account_id: one }], "gone.csv");
  expect(applied.status).toBe("failed");
  expect(applied.row.failure?.error).toMatch(/NoSuch|Invalid/);
  const [parent] = world.messagesOf(applied.run);
  expect(parent!.text).toMatch(/failed/i);
  // The lease was given back, or never taken: the next ledger goes on at once.
  const next = await world.apply([{ account_id: one }]);
  expect(next.status).toBe("settled");
});

it("does not apply an old ledger that is told of late", async () => {
  const last = world.executions.find((each) => /-apply:ledger-/.test(each.arn))!;
  const name = "ledger-late";
  const at = "2020-01-01T00:00:00.000Z";
  const input = JSON.stringify({ ...JSON.parse(last.input), run: name, at });
  await world.asHub("states", "StartExecution", {
    stateMachineArn: last.machineArn,
    name,
    input,
  });
  const applied = await world.ended(name);
  expect(applied.status).toBe("superseded");
  expect(applied.plan).toBeUndefined();
  expect(await flawsOf(world, applied)).not.toContainEqual(expect.stringContaining(name));
});
