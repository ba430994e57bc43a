// What the baseline of members lacks: of those that join in this plan, and of those that have joined before.
import { missing, type Part, partsOf, wantedText } from "../baseline.ts";
import type { PlanInput } from "../plan.ts";
import type { Resolution } from "./resolve.ts";
import type { Entered, Survey } from "./survey.ts";
import type { Addition, Creation, Escalation, Raise } from "./types.ts";

/**
 * A raise for each pair with parts that are not recorded as done. What nobody enters from outside (self-service, the
 * management account) is left to its owner.
 */
export function raises(
  { baseline, organization, management }: PlanInput,
  { accounts }: Resolution,
  found: { additions: readonly Addition[]; members: Survey["members"] },
): Raise[] {
  if (!baseline) return [];
  const managementId = organization?.managementId ?? management;
  const recorded = new Map(
    baseline.recorded.map((one) => [`${one.accountId}/${one.region}`, one.parts]),
  );
  const joining = found.additions.filter(
    ({ join, accountId }) => join !== "self-service" && accountId !== managementId,
  );
  return [...joining, ...found.members].flatMap(
    ({ row, accountId, region, join, way }: Entered): Raise[] => {
      const { parts } = partsOf(accounts.get(accountId)!.row, baseline.wanted);
      const lacking = missing(
        parts,
        recorded.get(`${accountId}/${region}`),
        wantedText(baseline.wanted, region),
      );
      return lacking.length > 0 ? [{ row, accountId, region, join, way, parts: lacking }] : [];
    },
  );
}

/** The same of accounts that do not exist yet, for the bound: the e-mail stands in place of the id. */
export const raisesLater = (
  { baseline, rows }: PlanInput,
  creations: readonly Creation[],
): { accountId: string; region: string; parts: Part[] }[] => {
  if (!baseline) return [];
  const byNumber = new Map(rows.map((one) => [one.row, one]));
  return creations.flatMap(({ row, email, regions }) => {
    const { parts } = partsOf(byNumber.get(row)!, baseline.wanted);
    return parts.length > 0 ? regions.map((region) => ({ accountId: email, region, parts })) : [];
  });
};

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
