// The daily digest, day after day: a baseline, a quiet line, what changed since somebody was last told.
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hold, lag, leave } from "./roll-calls.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "ap-northeast-1"];
const crowd = ids(630_000_000_001, 3);

let world: World;
/** True: nothing leaves for Slack. */
let silent = false;

beforeAll(async () => {
  world = await startWorld(
    { hub: { account: hub, regions }, management, accounts: crowd.map((id) => account(id)) },
    "en",
    {
      digest: { schedule: "cron(0 0 1 1 ? 2099)", timezone: "Asia/Tokyo", noChange: "weekly" },
    },
  );
  world.sandbox.gates.push(({ operation, input }) => {
    const { kind, delivery } = (input.Item ?? {}) as Record<string, { S?: string }>;
    if (silent && operation === "PutItem" && kind?.S === "outbox" && delivery?.S === "sending")
      throw new AwsError("ValidationException", "not today");
  });
});
afterAll(() => world?.stop());

/** Writes the digest of a moment, and returns its message. */
async function digest(at: string) {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { FunctionName } = Functions.find((one) => /WriteDigest/.test(one.FunctionName))!;
  const asked = { FunctionName, Payload: Buffer.from(JSON.stringify({ at })) };
  const { Payload } = await world.asHub<{ Payload: Uint8Array }>("lambda", "Invoke", asked);
  const name = JSON.parse(Buffer.from(Payload).toString("utf8")).digest as string;
  await world.sleep(15_000);
  if (!silent) await world.quiet();
  const messages = world.messages.filter((one) => keyOf(one) === `digest/${name}`);
  return { name, messages, text: messages[0]?.text ?? "" };
}

it("begins with a baseline and says so (D2)", async () => {
  await world.apply(crowd.map((account_id) => ({ account_id })));
  await lag(world);
  await hold(world);
  const { text, name } = await digest("2030-01-01T00:00:00.000Z");
  expect(name).toBe("digest-2030-01-01");
  expect(text).toContain("6 memberships recorded as the baseline");
});

it("is one quiet line a week when nothing happened, as the settings want, by the day of its zone (D8, D12)", async () => {
  await hold(world);
  expect((await digest("2030-01-02T00:00:00.000Z")).messages).toEqual([]);
  await hold(world);
  const { text, name, messages } = await digest("2030-01-07T15:30:00.000Z");
  expect(name).toBe("digest-2030-01-08");
  expect(text).toMatch(/^Daily digest, 2030-01-08 \(Tue\): Nothing has changed/);
  expect(messages[0]!.blocks).toHaveLength(1);
  const again = await digest("2030-01-08T09:00:00.000Z");
  expect(again.messages).toHaveLength(1);
});

it("never takes days without a roll call for days without a change (D12)", async () => {
  const { text } = await digest("2030-01-09T00:00:00.000Z");
  expect(text).toContain("No roll call has come to its end since the last digest");
});

it("compares with the last digest that reached Slack, however long ago (D1, D6)", async () => {
  await leave(world, crowd[0]!, "ap-northeast-1");
  await lag(world);
  await hold(world);
  silent = true;
  expect((await digest("2030-01-10T00:00:00.000Z")).messages).toEqual([]);
  await digest("2030-02-04T00:00:00.000Z");
  silent = false;
  const { text, messages } = await digest("2030-02-05T00:00:00.000Z");
  expect(text).toContain("1 membership changed, 1 account outside");
  const shown = JSON.stringify(messages[0]!.blocks);
  expect(shown).toContain(`Enabled → Resigned: 1 (${crowd[0]} ap-northeast-1)`);
  await hold(world);
  const quiet = await digest("2030-02-06T00:00:00.000Z");
  expect(quiet.text).toContain("0 memberships changed, 1 account outside");
});

it("begins with a baseline again where what it showed last is gone", async () => {
  const Bucket = String(world.link("Ledgers").name);
  await world.asHub("s3", "DeleteObject", { Bucket, Key: "runs/digest-2030-02-06/snapshot.json" });
  await hold(world);
  const { text } = await digest("2030-02-07T00:00:00.000Z");
  expect(text).toContain("6 memberships recorded as the baseline");
});
