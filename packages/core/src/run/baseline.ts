// The baseline at the end of a run, in numbers and lines: it stands beside the memberships and never changes them.
import { Recorded } from "../baseline/recorded.ts";
import {
  type Counts,
  type Part,
  type PartState,
  partsOf,
  type Standing,
  tally,
  wantedText,
} from "../baseline.ts";
import type { Outcome } from "./outcome.ts";
import { type Pair, pairs } from "./pairs.ts";
import type { SummaryInput } from "./summary.ts";

/** A wanted part that is not there. */
interface Lack {
  pair: Pair;
  reason: Outcome["reason"];
  detail?: string | undefined;
}

/**
 * The parts of every wanted pair that is Enabled and that rollcall enters. A reason that holds in all of an account's
 * Regions is one line.
 */
export function baselineOf(input: SummaryInput): {
  counts: Counts | undefined;
  attention: Outcome[];
} {
  const { baseline } = input;
  if (!baseline) return { counts: undefined, attention: [] };
  const book: Book = { lacks: [], entered: new Map() };
  return { counts: tally(standings(input, baseline, book)), attention: lines(book) };
}

/** What is noted while all parts are looked at: those that are not there, and in how many Regions each row is entered. */
interface Book {
  lacks: Lack[];
  entered: Map<number, number>;
}

/** How every wanted part stands, one at a time. */
function* standings(
  input: SummaryInput,
  { wanted: settings, recorded, management }: NonNullable<SummaryInput["baseline"]>,
  { lacks, entered }: Book,
): Generator<{ part: Part; state: PartState | undefined }, void, undefined> {
  const known = Recorded.of(recorded);
  for (const pair of pairs(input)) {
    const { row, region, state } = pair;
    const [id = ""] = pair.names;
    if (state !== "Enabled" || row.join === "self-service" || id === management) continue;
    entered.set(row.row, (entered.get(row.row) ?? 0) + 1);
    const parts = known.at(id, region);
    const wanted = wantedText(settings, region);
    for (const part of partsOf(row, settings).parts) {
      const standing = current(parts?.[part], wanted[part]);
      if (!isSettled(standing?.state))
        lacks.push({
          pair,
          reason: standing?.reason ?? "BaselineUnfinished",
          detail: standing?.detail,
        });
      yield { part, state: standing?.state };
    }
  }
}

/** What was recorded for other settings says nothing about these. */
const current = (standing: Standing | undefined, wanted: string): Standing | undefined =>
  standing?.wanted === wanted ? standing : undefined;

/** What waits for Config is named by what Config lacks. */
const isSettled = (state: PartState | undefined): boolean =>
  state === "ready" || state === "kept" || state === "waits";

function lines({ lacks, entered }: Book): Outcome[] {
  const alike = Map.groupBy(lacks, ({ pair, reason }) => `${pair.row.row}/${reason}`);
  return [...alike.values()].flatMap((group): Outcome[] => {
    const byRegion = new Map(group.map((one) => [one.pair.region, one]));
    const [first] = group;
    const all = first && entered.get(first.pair.row.row);
    return byRegion.size > 1 && byRegion.size === all
      ? [told(first!)]
      : [...byRegion].map(([region, one]) => ({ ...told(one), region }));
  });
}

const told = ({ pair: { names, row, state }, reason, detail }: Lack): Outcome => ({
  account: names[0] ?? "",
  ...(row.accountName !== undefined && { accountName: row.accountName }),
  state,
  reason,
  ...(detail && { detail }),
});
