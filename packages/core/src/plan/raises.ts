// What the baseline of members lacks: of those that join in this plan, and of those that have joined before.
import { Recorded } from "../baseline/recorded.ts";
import { missing, partsOf, wantedText } from "../baseline.ts";
import type { PlanInput } from "../plan.ts";
import { sharing } from "../sharing.ts";
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
  if (!baseline) return entrants.map((one) => one.joiner).filter((one) => one.regions.length > 0);
  const recorded = Recorded.of(baseline.recorded);
  const share = sharing<NonNullable<Joiner["baseline"]>[number]>();
  return entrants.flatMap(({ joiner, members }): Joiner[] => {
    const { accountId, join, management, regions } = joiner;
    const entered = join === "self-service" || management ? [] : regions.map((one) => one.region);
    const { parts } = partsOf(accounts.get(accountId)!.row, baseline.wanted);
    const lacking = [...entered, ...members].flatMap((region) => {
      const wanted = wantedText(baseline.wanted, region);
      const open = missing(parts, recorded.at(accountId, region), wanted);
      return open.length > 0 ? [share({ region, parts: open })] : [];
    });
    if (regions.length + lacking.length === 0) return [];
    return [{ ...joiner, ...(lacking.length > 0 && { baseline: lacking }) }];
  });
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
