// Days and schedules where clocks are put forward and back: Scheduler's moments, and the days that they belong to.
import { dayIn } from "@rollcall/core/day";
import { rollCallAt } from "@rollcall/core/roll-call";
import { describe, expect, it } from "vitest";
import { nextRun } from "../../packages/sandbox/src/services/scheduler/cron.ts";

/** Moments of a schedule from a week before a day in UTC, for two weeks. */
function moments(expression: string, timezone: string, around: string): string[] {
  const start = Date.parse(`${around}T00:00:00Z`) - 7 * 86_400_000;
  const found: string[] = [];
  for (let at = start; ; ) {
    const next = nextRun({ expression, timezone, createdAt: start }, at);
    if (next === undefined || next > start + 14 * 86_400_000) return found;
    found.push(new Date(next).toISOString());
    at = next;
  }
}

/** Days one after another. */
const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10),
  );

const changes = [
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["Asia/Tokyo", "2026-03-29"],
] as const;

describe.each(changes)("in %s, around %s", (zone, day) => {
  it.each(["cron(30 0 * * ? *)", "cron(0 9 * * ? *)", "cron(30 1 * * ? *)", "cron(30 23 * * ? *)"])(
    "%s is a digest for each day, and none twice (D8)",
    (schedule) => {
      const days = moments(schedule, zone, day).map((at) => dayIn(zone, at));
      expect(days).toEqual(daysFrom(days[0]!, days.length));
    },
  );

  it("leaves out the hour that does not exist, and the next digest goes on from the last (D1)", () => {
    const days = moments("cron(30 2 * * ? *)", zone, day).map((at) => dayIn(zone, at));
    const isSpring = zone !== "Asia/Tokyo" && day.startsWith("2026-03");
    expect(days.includes(day)).toBe(!isSpring);
    expect(new Set(days).size).toBe(days.length);
  });

  it("holds each roll call once: its name is a moment, which comes once on any clock", () => {
    const all = moments("rate(5 minutes)", zone, day);
    expect(new Set(all.map(rollCallAt)).size).toBe(all.length);
    const snapshots = [...new Set(all.map((at) => dayIn(zone, at)))];
    expect(snapshots).toEqual(daysFrom(snapshots[0]!, snapshots.length));
  });
});
