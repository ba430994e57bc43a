// What Slack answers when it does not say yes, one case after another, through the real app.

import { marshall } from "@aws-sdk/util-dynamodb";
import type { OutboxEntry } from "@rollcall/aws/table/outbox";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { deliveryFlaws } from "./flaws.ts";
import { ask, hold, lag, told } from "./roll-calls.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const region = "us-east-1";
const all = ids(630_000_000_001, 12);
const token = "xoxb-sandbox";

let world: World;
beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, delegatedAdministrator: true, regions: [region] },
    management,
    accounts: all.map((id) => account(id)),
  });
  const AccountDetails = all.map((AccountId) => ({ AccountId }));
  await world.as(hub, region)("securityhub", "CreateMembers", { AccountDetails });
  await lag(world);
  await hold(world);
});
afterAll(() => world?.stop());
// Between two tests lies more than a storm's window.
beforeEach(() => pass(11));

/** Lets minutes pass; the clock skips two of them at once at most. */
async function pass(minutes: number): Promise<void> {
  for (let at = 0; at < minutes; at++) await world.sleep(60_000);
}

const remove = async (id: string) => {
  await world.as(hub, region)("securityhub", "DisassociateMembers", { AccountIds: [id] });
  await lag(world);
};

/** Holds a roll call that cannot be told yet, and returns the key of its message. */
async function holdUntold(): Promise<string> {
  const { rollCall } = await ask(world, new Date(world.sandbox.world.clock.now()).toISOString());
  const key = `roll-call/${rollCall}`;
  await world.until(() => entryOf(key), key);
  return key;
}

const entryOf = (key: string) => world.item<OutboxEntry>(`OUTBOX#${key}`, "OUTBOX");

const shownAs = (key: string) => world.messages.filter((one) => keyOf(one) === key);

const flaws = async () => deliveryFlaws(world, await world.outbox());

it("waits with everything while the token is refused, and loses nothing (D102)", async () => {
  const { tokens } = world.sandbox.slack.workspace;
  const before = world.messages.length;
  tokens.delete(token);
  await remove(all[0]!);
  const first = await holdUntold();
  await pass(60);
  await remove(all[6]!);
  const second = await holdUntold();
  await pass(60); // long after five attempts
  expect(world.messages).toHaveLength(before);
  expect(await entryOf(first)).toMatchObject({ sent: 0, delivery: "pending" });
  expect(await world.waiting(/Unposted/)).toEqual([]);
  world.sandbox.slack.workspace.addToken(token);
  await pass(12);
  expect(world.messages.slice(before).map(keyOf)).toEqual([first, second]);
  expect(await flaws()).toEqual([]);
});

it("goes to the fallback when a channel is refused, thread and all, and says so once a day", async () => {
  const { workspace } = world.sandbox.slack;
  const team = workspace.addChannel({ name: "team-a", archived: true });
  const wish = async (key: string, more: object = {}) => {
    await put({ key, channel: "#team-a", content: text(key), ...more });
    await world.quiet();
  };
  await wish("a");
  await wish("a/reply", { parent: "a" });
  await wish("b");
  const { channel } = shownAs("a")[0]!;
  expect(workspace.channels.get(channel)!.name).toBe("security-hub");
  expect(shownAs("a/reply")[0]!.threadTs).toBe(shownAs("a")[0]!.ts);
  const refusals = world.messages.filter((one) => keyOf(one).startsWith("unreachable/#team-a/"));
  expect(refusals.map((one) => one.text)).toEqual([expect.stringContaining("(is_archived)")]);
  workspace.channels.set(team.id, { ...team, isArchived: false });
  await wish("c");
  expect(shownAs("c")[0]!.channel).toBe(team.id);
  expect(await flaws()).toEqual([]);
});

it("holds up no other channel while one has to wait (D101)", async () => {
  const { faults } = world.sandbox.slack;
  faults.add({ kind: "rate-limited", channel: "#slow", count: 1, retryAfter: 90 });
  await put({ key: "slow", channel: "#slow", content: text("slow") });
  await put({ key: "quick", channel: "#quick", content: text("quick") });
  await world.quiet();
  const [slow, quick] = [shownAs("slow")[0]!, shownAs("quick")[0]!];
  expect(Number(slow.ts) - Number(quick.ts)).toBeGreaterThan(60);
});

const text = (said: string) =>
  JSON.stringify({ text: said, blocks: [], unfurl_links: false, unfurl_media: false });

