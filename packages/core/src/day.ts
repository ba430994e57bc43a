// Days as people count them. A day has no meaning without a zone: at 00:30 in Tokyo it is still yesterday
// in UTC (D8). Whoever needs a day asks here; a membership's times are never compared by it.

/** The calendar day of a moment in a time zone, as `2026-11-23`. Throws RangeError for an unknown zone. */
export const dayIn = (timeZone: string, at: string): string =>
  // Swedish writes dates the ISO way.
  new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date(at));

/** A day of the calendar has 24 hours here, whatever the clocks of a zone do on it. */
const DAY = 86_400_000;

/** Whole days from one calendar day to another; negative when `to` is the earlier one. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY;

/** The calendar day so many days later. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The time of day of a moment in a time zone, as `09:05`. */
export const timeIn = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, hour: "2-digit", minute: "2-digit" }).format(
    new Date(at),
  );
