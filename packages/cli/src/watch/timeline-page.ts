// What `timeline` comes to: one document for programs, one page for people.
import type { Baseline } from "@rollcall/core/baseline";
import { type Call, callBehind } from "@rollcall/core/call";
import type { Locale } from "@rollcall/core/locale";
import type { Label, Transition } from "@rollcall/core/membership";
import type { Tombstone } from "@rollcall/core/tombstone";
import type { Colours } from "../colours.ts";
import { tombstoneLines } from "../decide/tombstone-words.ts";
import { oneLine } from "../layout.ts";
import { caller } from "./caller.ts";
import { table } from "./columns.ts";
import { moment } from "./moment.ts";
import { type Place, watchWords } from "./words.ts";

/** An account and everything that was recorded of it. */
export interface Timeline {
  accountId: string;
  accountName?: string | undefined;
  transitions: Transition[];
  /** Calls that CloudTrail told of. */
  calls: Call[];
  /** How its baseline stands in each Region that was raised. */
  baselines: Baseline[];
  /** Of Regions that it was taken out of, and can be brought back to. */
  tombstones?: Tombstone[];
}

type Known = Transition & { who: string | null };

/**
 * Transitions with who did it, as far as anybody knows: our own calls answer us, a listing names nobody. CloudTrail
 * names somebody with the transition, or later beside it.
 */
function named({ transitions, calls }: Timeline): Known[] {
  const last = new Map<string, string>();
  return transitions.map((one) => {
    const { region, to, at, source, run } = one;
    const after = last.get(region);
    last.set(region, at);
    if (run && (source === "answer" || source === "member")) return { ...one, who: "rollcall" };
    if (one.actor !== undefined) return { ...one, who: one.actor };
    const call = callBehind({ region, to, at, after }, calls);
    if (!call) return { ...one, who: null };
    const { actor, sourceIp } = call;
    return { ...one, actor, ...(sourceIp && { sourceIp }), who: actor };
  });
}

/** The document of `timeline --json`; its shape is a public interface, versioned. */
export const timelineDocument = (place: Place, timeline: Timeline) => ({
  schemaVersion: 1,
  ...place,
  accountId: timeline.accountId,
  accountName: timeline.accountName,
  transitions: named(timeline),
  calls: timeline.calls,
  baselines: timeline.baselines.map(({ region, at, run, parts }) => ({ region, at, run, parts })),
  tombstones: timeline.tombstones ?? [],
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
    ...named(timeline).map((one) => [
      { text: moment(one.at) },
      { text: one.region },
      { text: `${one.from} → ${one.to}${one.reported ? ` (${oneLine(one.reported)})` : ""}` },
      { text: words.label[one.label], paint: paints[one.label] },
      { text: one.cause ?? "" },
      { text: one.run ?? "" },
      { text: caller(one.who, one.sourceIp, words.nobody) },
    ]),
  ]);
  const out = tombstoneLines(timeline.tombstones ?? [], locale);
  const back = out.length > 0 ? [...out, colours.dim(`→ rollcall restore ${accountId}`)] : [];
  return `${[heading, ...lines, ...back].join("\n")}\n`;
}
