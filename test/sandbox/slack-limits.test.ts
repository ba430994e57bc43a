// What the Slack double refuses of a message, and what it takes.
import { describe, expect, it } from "vitest";
import { refusal, start } from "./slack-client.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const cell = (text: string) => ({ type: "raw_text", text });
const table = (rows: number, columns = 1, text = "x") => ({
  type: "table",
  rows: Array.from({ length: rows }, () => Array.from({ length: columns }, () => cell(text))),
});
// biome-ignore lint/suspicious/noExplicitAny: blocks that the client's types forbid are the point here
const blocks = (...list: unknown[]) => list as any[];

describe("what a message may hold", () => {
  const refused: [string, unknown[], string][] = [
    [
      "51 blocks",
      Array(51).fill({ type: "divider" }),
      "no more than 50 items allowed [json-pointer:/blocks]",
    ],
    [
      "a section of 3,001",
      [section("x".repeat(3001))],
      "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "a section that grows past 3,000 when escaped",
      [section("&".repeat(601))],
      "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "a header of 151",
      [{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }],
      "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "an unknown block",
      [{ type: "divider" }, { type: "hologram" }],
      "unsupported type: hologram [json-pointer:/blocks/1/type]",
    ],
    [
      "an alert, which is for modals",
      [{ type: "alert", text: { type: "plain_text", text: "x" } }],
      "unsupported type: alert [json-pointer:/blocks/0/type]",
    ],
    [
      "a section without text",
      [{ type: "section" }],
      "missing required field: text [json-pointer:/blocks/0]",
    ],
    [
      "a header in mrkdwn",
      [{ type: "header", text: { type: "mrkdwn", text: "x" } }],
      "[json-pointer:/blocks/0/text/type]",
    ],
    [
      "an image without alt text",
      [{ type: "image", image_url: "https://example.com/a.png" }],
      "missing required field: alt_text [json-pointer:/blocks/0]",
    ],
    [
      "a member that no block has",
      [{ type: "divider", size: 3 }],
      "invalid additional property: size [json-pointer:/blocks/0]",
    ],
    [
      "11 elements of context",
      [{ type: "context", elements: Array(11).fill({ type: "mrkdwn", text: "x" }) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ],
    ["101 rows", [table(101)], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"],
    ["21 columns", [table(1, 21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"],
    [
      "an empty cell",
      [table(1, 1, "")],
      "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]",
    ],
    ["two tables", [table(1), table(1)], "only_one_table_allowed [json-pointer:/blocks/1]"],
    [
      "10,001 characters in cells",
      [table(73, 1, "x".repeat(137))],
      "must be less than 10001 characters [json-pointer:/blocks/0/rows]",
    ],
    [
      "markdown of 12,001",
      [{ type: "markdown", text: "x".repeat(12_001) }],
      "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ],
    [
      "button text of 76",
      [
        {
          type: "actions",
          elements: [{ type: "button", text: { type: "plain_text", text: "x".repeat(76) } }],
        },
      ],
      "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ],
  ];
  it.each(refused)("refuses %s", async (_, list, problem) => {
    const { slack } = await start();
    const body = await refusal(
      slack.chat.postMessage({ channel: "#soc", text: "x", blocks: blocks(...list) }),
    );
    expect(body).toMatchObject({ ok: false, error: "invalid_blocks" });
    expect(String((body!.errors as string[])[0])).toContain(problem);
    expect(String((body!.response_metadata as { messages: string[] }).messages[0])).toContain(
      problem,
    );
  });

  it("takes one of everything, each at its limit", async () => {
    const { slack } = await start();
    const text = (most: number) => ({ type: "plain_text", text: "x".repeat(most) });
    await slack.chat.postMessage({
      channel: "#soc",
      text: "all",
      blocks: blocks(
        { type: "header", text: text(150) },
        section("x".repeat(3000)),
        { type: "section", fields: Array(10).fill({ type: "mrkdwn", text: "f" }) },
        {
          type: "context",
          elements: [
            { type: "mrkdwn", text: "c" },
            { type: "image", image_url: "https://example.com/a.png", alt_text: "a" },
          ],
        },
        { type: "divider" },
        {
          type: "actions",
          elements: [
            { type: "button", text: text(75), url: "https://example.com", style: "danger" },
          ],
        },
        { ...table(99, 5, "cell"), column_settings: [{ is_wrapped: true }, null] },
        { type: "markdown", text: "# m" },
        {
          type: "rich_text",
          elements: [
            {
              type: "rich_text_section",
              elements: [{ type: "text", text: "r", style: { bold: true } }],
            },
          ],
        },
        { type: "plan", title: "p", tasks: [] },
      ),
    });
    const longest = Array.from({ length: 5 }, () => section("x".repeat(2700)));
    const whole = slack.chat.postMessage({
      channel: "#soc",
      text: "x",
      blocks: blocks(...longest),
    });
    expect(await refusal(whole)).toMatchObject({ error: "msg_blocks_too_long" });
  });

  it("can count the JSON instead, should that be what Slack does", async () => {
    const { slack } = await start({ limits: { counted: "json" } });
    const whole = slack.chat.postMessage({
      channel: "#soc",
      text: "x",
      blocks: blocks(table(99, 5, "cell")),
    });
    expect(await refusal(whole)).toMatchObject({ error: "msg_blocks_too_long" });
  });

  it("refuses nothing at all, metadata that is too large, and blocks that are no JSON", async () => {
    const { slack } = await start();
    const post = (more: object) =>
      refusal(slack.apiCall("chat.postMessage", { channel: "#soc", ...more }));
    expect(await post({})).toMatchObject({ error: "no_text" });
    expect(await post({ text: "x", blocks: "[" })).toMatchObject({
      error: "invalid_blocks_format",
    });
    const metadata = { event_type: "x", event_payload: { list: "x".repeat(2000) } };
    expect(await post({ text: "x", metadata })).toMatchObject({ error: "metadata_too_large" });
  });
});
