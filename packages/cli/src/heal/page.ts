// What `heal` comes to: one document for programs, one page for people.
import type { HealStarted } from "@rollcall/aws/acts/start-heal";
import type { RunRow } from "@rollcall/aws/table/runs";
import type { Treatment } from "@rollcall/core/healing";
import type { Locale } from "@rollcall/core/locale";
import type { Colours } from "../colours.ts";
import { table } from "../watch/columns.ts";
import { type Place, watchWords } from "../watch/words.ts";
import { healWords } from "./words.ts";

/** The document of `heal --json`; its shape is a public interface, versioned. `row`: the run at its end. */
export const healDocument = (
  place: Place,
  { outcome, run, heal, left }: HealStarted,
  row?: RunRow,
) => ({
  schemaVersion: 1,
  ...place,
  outcome,
  ...(run && { run }),
  heal: heal.map(({ accountId, region, state, command }) => ({
    accountId,
    region,
    state,
    command,
  })),
  left,
  ...(row && {
    ended: { run: row.run, status: row.status, memberships: row.summary?.memberships },
  }),
});

/** The page that a person reads. */
export function healPage(
  place: Place,
  { outcome, run = "", heal, left }: HealStarted,
  row: RunRow | undefined,
  locale: Locale,
  colours: Colours,
): string {
  const words = healWords(locale);
  const accounts = new Set(heal.map((one) => one.accountId)).size;
  const heading = {
    nothing: words.nothing,
    planned: words.planned(heal.length, accounts),
    started: words.started(heal.length, accounts, run),
  }[outcome];
  const cells = (one: Treatment, last: string) => [
    { text: `  ${one.accountId}` },
    { text: one.region },
    { text: one.state },
    { text: last },
  ];
  const ended =
    row && (row.status in words.ended ? (row.status as keyof typeof words.ended) : "failed");
  const lines = [
    colours.bold(watchWords(locale).heading(place)),
    heading,
    ...table(heal.map((one) => cells(one, `→ ${one.command}`))),
    ...(left.length > 0 ? [words.left(left.length)] : []),
    ...table(
      left.map((one) => cells(one, words.why(one))),
      400,
    ),
    ...(row && ended
      ? [(ended === "settled" ? colours.green : colours.yellow)(words.ended[ended](row.run))]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}
