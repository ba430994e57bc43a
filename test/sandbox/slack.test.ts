// The Slack double, asked by the client that the product uses.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { refusal, start } from "./slack-client.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
// biome-ignore lint/suspicious/noExplicitAny: blocks that the client's types forbid are the point here
const blocks = (...list: unknown[]) => list as any[];

describe("who may call", () => {
  it("knows its bot and no other token", async () => {
    const { slack, client } = await start();
    expect(await slack.auth.test()).toMatchObject({
      ok: true,
      team: "Sandbox",
      bot_id: "B0SANDBOX",
    });
    expect(await refusal(client("xoxb-other").auth.test())).toMatchObject({
      error: "invalid_auth",
    });
    expect(await refusal(client("").auth.test())).toMatchObject({ error: "not_authed" });
    expect(await refusal(slack.apiCall("no.such"))).toMatchObject({ error: "unknown_method" });
  });

  it("names the scope that a token lacks", async () => {
    const tokens = [{ token: "xoxb-narrow", scopes: ["chat:write"] }];
    const { client, slack } = await start({ seed: { tokens } });
    const narrow = client("xoxb-narrow");
    await narrow.chat.postMessage({ channel: "#soc", text: "hello" });
    expect(await refusal(narrow.users.lookupByEmail({ email: "a@example.com" }))).toMatchObject({
      error: "missing_scope",
      needed: "users:read.email",
    });
    expect(await refusal(slack.auth.test())).toMatchObject({ error: "invalid_auth" });
  });
});

describe("posting", () => {
  it("posts, edits with blocks without a mark, and drops the blocks of an edit without them", async () => {
    const { slack, app } = await start();
    const posted = await slack.chat.postMessage({
      channel: "#soc",
      text: "one",
      blocks: blocks(section("*one*")),
      metadata: { event_type: "x_done", event_payload: { outbox_id: "k1" } },
    });
    const at = { channel: posted.channel!, ts: posted.ts! };
    await slack.chat.update({ ...at, text: "two", blocks: blocks(section("*two*")) });
    const [kept] = (
      await slack.conversations.history({ channel: at.channel, include_all_metadata: true })
    ).messages!;
    expect(kept).toMatchObject({ text: "two", metadata: { event_payload: { outbox_id: "k1" } } });
    expect(kept).not.toHaveProperty("edited");
    await slack.chat.update({ ...at, text: "three" });
    const [bare] = (await slack.conversations.history({ channel: at.channel })).messages!;
    expect(bare).toMatchObject({ text: "three", edited: { user: "U0SANDBOX" } });
    expect(bare).not.toHaveProperty("blocks");
    expect(bare).not.toHaveProperty("metadata");
    expect(app.counts()).toEqual({ posted: 1, updated: 2 });
  });

  it("keeps replies out of the channel and counts them at the parent", async () => {
    const { slack } = await start();
    const parent = await slack.chat.postMessage({ channel: "#soc", text: "parent" });
    const channel = parent.channel!;
    await slack.chat.postMessage({ channel, text: "reply", thread_ts: parent.ts! });
    const seen = await slack.conversations.history({ channel });
    expect(seen.messages).toHaveLength(1);
    expect(seen.messages![0]).toMatchObject({ text: "parent", reply_count: 1 });
    const thread = await slack.conversations.replies({ channel, ts: parent.ts! });
    expect(thread.messages!.map(({ text }) => text)).toEqual(["parent", "reply"]);
    const since = await slack.conversations.history({ channel, oldest: parent.ts! });
    expect(since.messages).toEqual([]);
    const from = await slack.conversations.history({
      channel,
      oldest: parent.ts!,
      inclusive: true,
    });
    expect(from.messages).toHaveLength(1);
  });

  it("pages through history, newest first", async () => {
    const { slack, clock } = await start();
    let channel = "";
    for (const text of ["1", "2", "3", "4", "5"]) {
      channel = (await slack.chat.postMessage({ channel: "#soc", text })).channel!;
      clock.pass(1000);
    }
    const texts: (string | undefined)[] = [];
    for await (const page of slack.paginate("conversations.history", { channel, limit: 2 })) {
      const { messages } = page as { messages?: { text: string }[] };
      texts.push(...messages!.map(({ text }) => text));
    }
    expect(texts).toEqual(["5", "4", "3", "2", "1"]);
  });

  it("refuses channels that are unknown, closed or not the bot's", async () => {
    const channels = [
      { name: "old", archived: true },
      { name: "theirs", member: false },
    ];
    const { slack } = await start({ seed: { channels }, strictChannels: true });
    const post = (channel: string) => refusal(slack.chat.postMessage({ channel, text: "x" }));
    expect(await post("#nowhere")).toMatchObject({ error: "channel_not_found" });
    expect(await post("#old")).toMatchObject({ error: "is_archived" });
    expect(await post("#theirs")).toMatchObject({ error: "not_in_channel" });
    const listed = (await slack.conversations.list({ exclude_archived: true })).channels!;
    expect(listed.map(({ name, is_member }) => ({ name, is_member }))).toEqual([
      { name: "theirs", is_member: false },
    ]);
    await slack.conversations.join({ channel: listed[0]!.id! });
    expect(await post("#theirs")).toBeUndefined();
  });

  it("deletes, leaves a mark when there are replies, and refuses to edit what is gone", async () => {
    const { slack } = await start();
    const { channel, ts } = await slack.chat.postMessage({ channel: "#soc", text: "a" });
    await slack.chat.postMessage({ channel: channel!, text: "reply", thread_ts: ts! });
    await slack.chat.delete({ channel: channel!, ts: ts! });
    const edit = slack.chat.update({ channel: channel!, ts: ts!, text: "b" });
    expect(await refusal(edit)).toMatchObject({ error: "message_not_found" });
    const { messages } = await slack.conversations.history({ channel: channel! });
    expect(messages![0]).toMatchObject({ subtype: "tombstone", reply_count: 1 });
  });

  it("shows an ephemeral message to nobody who reads the channel", async () => {
    const seed = { users: [{ email: "mika@example.com", name: "Mika" }] };
    const { slack } = await start({ seed });
    const { user } = await slack.users.lookupByEmail({ email: "MIKA@example.com" });
    const { channel } = await slack.conversations.open({ users: user!.id! });
    const sent = await slack.chat.postEphemeral({
      channel: channel!.id!,
      user: user!.id!,
      text: "psst",
    });
    expect(sent.message_ts).toMatch(/^\d+\.\d{6}$/);
    expect((await slack.conversations.history({ channel: channel!.id! })).messages).toEqual([]);
    expect(await refusal(slack.users.lookupByEmail({ email: "no@example.com" }))).toMatchObject({
      error: "users_not_found",
    });
  });
});

