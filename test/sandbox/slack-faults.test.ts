// Trouble that a test asks the Slack double for.
import { describe, expect, it } from "vitest";
import { Fault } from "../../packages/sandbox/src/slack/faults.ts";
import { type Client, refusal, start } from "./slack-client.ts";

describe("trouble on demand", () => {
  const post = (slack: Client, channel = "#soc") => slack.chat.postMessage({ channel, text: "x" });

  it("fails after accepting, so that a client which retries posts twice", async () => {
    const { client, app } = await start();
    app.faults.add({ kind: "error-after", method: "chat.postMessage", count: 1 });
    const retrying = client("xoxb-sandbox", {
      retryConfig: { retries: 2, minTimeout: 1, maxTimeout: 1 },
    });
    await post(retrying);
    expect(app.counts().posted).toBe(2);
  });

  it("ends the connection before and after accepting", async () => {
    const { slack, app } = await start();
    app.faults.add({ kind: "dropped-before", count: 1 });
    app.faults.add({ kind: "dropped-after", count: 1 });
    await expect(post(slack)).rejects.toMatchObject({ code: "slack_webapi_request_error" });
    expect(app.counts().posted).toBe(0);
    await expect(post(slack)).rejects.toMatchObject({ code: "slack_webapi_request_error" });
    expect(app.counts().posted).toBe(1);
    await post(slack);
  });

  it("is switched over HTTP, by method, channel and count", async () => {
    const { slack, origin, app } = await start();
    const faults = [
      { kind: "rate-limited", channel: "#soc", count: 1, retryAfter: 30 },
      { kind: "refused", method: "chat.update", error: "ratelimited" },
    ];
    const set = (body: unknown) =>
      fetch(`${origin}/slack/_faults`, { method: "POST", body: JSON.stringify(body) });
    expect((await set(faults)).status).toBe(200);
    expect((await set({ kind: "earthquake" })).status).toBe(400);
    await expect(post(slack)).rejects.toMatchObject({ retryAfter: 30 });
    const { channel, ts } = await post(slack);
    const edit = () => refusal(slack.chat.update({ channel: channel!, ts: ts!, text: "y" }));
    expect(await edit()).toMatchObject({ error: "ratelimited" });
    await fetch(`${origin}/slack/_faults`, { method: "DELETE" });
    expect(await edit()).toBeUndefined();
    expect(app.faults.list()).toEqual([]);
  });

  it("has bad days, by their chance", async () => {
    const { origin, app } = await start();
    const set = (body: unknown) =>
      fetch(`${origin}/slack/_faults`, { method: "POST", body: JSON.stringify(body) });
    expect((await set({ badDay: 0.1 })).status).toBe(200);
    const kinds = new Set(app.faults.list().map((one) => one.kind));
    expect(kinds).toEqual(new Set(Fault.shape.kind.options));
    expect((await set({ badDay: 7 })).status).toBe(400);
  });

  it("happens with the probability that was asked for, the same way each time", async () => {
    const outcomes = async () => {
      const { slack, app } = await start({ paced: false });
      app.faults.add({ kind: "error-before", probability: 0.5 });
      const seen: string[] = [];
      for (let call = 0; call < 20; call++)
        seen.push(
          await post(slack).then(
            () => "posted",
            () => "failed",
          ),
        );
      return seen;
    };
    const first = await outcomes();
    expect(new Set(first)).toEqual(new Set(["posted", "failed"]));
    expect(await outcomes()).toEqual(first);
  });

  it("answers late on the sandbox's clock", async () => {
    const { slack, app, clock } = await start();
    app.faults.add({ kind: "slow", delayMilliseconds: 9000, count: 1 });
    const before = clock.now();
    await post(slack);
    expect(clock.now() - before).toBe(9000);
  });
});

describe("the faults of the world", () => {
  it.each([
    ["slack-rate-limits", false],
    ["slack-errors", false],
    ["slack-lost-answers", true],
  ] as const)("hold for Slack: %s, and never a third time in a row", async (fault, isShown) => {
    const { slack, world, app } = await start();
    world.faults.set(fault, 1);
    const post = () =>
      slack.chat.postMessage({ channel: "C1", text: "hello" }).then(
        () => true,
        () => false,
      );
    expect([await post(), await post(), await post()]).toEqual([false, false, true]);
    expect(app.workspace.messages.size).toBe(isShown ? 3 : 1);
  });
});
