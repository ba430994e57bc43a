// The baseline at the end of a run, in numbers and lines: it stands beside the memberships and never changes them.
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
  const recorded = new Map(
    baseline.recorded.map((one) => [`${one.accountId}/${one.region}`, one.parts]),
  );
  const entered = [...pairs(input)].filter(
    ({ row, names: [id], state }) =>
      state === "Enabled" && row.join !== "self-service" && id !== baseline.management,
  );
  const standings: { part: Part; state: PartState | undefined }[] = [];
  const lacks: Lack[] = [];
  for (const pair of entered) {
    const parts = recorded.get(`${pair.names[0]}/${pair.region}`);
    const wanted = wantedText(baseline.wanted, pair.region);
    for (const part of partsOf(pair.row, baseline.wanted).parts) {
      const standing = current(parts?.[part], wanted[part]);
      standings.push({ part, state: standing?.state });
      if (!isSettled(standing?.state))
        lacks.push({
          pair,
          reason: standing?.reason ?? "BaselineUnfinished",
          detail: standing?.detail,
        });
    }
  }
  return { counts: tally(standings), attention: lines(lacks, entered) };
}

/** What was recorded for other settings says nothing about these. */
const current = (standing: Standing | undefined, wanted: string): Standing | undefined =>
  standing?.wanted === wanted ? standing : undefined;

/** What waits for Config is named by what Config lacks. */
const isSettled = (state: PartState | undefined): boolean =>
  state === "ready" || state === "kept" || state === "waits";

function lines(lacks: readonly Lack[], entered: readonly Pair[]): Outcome[] {
  const regions = Map.groupBy(entered, ({ row }) => row.row);
  const alike = Map.groupBy(lacks, ({ pair, reason }) => `${pair.row.row}/${reason}`);
  return [...alike.values()].flatMap((group): Outcome[] => {
    const byRegion = new Map(group.map((one) => [one.pair.region, one]));
    const [first] = group;
    const all = first && regions.get(first.pair.row.row)?.length;
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
