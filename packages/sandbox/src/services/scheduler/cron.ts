// EventBridge Scheduler's cron expressions on top of croner, with the two daylight-saving rules that differ.
import { Cron } from "croner";

/** "5/15" means from 5 in steps of 15; croner wants the end spelled out. */
const steps = (field: string, last: number): string =>
  field.replace(/(^|,)(\d+)\/(\d+)/g, `$1$2-${last}/$3`);

/** Days of the week count from 1 (Sunday) to 7; croner counts from 0. */
function dayOfWeek(field: string): string {
  if (field === "?") return "*";
  const shift = (day: string) => (/^\d+$/.test(day) ? String(Number(day) - 1) : day);
  return steps(field, 7)
    .split(",")
    .map((part) => {
      const [range = "", step] = part.split("/");
      if (range === "L") return "6"; // the last day of the week
      const last = /^(\w+)L$/.exec(range); // 6L: the last Friday
      if (last) return `${shift(last[1]!)}#L`;
      const [day = "", nth] = range.split("#"); // 2#1: the first Monday
      if (nth) return `${shift(day)}#${nth}`;
      return range.split("-").map(shift).join("-") + (step ? `/${step}` : "");
    })
    .join(",");
}

/** The six fields of Scheduler as croner's seven; throws on another number of fields. */
export function cronerPattern(expression: string): string {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`a cron expression has six fields: ${expression}`);
  const [minute, hour, day, month, weekday, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return [
    "0",
    steps(minute, 59),
    steps(hour, 23),
    day === "?" ? "*" : steps(day, 31),
    steps(month, 12),
    dayOfWeek(weekday),
    steps(year, 2199),
  ].join(" ");
}

/** The wall clock of a moment in a time zone, as if it were UTC. */
function wallClock(date: Date, timezone: string): Date {
  const text = date.toLocaleString("sv-SE", { timeZone: timezone });
  return new Date(`${text.replace(" ", "T")}Z`);
}

/** The first run after `from`; undefined when there is none any more. */
export function nextCronRun(expression: string, timezone: string, from: Date): Date | undefined {
  const pattern = cronerPattern(expression);
  const schedule = new Cron(pattern, { timezone, mode: "7-part" });
  const clock = new Cron(pattern, { timezone: "UTC", mode: "7-part" });
  let at: Date | null = from;
  for (;;) {
    at = schedule.nextRun(at);
    if (!at) return undefined;
    // A time that the clock jumps over: croner moves it, Scheduler leaves it out.
    if (clock.match(wallClock(at, timezone))) return at;
  }
}

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The first run after `from` of a `cron(…)`, `rate(…)` or `at(…)` expression, in milliseconds.
 * `rate` counts from `createdAt`; `at` has no zone of its own and runs once.
 */
export function nextRun(
  { expression, timezone, createdAt }: { expression: string; timezone: string; createdAt: number },
  from: number,
): number | undefined {
  const [, kind, inside] = /^(cron|rate|at)\((.+)\)$/.exec(expression) ?? [];
  if (kind === "cron") return nextCronRun(inside!, timezone, new Date(from))?.getTime();
  if (kind === "at") {
    const wall = new Date(`${inside}Z`).getTime();
    if (Number.isNaN(wall)) throw new Error(`not a moment: ${expression}`);
    const moment = fromWall(wall, timezone);
    return moment > from ? moment : undefined;
  }
  const [, value, unit] = /^(\d+) (minute|hour|day)s?$/.exec(inside ?? "") ?? [];
  if (kind !== "rate" || !unit || Number(value) < 1)
    throw new Error(`not a schedule: ${expression}`);
  const every = Number(value) * UNITS[unit]!;
  return createdAt + (Math.floor((from - createdAt) / every) + 1) * every;
}

/** The moment at which the clock of a zone shows `wall`, which is written as if it were UTC. */
function fromWall(wall: number, timezone: string): number {
  let moment = wall;
  // Twice, since the offset may change between the first guess and the answer.
  for (let turn = 0; turn < 2; turn++)
    moment += wall - wallClock(new Date(moment), timezone).getTime();
  return moment;
}
