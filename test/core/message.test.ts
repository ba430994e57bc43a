import type { Problem } from "@rollcall/core/ledger";
import type { Locale } from "@rollcall/core/locale";
import {
  attentionReply,
  completionReply,
  creationFailedReply,
  fits,
  type Message,
  type RunView,
  rejectedMessage,
  runMessage,
} from "@rollcall/core/message";
import { type Attention, next, Reason, RunStatus, Stage, stagesAt } from "@rollcall/core/run";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkBlocks,
  checkWhole,
  DEFAULT_LIMITS,
} from "../../packages/sandbox/src/slack/check-payload.ts";

const locales: Locale[] = ["en", "ja"];
const counts = {
  accounts: { wanted: 12, created: 2, joined: 10, attention: 2 },
  memberships: { wanted: 204, enabled: 170, pending: 17, attention: 17 },
};
const view: RunView = {
  run: "run-1",
  status: "running",
  ledger: "ledgers/アカウント管理台帳.xlsx",
  uploader: "AWS:AIDAEXAMPLE",
  startedAt: "2026-11-22T12:00:00.000Z",
  at: "2026-11-22T12:01:30.000Z",
  link: "https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/arn:aws:states:us-east-1:1:execution:apply:run-1",
  stages: stagesAt("join", "running", { join: { done: 120, total: 204 } }),
  regions: [
    { region: "us-east-1", done: 12, total: 12 },
    { region: "ap-northeast-1", done: 7, total: 12 },
  ],
};
const line = (index: number, more: Partial<Attention> = {}): Attention => ({
  account: String(300_000_000_000 + index),
  region: "us-east-1",
  state: "Invited",
  code: "RoleRefused",
  ...next({ account: String(300_000_000_000 + index), reason: "RoleRefused" }),
  ...more,
});
const slip: Problem = {
  severity: "error",
  code: "IdLength",
  row: 7,
  column: "アカウントID (A)",
  value: "<!channel> & *1234*",
  problem: { en: "Too short.", ja: "短すぎます。" },
  fix: { en: "Write 12 digits.", ja: "12桁にしてください。" },
};

/** Everything a person reads in the blocks. */
const spoken = (message: Message | undefined): string => JSON.stringify(message?.blocks);
/** Only the parts that Slack parses. */
const parsed = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(parsed)
    : typeof value === "object" && value !== null
      ? "type" in value && value.type === "mrkdwn"
        ? [(value as unknown as { text: string }).text]
        : Object.values(value).flatMap(parsed)
      : [];

/** Fits by our own check, and by the one of the emulated Slack, which knows nothing of ours. */
function isTaken(message: Message): void {
  expect(fits(message)).toEqual([]);
  checkBlocks(message.blocks);
  checkWhole(message.text, message.blocks as never, DEFAULT_LIMITS);
  checkWhole(message.text, message.blocks as never, { ...DEFAULT_LIMITS, counted: "json" });
  expect(message).toMatchObject({ unfurl_links: false, unfurl_media: false });
  // What is parsed holds no ping, and no link but our own.
  for (const text of [message.text, ...parsed(message.blocks)])
    for (const [tag] of text.matchAll(/<[^>]*>/g)) expect(tag).toMatch(/^<(https:\/\/|!date\^)/);
}