/** Wants a message in any channel, as a part of the app that is not here would. */
async function put(entry: { key: string; channel: string; content: string }): Promise<void> {
  const { QueueUrls = [] } = await world.asHub<{ QueueUrls: string[] }>("sqs", "ListQueues");
  const { TableNames } = await world.asHub<{ TableNames: string[] }>("dynamodb", "ListTables");
  const { key, channel } = entry;
  const whole = { revision: 1, sent: 0, delivery: "pending", version: 1, kind: "outbox", ...entry };
  const Item = marshall({ pk: `OUTBOX#${key}`, sk: "OUTBOX", ...whole });
  await world.asHub("dynamodb", "PutItem", { TableName: TableNames[0], Item });
  await world.asHub("sqs", "SendMessage", {
    QueueUrl: QueueUrls.find((one) => /SlackMessages/.test(one)),
    MessageBody: JSON.stringify({ key, channel, revision: 1 }),
    MessageGroupId: channel,
    MessageDeduplicationId: key,
  });
}

it("sends the text alone when Slack refuses our blocks (D5, D105)", async () => {
  const { faults } = world.sandbox.slack;
  faults.add({ kind: "refused", error: "invalid_blocks", method: "chat.postMessage", count: 1 });
  await remove(all[1]!);
  const [message] = told(world, await hold(world));
  expect(message!.text).toContain("1 membership of 1 account lost");
  expect(message!.blocks).toBeUndefined();
});

it("gives up on what Slack refuses for good, says so outside, and goes on (D5)", async () => {
  const { faults } = world.sandbox.slack;
  faults.add({ kind: "refused", error: "msg_too_long", method: "chat.postMessage", count: 2 });
  await remove(all[2]!);
  const refused = await hold(world);
  expect(told(world, refused)).toEqual([]);
  const entry = (await world.outbox()).find((one) => one.key.endsWith(refused.row.rollCall))!;
  expect(entry).toMatchObject({ delivery: "failed", failure: "msg_too_long" });
  // The function failed once: its alarm rings. Then the queue went on.
  const errors = (await logged("refused for good")).filter((one) => one.includes("Invoke Error"));
  expect(errors).toHaveLength(1);
  await remove(all[3]!);
  expect(told(world, await hold(world))).toHaveLength(1);
});

/** Lines that functions wrote in which a text stands. */
async function logged(text: string): Promise<string[]> {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { runtime } = world.sandbox.services.functions;
  return Functions.flatMap(({ FunctionName }) => runtime.logs(FunctionName, 100_000)).filter(
    (line) => line.includes(text),
  );
}

it("posts anew what somebody deleted", async () => {
  await remove(all[4]!);
  const called = await hold(world);
  const [message] = told(world, called);
  world.sandbox.slack.workspace.messages.delete(`${message!.channel}/${message!.ts}`);
  const AccountDetails = [{ AccountId: all[4] }];
  await world.as(hub, region)("securityhub", "CreateMembers", { AccountDetails });
  await lag(world);
  await hold(world);
  const [anew, ...replies] = told(world, called);
  expect(anew!.text).toContain("Recovered: 1 membership");
  expect(replies).toHaveLength(1);
  expect(replies[0]!.threadTs).toBe(anew!.ts);
});

it("queues again what has lost its place in the queue", async () => {
  world.sandbox.slack.workspace.tokens.delete(token);
  await remove(all[5]!);
  const key = await holdUntold();
  await pass(1);
  const { QueueUrls = [] } = await world.asHub<{ QueueUrls: string[] }>("sqs", "ListQueues");
  const QueueUrl = QueueUrls.find((one) => /SlackMessages/.test(one));
  await world.asHub("sqs", "PurgeQueue", { QueueUrl });
  world.sandbox.slack.workspace.addToken(token);
  await pass(62);
  expect(shownAs(key)).toEqual([]);
  await hold(world);
  expect(shownAs(key)).toHaveLength(1);
});

it("keeps the token out of environments, logs, queues and histories (D14)", async () => {
  const { Functions } = await world.asHub<{ Functions: object[] }>("lambda", "ListFunctions");
  expect(JSON.stringify(Functions)).not.toContain(token);
  expect((await logged("outbox")).length).toBeGreaterThan(0);
  expect(await logged(token)).toEqual([]);
  const histories = world.executions.map(({ arn }) => world.history(arn));
  expect(histories.length).toBeGreaterThan(5);
  expect(JSON.stringify([world.executions, histories])).not.toContain(token);
  expect(JSON.stringify(await world.items())).not.toContain(token);
  expect(JSON.stringify(world.messages)).not.toContain(token);
});
