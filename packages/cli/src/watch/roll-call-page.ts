// What `roll-call` comes to: one document for programs, one page for people.
import type { RollCallRow } from "@rollcall/aws/table/roll-calls";
import type { Locale } from "@rollcall/core/locale";
import type { Report } from "@rollcall/core/roll-call";
import type { Colours } from "../colours.ts";
import { oneLine } from "../layout.ts";
import { caller } from "./caller.ts";
import { table } from "./columns.ts";
import { moment } from "./moment.ts";
import { type Place, watchWords } from "./words.ts";

/** A roll call that has closed; `names` are in its report, which one that failed does not have. */
export interface Held {
  row: RollCallRow;
  losses: Report["losses"];
  names?: Pick<Report, "unknown" | "missing"> | undefined;
}

/** The document of `roll-call --json`; its shape is a public interface, versioned. */
export const rollCallDocument = (place: Place, { row, losses, names }: Held) => ({
  schemaVersion: 1,
  ...place,
  rollCall: {
    id: row.rollCall,
    status: row.status,
    startedAt: row.startedAt,
    closedAt: row.closedAt,
    execution: row.execution,
  },
  counts: row.counts,
  losses,
  unread: row.unread,
  unknown: names?.unknown ?? [],
  missing: names?.missing ?? [],
  ...(row.failure && { failure: row.failure }),
});

/** The page that a person reads. */
export function rollCallPage(place: Place, held: Held, locale: Locale, colours: Colours): string {
  const words = watchWords(locale).rollCall;
  const { row, losses, names } = held;
  const well = row.status === "complete" && losses.length === 0;
  const mark = well ? colours.green("✔") : colours.yellow("!");
  const counts = Object.entries(row.counts)
    .map(([state, count]) => `${state} ${count}`)
    .join(", ");
  const named = (sentence: (count: number) => string, ids: readonly string[] = []): string[] =>
    ids.length > 0 ? [`${colours.yellow("!")} ${sentence(ids.length)} ${ids.join(", ")}`] : [];
  const lines = [
    colours.bold(watchWords(locale).heading(place)),
    `${mark} ${words.held(row.rollCall, moment(row.closedAt))}`,
    ...(counts ? [`  ${counts}`] : []),
    ...(row.failure
      ? [colours.red(`✖ ${row.failure.error}: ${oneLine(row.failure.cause)}`)]
      : [`${mark} ${words.losses(losses.length)}`]),
    ...table(
      losses.map((one) => [
        { text: `  ${one.accountId}` },
        { text: oneLine(one.accountName ?? "") },
        { text: oneLine(one.project ?? "") },
        { text: oneLine(one.owner ?? "") },
        { text: one.region },
        { text: one.flap ? words.flap : `${one.from} → ${one.to}`, paint: colours.red },
        { text: moment(one.since) },
        { text: caller(one.actor, one.sourceIp, watchWords(locale).nobody) },
        { text: one.next === "None" ? "" : `→ ${one.next}` },
      ]),
    ),
    ...row.unread.map(
      ({ region, reason }) => `${colours.yellow("!")} ${words.unread(region, oneLine(reason))}`,
    ),
    ...named(words.unknown, names?.unknown),
    ...named(words.missing, names?.missing),
  ];
  return `${lines.join("\n")}\n`;
}
