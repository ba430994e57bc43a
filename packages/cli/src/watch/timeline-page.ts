// What `timeline` comes to: one document for programs, one page for people.
import type { Locale } from "@rollcall/core/locale";
import type { Label, Transition } from "@rollcall/core/membership";
import type { Colours } from "../colours.ts";
import { oneLine } from "../layout.ts";
import { table } from "./columns.ts";
import { moment } from "./moment.ts";
import { type Place, watchWords } from "./words.ts";

/** An account and everything that was recorded of it. */
export interface Timeline {
  accountId: string;
  accountName?: string | undefined;
  transitions: Transition[];
}

/** Who did it, as far as anybody knows: our own calls answer us, a listing names nobody. */
const whoOf = ({ source, run }: Transition): string | null =>
  run && (source === "answer" || source === "member") ? "rollcall" : null;

/** The document of `timeline --json`; its shape is a public interface, versioned. */
export const timelineDocument = (place: Place, { transitions, ...account }: Timeline) => ({
  schemaVersion: 1,
  ...place,
  ...account,
  transitions: transitions.map((one) => ({ ...one, who: whoOf(one) })),
});

/** The page that a person reads: one line for each transition. */
export function timelinePage(timeline: Timeline, locale: Locale, colours: Colours): string {
  const words = watchWords(locale);
  const { accountId, accountName, transitions } = timeline;
  const heading = colours.bold(words.timeline(accountId, oneLine(accountName ?? "")));
  if (transitions.length === 0) return `${heading}\n${words.nothingYet}\n`;
  const paints: Record<Label, (text: string) => string> = {
    gain: colours.green,
    progress: (text) => text,
    loss: colours.red,
    unexpected: colours.yellow,
  };
  const { at, region, change, label, cause, run, who } = words.transition;
  const lines = table([
    [at, region, change, label, cause, run, who].map((text) => ({ text, paint: colours.dim })),
    ...transitions.map((one) => [
      { text: moment(one.at) },
      { text: one.region },
      { text: `${one.from} → ${one.to}${one.reported ? ` (${oneLine(one.reported)})` : ""}` },
      { text: words.label[one.label], paint: paints[one.label] },
      { text: one.cause ?? "" },
      { text: one.run ?? "" },
      { text: whoOf(one) ?? words.nobody },
    ]),
  ]);
  return `${[heading, ...lines].join("\n")}\n`;
}
