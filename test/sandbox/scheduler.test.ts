// Scheduler's expressions: next runs, against what AWS documents.
import { expect, it } from "vitest";
import { nextRun } from "../../packages/sandbox/src/services/scheduler/cron.ts";

const from = Date.parse("2026-01-30T12:00:00Z");
const runs = (expression: string, count: number, timezone = "UTC", start = from) => {
  const found: string[] = [];
  let at: number | undefined = start;
  for (let turn = 0; turn < count; turn++) {
    at = nextRun({ expression, timezone, createdAt: start }, at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
};

it.each([
  ["cron(0/15 8-9 ? * MON-FRI *)", ["2026-02-02T08:00", "2026-02-02T08:15"]],
  ["cron(5/20 * * * ? *)", ["2026-01-30T12:05", "2026-01-30T12:25", "2026-01-30T12:45"]],
  ["cron(0 10 L * ? *)", ["2026-01-31T10:00", "2026-02-28T10:00"]],
  ["cron(0 10 LW * ? *)", ["2026-02-27T10:00", "2026-03-31T10:00"]],
  ["cron(0 10 15W * ? *)", ["2026-02-16T10:00"]],
  ["cron(0 10 ? * 6L *)", ["2026-02-27T10:00"]],
  ["cron(0 10 ? * 2#1 *)", ["2026-02-02T10:00"]],
  ["cron(0 9 ? * 1-5 *)", ["2026-02-01T09:00"]],
  ["cron(15 12 30 1 ? 2026-2027)", ["2026-01-30T12:15", "2027-01-30T12:15"]],
  ["rate(5 minutes)", ["2026-01-30T12:05", "2026-01-30T12:10"]],
  ["rate(1 day)", ["2026-01-31T12:00"]],
  ["at(2026-02-01T09:30:00)", ["2026-02-01T09:30"]],
])("%s", (expression, expected) => {
  expect(runs(expression, expected.length)).toEqual(expected);
});

it("never runs on a date that does not exist, nor twice at one moment", () => {
  expect(runs("cron(0 0 31 2 ? *)", 1)).toEqual([]);
  expect(runs("at(2026-02-01T09:30:00)", 2)).toHaveLength(1);
});

it("leaves out a run that the clock jumps over, and runs once in a doubled hour", () => {
  const daily = "cron(30 2 * * ? *)";
  expect(runs(daily, 1, "Europe/Berlin", Date.parse("2026-03-28T12:00:00Z"))).toEqual([
    "2026-03-30T00:30",
  ]);
  expect(runs(daily, 2, "Europe/Berlin", Date.parse("2026-10-24T12:00:00Z"))).toEqual([
    "2026-10-25T00:30",
    "2026-10-26T01:30",
  ]);
});

it("reads a moment and a time of day in the schedule's zone", () => {
  expect(runs("at(2026-02-01T09:30:00)", 1, "Asia/Tokyo")).toEqual(["2026-02-01T00:30"]);
  expect(runs("cron(0 9 * * ? *)", 1, "Asia/Tokyo")).toEqual(["2026-01-31T00:00"]);
});

it("refuses what is no schedule", () => {
  expect(() => runs("every day", 1)).toThrow("not a schedule");
  expect(() => runs("cron(* * * * *)", 1)).toThrow("six fields");
});