describe("how often", () => {
  it("takes a short burst for a channel, then one a second, and others meanwhile", async () => {
    const { slack, clock } = await start();
    const post = (channel: string) => slack.chat.postMessage({ channel, text: "x" });
    let taken = 0;
    const error = await (async () => {
      for (; taken < 20; taken++) await post("#soc");
    })().catch((reason) => reason);
    expect(error).toMatchObject({ code: "slack_webapi_rate_limited_error", retryAfter: 1 });
    expect(taken).toBeGreaterThan(1);
    expect(taken).toBeLessThan(8);
    await post("#other");
    clock.pass(1000);
    await post("#soc");
    await expect(post("#soc")).rejects.toMatchObject({ retryAfter: 1 });
  });
});

describe("files", () => {
  it("takes a file in three steps into a thread, and gives it back", async () => {
    const { slack, clock, origin } = await start();
    const parent = await slack.chat.postMessage({ channel: "#soc", text: "summary" });
    const sent = await slack.files.uploadV2({
      channel_id: parent.channel!,
      thread_ts: parent.ts!,
      filename: "台帳.csv",
      file: Buffer.from("a,b\n1,2"),
      initial_comment: "the list",
    });
    const id = (sent as unknown as { files: { files: { id: string }[] }[] }).files[0]!.files[0]!.id;
    expect((await slack.files.info({ file: id })).file).not.toHaveProperty("shares");
    clock.pass(2000);
    const { file } = await slack.files.info({ file: id });
    expect(file!.shares!.public![parent.channel!]).toHaveLength(1);
    expect(file!.url_private).toMatch(`${origin}/slack/files/`);
    expect((await fetch(file!.url_private!)).status).toBe(403);
    const bytes = await fetch(file!.url_private!, {
      headers: { authorization: "Bearer xoxb-sandbox" },
    });
    expect(await bytes.text()).toBe("a,b\n1,2");
    const thread = await slack.conversations.replies({ channel: parent.channel!, ts: parent.ts! });
    expect(thread.messages![1]).toMatchObject({ text: "the list", files: [{ id }] });
  });

  it("refuses to complete what was never sent", async () => {
    const { slack } = await start();
    const { file_id } = await slack.files.getUploadURLExternal({ filename: "a.txt", length: 3 });
    const complete = slack.files.completeUploadExternal({
      files: [{ id: file_id!, title: "a" }],
      channel_id: "#soc",
    });
    expect(await refusal(complete)).toMatchObject({ error: "file_update_failed" });
  });
});

it("answers a webhook in plain words", async () => {
  const { origin, slack } = await start();
  const hook = `${origin}/slack/services/T0SANDBOX/B0SANDBOX/hook`;
  const send = async (body: unknown, to = hook) => {
    const response = await fetch(to, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    return [response.status, await response.text()];
  };
  expect(await send({ text: "hello" })).toEqual([200, "ok"]);
  expect(await send({ text: "x", blocks: [{ type: "hologram" }] })).toEqual([
    400,
    "invalid_blocks",
  ]);
  expect(await send({ text: "x" }, `${hook}2`)).toEqual([404, "no_service"]);
  const [general] = (await slack.conversations.list()).channels!;
  expect((await slack.conversations.history({ channel: general!.id! })).messages).toHaveLength(1);
});

it("remembers everything after a restart", async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "slack-"));
  const first = await start({}, directory);
  const { channel, ts } = await first.slack.chat.postMessage({ channel: "#soc", text: "kept" });
  // No close: the process dies here.
  const second = await start({}, directory);
  const { messages } = await second.slack.conversations.history({ channel: channel! });
  expect(messages).toMatchObject([{ text: "kept", ts }]);
  const later = await second.slack.chat.postMessage({ channel: "#soc", text: "next" });
  expect(Number(later.ts)).toBeGreaterThan(Number(ts));
  expect(second.app.counts().posted).toBe(2);
  fs.rmSync(directory, { recursive: true });
});