describe("the run's message", () => {
  it("shows stages with x of y, Regions, time and the way to the execution", () => {
    const message = runMessage(view, "en");
    isTaken(message);
    expect(message.text).toBe("Run for アカウント管理台帳.xlsx: running (Join).");
    expect(spoken(message)).toContain("⏳ *Join*  120 of 204 memberships");
    expect(spoken(message)).toContain("▫️ Verify");
    expect(spoken(message)).toContain("ap-northeast-1 7/12");
    expect(spoken(message)).toContain("1 min 30 s elapsed");
    expect(spoken(message)).toContain("|Open the execution>");
  });

  it("speaks Japanese where the channel does", () => {
    const message = runMessage({ ...view, status: "attention", counts }, "ja");
    isTaken(message);
    expect(message.text).toContain("完了(要対応あり)");
    expect(spoken(message)).toContain("1分30秒");
    expect(spoken(message)).toContain("メンバー 204件のうち有効 170件");
  });

  it("gives unread Regions a line of their own (D12)", () => {
    const message = runMessage({ ...view, unread: ["eu-west-1"] }, "ja");
    expect(spoken(message)).toContain("⚪ 取得できなかったリージョン: eu-west-1");
  });

  it("shows why it failed, as plain text", () => {
    const message = runMessage(
      { ...view, status: "failed", failure: { error: "States.Timeout", cause: "<!here> *bold*" } },
      "en",
    );
    isTaken(message);
    expect(spoken(message)).toContain("States.Timeout");
    expect(parsed(message.blocks).join()).not.toContain("bold");
  });

  it.each(["javascript:alert(1)", "https://x.example/<!channel>", "https://x.example/a|b", ""])(
    "has no link %j",
    (link) => {
      expect(spoken(runMessage({ ...view, link }, "en"))).not.toContain("Open the execution");
    },
  );
});

describe("replies", () => {
  it("of a closed run say the numbers, and that nobody is needed", () => {
    const message = completionReply({ ...view, status: "settled", counts, attention: 0 }, "en");
    isTaken(message);
    expect(message.text).toBe(
      "Run for アカウント管理台帳.xlsx closed after 1 min 30 s: 170 of 204 memberships enabled in 12 accounts.",
    );
    expect(spoken(message)).toContain("Nobody has to do anything.");
  });

  it("about failures are none when there are none", () => {
    expect(attentionReply([], "en")).toBeUndefined();
  });

  it("make one line of 300 identical failures, with the first and +N more (D4, D114)", () => {
    const message = attentionReply(
      Array.from({ length: 300 }, (_, index) => line(index, { accountName: "本番" })),
      "en",
    )!;
    isTaken(message);
    expect(message.blocks.filter(({ type }) => type === "section")).toHaveLength(1);
    expect(spoken(message)).toContain("300 accounts, 300 memberships");
    expect(spoken(message)).toContain("+295 more");
    expect(spoken(message)).toContain("300000000000 本番 (us-east-1)");
    expect(spoken(message)).toContain("+261 more lines");
    expect((message.blocks.at(-1)?.rows as unknown[] | undefined)?.length).toBeLessThanOrEqual(40);
  });

  it("hold reason and next act of every kind", () => {
    const kinds = Reason.options.map((reason, index) =>
      line(index, { code: reason, ...next({ account: "1", reason }) }),
    );
    for (const locale of locales) isTaken(attentionReply(kinds, locale)!);
    expect(spoken(attentionReply(kinds, "en"))).toContain("more reasons");
  });

  it("about a creation name reason and act", () => {
    const failed = { accountName: "web", email: "web@example.com", reason: "EMAIL_ALREADY_EXISTS" };
    const message = creationFailedReply(failed, "ja");
    isTaken(message);
    expect(spoken(message)).toContain("EMAIL_ALREADY_EXISTS");
    expect(message.text).toMatch(/^アカウント作成の失敗: web/);
  });
});

describe("a rejected ledger", () => {
  const rejected = {
    ledger: "ledgers/a.xlsx",
    rows: 214,
    errors: 12,
    warnings: 2,
    problems: Array.from({ length: 14 }, () => slip),
  };

  it("shows ten problems with row, column, value, problem and fix (D57)", () => {
    const message = rejectedMessage(rejected, "en");
    isTaken(message);
    const sections = message.blocks.filter(({ type }) => type === "section");
    expect(sections).toHaveLength(11);
    expect(JSON.stringify(sections[1])).toContain(
      "Row 7, column アカウントID (A)\\nValue: <!channel> & *1234*\\nToo short.\\n→ Write 12 digits.",
    );
    expect(spoken(message)).toContain("+4 more problems");
    expect(message.text).toContain("12 errors, 2 warnings");
    expect(message.text).not.toContain("<!channel>");
  });

  it("says errors before warnings, and the whole file where there is no row", () => {
    const message = rejectedMessage(
      {
        ...rejected,
        problems: [
          { ...slip, severity: "warning", row: 3 },
          { ...slip, row: 0, column: "" },
        ],
      },
      "ja",
    );
    const [, first, second] = message.blocks.filter(({ type }) => type === "section");
    expect(JSON.stringify(first)).toContain("ファイル全体");
    expect(JSON.stringify(second)).toContain("3行目");
  });
});

