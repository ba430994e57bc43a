// Wait: for some seconds, or until a moment.
import { Failure } from "./failure.ts";
import type { Step, Visit } from "./visit.ts";

const LONGEST_SECONDS = 99_999_999;
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Sleeps; a moment in the past passes at once. */
export async function pause(visit: Visit): Promise<Step> {
  const { now } = visit.common.outside.turns;
  const until = visit.state.Seconds === undefined ? await moment(visit) : await span(visit, now);
  if (until > now) await visit.sleepUntil(until);
  return visit.finish(visit.input);
}

async function span(visit: Visit, now: number): Promise<number> {
  const seconds = await visit.fields.typed<number>(visit.state.Seconds!, "Seconds", "number");
  if (seconds < 0 || seconds > LONGEST_SECONDS) {
    // assumed: the text.
    throw visit.fields.evaluation(`The Seconds field is out of range: ${seconds}`, "Seconds");
  }
  return now + seconds * 1000;
}

async function moment(visit: Visit): Promise<number> {
  try {
    const stamp = await visit.fields.typed<string>(visit.state.Timestamp!, "Timestamp", "string");
    if (isTimestamp(stamp)) return Date.parse(stamp);
    throw visit.fields.evaluation(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${stamp}`,
      "Timestamp",
    );
  } catch (thrown) {
    // Recorded: the failure of a Timestamp, unlike any other, follows the Entered event of its state.
    if (thrown instanceof Failure && thrown.evaluation) thrown.evaluation.follows = "entered";
    throw thrown;
  }
}

/** JavaScript takes 31 February and 24:00, which are no real date and time. */
function isTimestamp(value: string): boolean {
  const parts = TIMESTAMP.exec(value);
  if (!parts || Number.isNaN(Date.parse(value))) return false;
  const [, day, hour, minute, second = "00"] = parts;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day!);
}
