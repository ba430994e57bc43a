// Storms: from so many new messages on, one message stands for all that come after (D112, D115).
import { fits, stormList, stormMessage } from "@rollcall/core/message";
import {
  admit,
  calm,
  MOST_PARENTS,
  MOST_URGENT,
  type Pace,
  settle,
  WINDOW,
} from "@rollcall/core/storm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const start = Date.parse("2026-11-22T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const arrival = (seconds: number, urgent = false) => ({
  key: `run/${seconds}`,
  text: `Ledger ${seconds} settled.`,
  at: at(seconds),
  urgent,
});

/** Takes messages in one after another; returns which storm each was collapsed into. */
function play(times: { seconds: number; urgent: boolean }[], pace: Pace = calm) {
  const verdicts: (string | undefined)[] = [];
  for (const { seconds, urgent } of times) {
    const taken = admit(pace, arrival(seconds, urgent));
    pace = taken.pace;
    verdicts.push(taken.storm?.since);
  }
  return { pace, verdicts };
}
const each = (seconds: number[]) => seconds.map((one) => ({ seconds: one, urgent: false }));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("admit", () => {
  it("posts ten in ten minutes, and collapses the next ones into one storm (D112)", () => {
    const { verdicts, pace } = play(each(upTo(147)));
    expect(verdicts.filter((one) => one === undefined)).toHaveLength(MOST_PARENTS);
    expect(new Set(verdicts.slice(MOST_PARENTS))).toEqual(new Set([at(10)]));
    expect(pace.storm).toMatchObject({ since: at(10), last: at(146), count: 137 });
  });

  it("posts everything that comes slowly", () => {
    const { verdicts } = play(each(upTo(500).map((one) => one * 61)));
    expect(verdicts.every((one) => one === undefined)).toBe(true);
  });

  it("lets a few urgent ones pass", () => {
    const calmly = each(upTo(11));
    const urgent = upTo(5).map((one) => ({ seconds: 20 + one, urgent: true }));
    const { verdicts } = play([...calmly, ...urgent]);
    expect(verdicts.slice(11).filter((one) => one === undefined)).toHaveLength(MOST_URGENT);
  });

  it("loses none, and bounds what a channel gets, whatever comes (D101, D112)", () => {
    const arrivals = fc.array(fc.record({ gap: fc.nat(400), urgent: fc.boolean() }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(arrivals, (gaps) => {
        let seconds = 0;
        const times = gaps.map(({ gap, urgent }) => {
          seconds += gap;
          return { seconds, urgent };
        });
        const { verdicts, pace } = play(times);
        const { over } = settle(pace, at(seconds + WINDOW / 1000));
        const collapsed = over.reduce((sum, one) => sum + one.count, 0);
        const posted = times.filter((_, index) => verdicts[index] === undefined);
        expect(posted.length + collapsed).toBe(times.length);
        for (const one of posted) {
          const near = posted.filter(
            (other) => other.seconds > one.seconds - WINDOW / 1000 && other.seconds <= one.seconds,
          );
          expect(near.length).toBeLessThanOrEqual(MOST_PARENTS + 2 * MOST_URGENT);
        }
      }),
    );
  });
});

describe("settle", () => {
  it("ends a storm after its ten minutes, once", () => {
    const { pace } = play(each(upTo(12)));
    expect(settle(pace, at(599)).over).toEqual([]);
    const { over, pace: left } = settle(pace, at(610));
    expect(over).toMatchObject([{ count: 2 }]);
    expect(settle(left, at(700)).over).toEqual([]);
  });
});

describe("the message of a storm", () => {
  const { pace } = play(each(upTo(147)));
  const zone = { over: false, timeZone: "Asia/Tokyo" };

  it("says that it collapses, how many, and since when, in which zone (D115, D116)", () => {
    const { text, blocks } = stormMessage(pace.storm!, zone, "en");
    expect(text).toContain("Collapsing: 137 messages (21:00–21:02 Asia/Tokyo)");
    expect(JSON.stringify(blocks)).toContain("Ledger 10 settled.");
    expect(JSON.stringify(blocks)).toContain('"21:00"');
    expect(stormMessage(pace.storm!, zone, "ja").text).toContain(
      "通知をまとめています: 137件 (21:00–21:02 Asia/Tokyo)",
    );
    const over = { ...zone, over: true };
    expect(stormMessage(pace.storm!, over, "ja").text).toContain("通知をまとめました: 137件");
  });

  it("fits, whatever was collapsed", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3_000 }), { maxLength: 20 }), (texts) => {
        const first = texts.map((text) => ({ at: at(0), text }));
        expect(fits(stormMessage({ ...pace.storm!, first }, zone, "ja"))).toEqual([]);
      }),
    );
  });

  it("lists all of them for the file", () => {
    expect(stormList([arrival(1)], "en")).toEqual([
      ["Time", "Message", "Key"],
      [at(1), "Ledger 1 settled.", "run/1"],
    ]);
  });
});