describe("the catalogue", () => {
  it("has no Japanese sentence that is only ASCII", () => {
    const messages = [
      ...RunStatus.options.map((status) =>
        runMessage(
          { ...view, status, counts, unread: ["eu-west-1"], failure: { error: "E", cause: "" } },
          "ja",
        ),
      ),
      completionReply({ ...view, counts, attention: 0 }, "ja"),
      attentionReply([line(1)], "ja")!,
      rejectedMessage({ ledger: "a", rows: 1, errors: 1, warnings: 0, problems: [slip] }, "ja"),
    ];
    for (const { text, blocks } of messages)
      for (const sentence of [text, ...parsed(blocks).flatMap((one) => one.split("\n"))])
        if (!/^<|\d\/\d/.test(sentence)) expect(sentence).toMatch(/[ぁ-んァ-ヶ一-龠]/);
  });
});

describe("no input makes a message that Slack refuses (D105, property)", () => {
  const wild = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "",
      " ",
      "\u0000",
      "<!channel>",
      "&&&&&&&&",
      "\ud83d",
      "𠮷".repeat(3_000),
      "&".repeat(5_000),
      "a\n".repeat(4_000),
      "\u202e\u200b",
    ),
  );
  const locale = fc.constantFrom(...locales);
  const number = fc.nat({ max: 100_000 });

  it("for a run", () => {
    const any = fc.record({
      run: wild,
      status: fc.constantFrom(...RunStatus.options),
      ledger: wild,
      uploader: fc.option(wild, { nil: undefined }),
      startedAt: fc.oneof(wild, fc.constant(view.startedAt)),
      at: fc.oneof(wild, fc.constant(view.at)),
      link: fc.oneof(wild, fc.webUrl()),
      stages: fc
        .tuple(fc.constantFrom(...Stage.options), number)
        .map(([stage, done]) => stagesAt(stage, "running", { join: { done, total: 7 } })),
      regions: fc.array(fc.record({ region: wild, done: number, total: number }), {
        maxLength: 60,
      }),
      unread: fc.array(wild, { maxLength: 60 }),
      counts: fc.option(fc.constant(counts), { nil: undefined }),
      failure: fc.option(fc.record({ error: wild, cause: wild }), { nil: undefined }),
    });
    fc.assert(
      fc.property(any, locale, (one, spokenIn) => {
        isTaken(runMessage(one, spokenIn));
        isTaken(completionReply({ ...one, counts, attention: 0 }, spokenIn));
      }),
    );
  });

  it("for attention, up to 5,000 lines", () => {
    const one = fc.record({
      account: wild,
      accountName: wild,
      region: wild,
      state: wild,
      code: fc.constantFrom(...Reason.options),
      detail: wild,
      reason: fc.record({ en: wild, ja: wild }),
      next: fc.record({ en: wild, ja: wild }),
    });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 60 }),
        locale,
        fc.constantFrom(1, 90),
        (lines, spokenIn, times) => {
          const all = Array.from({ length: times }, () => lines)
            .flat()
            .slice(0, 5_000);
          isTaken(attentionReply(all as Attention[], spokenIn)!);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("for a rejected ledger, and for a creation", () => {
    const problem = fc.record({
      severity: fc.constantFrom("error" as const, "warning" as const),
      code: wild,
      row: number,
      column: wild,
      value: wild,
      problem: fc.record({ en: wild, ja: wild }),
      fix: fc.record({ en: wild, ja: wild }),
    });
    fc.assert(
      fc.property(
        wild,
        fc.array(problem, { maxLength: 20 }),
        number,
        locale,
        (ledger, problems, errors, spokenIn) => {
          isTaken(rejectedMessage({ ledger, rows: 3, errors, warnings: 1, problems }, spokenIn));
          isTaken(
            creationFailedReply(
              { accountName: ledger, email: ledger, reason: ledger, detail: ledger },
              spokenIn,
            ),
          );
        },
      ),
    );
  });
});
