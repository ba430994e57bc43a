// What the baseline of members lacks: of those that join in this plan, and of those that have joined before.
import { Recorded } from "../baseline/recorded.ts";
import { missing, type Part, partsOf, wantedText } from "../baseline.ts";
import type { PlanInput } from "../plan.ts";
import type { Region } from "../region.ts";
import type { Resolution } from "./resolve.ts";
import type { Entrant } from "./survey.ts";
import type { Escalation, Joiner } from "./types.ts";

/**
 * Those who join, with the parts of their baseline that are not recorded as done; who has nothing to do is left out.
 * What nobody enters from outside (self-service, the management account) is left to its owner.
 */
export function raised(
  { baseline }: PlanInput,
  { accounts }: Resolution,
  entrants: readonly Entrant[],
): Joiner[] {
  const recorded = Recorded.of(baseline?.recorded ?? []);
  const lackOf = lacks();
  return entrants.flatMap(({ joiner, members }): Joiner[] => {
    const { accountId, join, management, regions } = joiner;
    const entered = join === "self-service" || management ? [] : regions.map((one) => one.region);
    const parts = baseline ? partsOf(accounts.get(accountId)!.row, baseline.wanted).parts : [];
    const lacking = (baseline ? [...entered, ...members] : []).flatMap((region) => {
      const wanted = wantedText(baseline!.wanted, region);
      const open = missing(parts, recorded.at(accountId, region), wanted);
      return open.length > 0 ? [lackOf(region, open)] : [];
    });
    if (regions.length + lacking.length === 0) return [];
    return [{ ...joiner, ...(lacking.length > 0 && { baseline: lacking }) }];
  });
}

/** Gives one and the same record for what is lacking alike: with steps, these are most of what a plan holds. */
function lacks(): (region: Region, parts: Part[]) => NonNullable<Joiner["baseline"]>[number] {
  const known = new Map<string, { region: Region; parts: Part[] }>();
  return (region, parts) => {
    const key = `${region} ${parts.join(" ")}`;
    const shared = known.get(key) ?? { region, parts };
    known.set(key, shared);
    return shared;
  };
}

/** Rows that ask for what the settings do not describe. */
export const unset = ({ baseline, only }: PlanInput, { accounts }: Resolution): Escalation[] =>
  !baseline || only
    ? []
    : [...accounts.values()].flatMap(({ row, accountId }): Escalation[] => {
        const { unset: parts } = partsOf(row, baseline.wanted);
        return row.desired === "member" && parts.length > 0
          ? [
              {
                row: row.row,
                account: accountId,
                reason: "BaselineUnset",
                detail: parts.join(", "),
              },
            ]
          : [];
      });
