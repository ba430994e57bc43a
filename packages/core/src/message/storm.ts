// The one message of a storm: how many were collapsed, since when, and the first of them.
import { timeIn } from "../day.ts";
import type { Locale } from "../locale.ts";
import { MOST_PARENTS, type Storm, WINDOW } from "../storm.ts";
import { deliveryWords } from "./delivery-words.ts";
import { context, header, type Message, message, table } from "./limits.ts";
import type { List } from "./list.ts";
import { words } from "./words.ts";

/** `over`: no more will come. Times are shown in the zone. */
export function stormMessage(
  storm: Storm,
  { over, timeZone }: { over: boolean; timeZone: string },
  locale: Locale,
): Message {
  const say = deliveryWords(locale);
  const [from, to] = [timeIn(timeZone, storm.since), timeIn(timeZone, storm.last)];
  const title = (over ? say.collapsed : say.collapsing)(storm.count, `${from}–${to} ${timeZone}`);
  const rule = say.collapseRule(MOST_PARENTS, WINDOW / 60_000);
  const rows = storm.first.map((one) => [timeIn(timeZone, one.at), one.text]);
  return message(
    `${title} ${rule}`,
    [header(`⚠️ ${title}`), context(rule), table([say.columns.slice(0, 2), ...rows])],
    words(locale).shortened,
  );
}

/** Everything that was collapsed, for the file in the thread. */
export const stormList = (
  collapsed: readonly { at: string; text: string; key: string }[],
  locale: Locale,
): List => [
  [...deliveryWords(locale).columns],
  ...collapsed.map((one) => [one.at, one.text, one.key]),
];
