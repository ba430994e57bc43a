// The plan in numbers, by Region.
import type { PlanInput } from "../plan.ts";
import type { Survey } from "./survey.ts";
import type { Joiner, Plan, RegionTotal } from "./types.ts";

/** One line per Region of the hub. Accounts that are to be created are wanted too. */
export function totals(
  { regions }: PlanInput,
  found: Survey,
  of: Pick<Plan, "escalations" | "creations"> & { joiners: readonly Joiner[] },
): RegionTotal[] {
  const lines = new Map<string, RegionTotal>();
  for (const { region, readable } of regions)
    lines.set(region, {
      region,
      wanted: found.wanted.get(region) ?? 0,
      enabled: found.enabled.get(region) ?? 0,
      additions: 0,
      removals: 0,
      escalations: 0,
      unread: !readable,
    });
  const count = (
    region: string | undefined,
    what: "wanted" | "additions" | "removals" | "escalations",
  ) => {
    const line = region === undefined ? undefined : lines.get(region);
    if (line) line[what] += 1;
  };
  for (const creation of of.creations)
    for (const region of creation.regions) count(region, "wanted");
  for (const joiner of of.joiners)
    for (const { region } of joiner.regions) count(region, "additions");
  for (const { region } of found.removals) count(region, "removals");
  for (const { region } of of.escalations) count(region, "escalations");
  return [...lines.values()];
}
