// Days as people count them. A day has no meaning without a zone: at 00:30 in Tokyo it is still yesterday
// in UTC (D8). Whoever needs a day asks here, and nobody compares anything by it.

/** The calendar day of a moment in a time zone, as `2026-11-23`. Throws RangeError for an unknown zone. */
export const dayIn = (timeZone: string, at: string): string =>
  // Swedish writes dates the ISO way.
  new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date(at));

/** The time of day of a moment in a time zone, as `09:05`. */
export const timeIn = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, hour: "2-digit", minute: "2-digit" }).format(
    new Date(at),
  );
