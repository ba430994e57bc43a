// When a reminder is due: on the third and seventh day of each account, then weekly for the one that has
// waited longest. Days are those of the calendar, so a day of 23 or 25 hours is one day.
import { daysBetween, daysLater } from "../day.ts";

const FIRST = 3;
const WEEK = 7;

/** From so many days on, the team that runs the hub is told too. */
export const SOC_AFTER = WEEK;

/** Between two reminders, in days: what was caught up late is not followed by the next on the morrow. */
const PAUSE = 2;

/** Days on which nobody is reminded. */
export interface Quiet {
  /** Days of the week. */
  skipDays: readonly string[];
  /** Days such as `2026-12-31`. */
  holidays: readonly string[];
}

/** The days of the week as the settings write them, Sunday first. */
export const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

/** Is nobody reminded on this day? */
export const isQuiet = (day: string, { skipDays, holidays }: Quiet): boolean =>
  skipDays.includes(weekdays[new Date(`${day}T00:00Z`).getUTCDay()]!) || holidays.includes(day);

/** The last day, up to `today`, on which a reminder was due for accounts that wait since these days. */
function lastDue(since: readonly string[], today: string): string | undefined {
  const oldest = since.toSorted()[0];
  const due = since.flatMap((day) => {
    const waited = daysBetween(day, today);
    if (day === oldest && waited >= WEEK) return [daysLater(day, waited - (waited % WEEK))];
    if (waited >= WEEK) return [daysLater(day, WEEK)];
    return waited >= FIRST ? [daysLater(day, FIRST)] : [];
  });
  return due.toSorted().at(-1);
}

/**
 * Is a reminder due? `last` is the day of the one before. However many due days have passed since, on skipped
 * days or in an outage, they are one reminder; a due day that was answered does not come back.
 */
export function isDue(since: readonly string[], today: string, last: string | undefined): boolean {
  const due = lastDue(since, today);
  if (due === undefined) return false;
  return last === undefined || (due > last && daysBetween(last, today) >= PAUSE);
}

/** Longer than any row of holidays, in days. */
const HORIZON = 60;

/** The day of the next reminder after `today` if nothing changes; undefined: nobody waits, or all days are quiet. */
export function nextDue(
  since: readonly string[],
  today: string,
  last: string | undefined,
  quiet: Quiet,
): string | undefined {
  for (let ahead = 1; ahead <= HORIZON; ahead++) {
    const day = daysLater(today, ahead);
    if (!isQuiet(day, quiet) && isDue(since, day, last)) return day;
  }
  return undefined;
}
