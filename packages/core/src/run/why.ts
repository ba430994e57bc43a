// Why a pair of account and Region is not as the ledger wants it, from what a run has told.
import type { Plan } from "../plan/types.ts";
import { isBeside, type Outcome, reasonOf } from "./outcome.ts";
import type { Pair } from "./pairs.ts";

/** Finds what is told of a pair: first of its Region, then of its account as a whole. What comes first in the list counts. */
export function whyOf(
  told: readonly Outcome[],
): (pair: Pick<Pair, "names" | "region">) => Outcome | undefined {
  const byPair = new Map<string, Outcome>();
  for (const outcome of told) {
    if (isBeside(outcome)) continue;
    const key = `${outcome.account}/${outcome.region ?? "all"}`;
    if (!byPair.has(key)) byPair.set(key, outcome);
  }
  return ({ names, region }) =>
    names.map((name) => byPair.get(`${name}/${region}`)).find(Boolean) ??
    names.map((name) => byPair.get(`${name}/all`)).find(Boolean);
}

/** What a plan escalates, as an outcome. */
export const asOutcome = ({
  account,
  region,
  state,
  reason,
  detail,
}: Plan["escalations"][number]): Outcome => ({
  account,
  reason: reasonOf(reason),
  ...(region && { region }),
  ...(state && { state }),
  ...(detail && { detail }),
});
