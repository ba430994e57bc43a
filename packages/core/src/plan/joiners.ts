// Those who join: one child execution joins one account in all its Regions. Change by change they are read from here.
import { partsOf } from "../baseline.ts";
import type { PlanInput } from "../plan.ts";
import { sharing } from "../sharing.ts";
import type { Entrant } from "./survey.ts";
import type { Addition, Creation, Escalation, Joiner, Plan, Raise, Step } from "./types.ts";
import { opens } from "./waves.ts";

/** Every change of a plan that brings an account in, in the ledger's order. */
export const additionsOf = (plan: Pick<Plan, "waves">): Addition[] =>
  inOrder(plan).flatMap(({ row, accountId, join, regions }) =>
    regions.map((step) => ({ row, accountId, ...step, join })),
  );

/** Everything that a plan raises, in the ledger's order. */
export const raisesOf = (plan: Pick<Plan, "waves">): Raise[] =>
  inOrder(plan).flatMap(({ row, accountId, join, baseline = [] }) =>
    baseline.map((one) => ({ row, accountId, join, ...one })),
  );

/** Those who join; waves have another order, since who needs no new invitation comes first. */
const inOrder = ({ waves }: Pick<Plan, "waves">): Joiner[] =>
  waves.flatMap((one) => one.accounts).toSorted((one, other) => one.row - other.row);

/** What the bound needs to know of one who joins. */
export type Newcomer = Pick<Joiner, "accountId" | "join" | "regions" | "baseline">;

/**
 * Accounts that do not exist yet: they will be in the organization, and absent. The e-mail stands in place of the id.
 */
export function joiningLater(
  { regions, rows, baseline }: PlanInput,
  creations: readonly Creation[],
): Newcomer[] {
  const ways = new Map(regions.map(({ region, way }) => [region, way]));
  const byNumber = new Map(rows.map((one) => [one.row, one]));
  const share = sharing<Step>();
  return creations.map((one) => {
    const parts = baseline ? partsOf(byNumber.get(one.row)!, baseline.wanted).parts : [];
    return {
      accountId: one.email,
      join: "create",
      regions: one.regions.map((region) =>
        share({
          region,
          state: "Absent",
          command: "CreateMember",
          way: ways.get(region) ?? "invitation",
        }),
      ),
      ...(parts.length > 0 && { baseline: one.regions.map((region) => ({ region, parts })) }),
    };
  });
}

/** No room for a single new invitation: what would need one is told instead. */
export function full(entrants: readonly Entrant[]): { entrants: Entrant[]; refused: Escalation[] } {
  return {
    entrants: entrants.map(({ joiner, members }) => ({
      joiner: { ...joiner, regions: joiner.regions.filter((one) => !opens(one)) },
      members,
    })),
    refused: entrants.flatMap(({ joiner: { row, accountId, regions } }) =>
      regions.filter(opens).map(({ region, state }) => ({
        row,
        account: accountId,
        region,
        state,
        reason: "QuotaReached",
      })),
    ),
  };
}
