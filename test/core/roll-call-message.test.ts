// What Slack shows of a roll call that found losses.
import { State } from "@rollcall/core/membership";
import { fits, lossMessage, ownersOf, recoveredReply } from "@rollcall/core/message";
import type { Loss } from "@rollcall/core/roll-call";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkBlocks,
  checkWhole,
  DEFAULT_LIMITS,
} from "../../packages/sandbox/src/slack/check-payload.ts";

const at = "2026-11-22T12:00:00.000Z";
const id = "333333333333";

describe("the message of a roll call", () => {
  const loss: Loss & { now: State } = {
    id: `${id}/eu-west-1/3`,
    accountId: id,
    accountName: "Payments",
    project: "Shop",
    region: "eu-west-1",
    from: "Enabled",
    to: "Resigned",
    flap: false,
    since: at,
    next: "AcceptInvitation",
    now: "Resigned",
  };
  const view = { status: "complete" as const, startedAt: at, at, losses: [loss], unread: [] };

  it("speaks both languages, with AWS's word beside ours", () => {
    const english = lossMessage(view, "en");
    expect(english.text).toBe(
      "1 membership of 1 account lost: 333333333333 Payments eu-west-1 Enabled → Resigned",
    );
    const japanese = lossMessage({ ...view, unread: ["us-east-1"] }, "ja");
    expect(japanese.text).toContain("1アカウントのメンバー 1件が離脱しました");
    const shown = JSON.stringify(japanese.blocks);
    expect(shown).toContain("有効 (Enabled) → 離脱 (Resigned)");
    expect(shown).toContain("⚪ 取得できなかったリージョン: us-east-1");
  });

  it("names the owner beside each loss, and whom to mention: those who miss most, five at most (D113, D117)", () => {
    const of = (owner: string | undefined, more: Partial<typeof loss> = {}) => ({
      ...loss,
      owner,
      ...more,
    });
    const some = [
      of("one@example.com"),
      of(undefined),
      of("two@example.com"),
      of("Two@example.com"),
    ];
    for (const locale of ["en", "ja"] as const)
      expect(JSON.stringify(lossMessage({ ...view, losses: some }, locale).blocks)).toContain(
        '"one@example.com"',
      );
    expect(ownersOf(some)).toEqual(["two@example.com", "one@example.com"]);
    const many = Array.from({ length: 9 }, (_, at) => of(`${at}@example.com`));
    expect(ownersOf(many)).toHaveLength(5);
    expect(ownersOf([of("one@example.com", { now: "Enabled" })])).toEqual([]);
    expect(ownersOf([of("one@example.com", { next: "None" })])).toEqual([]);
  });

  it("says that all are back once they are", () => {
    const back = { ...loss, now: "Enabled" as const };
    const message = lossMessage({ ...view, losses: [back] }, "ja");
    expect(JSON.stringify(message.blocks)).toContain("↺ 復帰");
    expect(message.text).toContain("復帰済み: 1件");
    expect(recoveredReply([back], "en").text).toContain("↺ 1 membership recovered 333333333333");
  });

  it("fits whatever was lost, and counts what it leaves out (D4)", () => {
    const wild = fc.string({ unit: "binary", maxLength: 200 });
    const one = fc.record({
      id: wild,
      accountId: fc.stringMatching(/^\d{12}$/),
      accountName: wild,
      project: wild,
      owner: fc.option(wild, { nil: undefined }),
      region: fc.constantFrom("us-east-1", "ap-southeast-1"),
      from: fc.constantFrom(...State.options),
      to: fc.constantFrom(...State.options),
      reported: fc.option(wild, { nil: undefined }),
      flap: fc.boolean(),
      since: fc.constant(at),
      next: fc.constantFrom("Escalate" as const, "CreateMember" as const, "None" as const),
      now: fc.constantFrom(...State.options),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 50 }),
        fc.constantFrom(1, 40),
        fc.constantFrom("en" as const, "ja" as const),
        wild,
        (some, times, locale, cause) => {
          const losses = Array.from({ length: times }, () => some).flat();
          const failure = { error: cause, cause };
          const unread = losses.slice(0, 34).map((each) => each.region);
          const message = lossMessage({ ...view, losses, unread, failure, link: cause }, locale);
          for (const each of [message, recoveredReply(losses, locale)]) {
            expect(fits(each)).toEqual([]);
            checkBlocks(each.blocks);
            checkWhole(each.text, each.blocks as never, DEFAULT_LIMITS);
            checkWhole(each.text, each.blocks as never, { ...DEFAULT_LIMITS, counted: "json" });
          }
          const rows = message.blocks.find((block) => block.type === "table")?.rows as
            | unknown[]
            | undefined;
          const more = losses.length - ((rows?.length ?? 1) - 1);
          if (more > 0)
            expect(JSON.stringify(message.blocks)).toMatch(/\+[\d,]+ more|ほか[\d,]+件/);
        },
      ),
      { numRuns: 60 },
    );
  });
});
