// What a plan takes away, in numbers: the blast radius that a person reads before deciding. Only what is taken away
// counts; bringing somebody in, or back in, harms nobody.
import * as z from "zod";
import type { AccountId } from "../account.ts";
import type { States } from "../membership/states.ts";
import { Region } from "../region.ts";
import type { Plan, RegionTotal, Removal } from "./types.ts";

/** Why a plan waits for a person. `share`: it takes something from more members than the settings allow at once. */
export const Cause = z.enum(["absent", "narrower", "share", "region", "closure"]);
export type Cause = z.infer<typeof Cause>;

/** The blast radius of a plan. */
export const Blast = z.object({
  /** Accounts that are Enabled somewhere today. */
  members: z.int().nonnegative(),
  /** Those of them that would lose at least one Region. */
  losing: z.int().nonnegative(),
  /** Enabled memberships that would end. */
  memberships: z.int().nonnegative(),
  /** Regions that the plan empties: it removes there, and nobody of the ledger is wanted any more (D81). */
  gone: z.array(Region),
});
export type Blast = z.infer<typeof Blast>;

/** Measures what removals take from the members of today. */
export function blastOf(
  memberships: States,
  removals: readonly Removal[],
  regions: readonly RegionTotal[],
  hub: AccountId,
): Blast {
  const members = new Set<AccountId>();
  for (const { accountId, state } of memberships)
    if (state === "Enabled" && accountId !== hub) members.add(accountId);
  const lost = removals.filter((one) => one.state === "Enabled");
  return {
    members: members.size,
    losing: new Set(lost.map((one) => one.accountId)).size,
    memberships: lost.length,
    gone: regions.flatMap(({ region, wanted }) =>
      wanted === 0 && lost.some((one) => one.region === region) ? [region] : [],
    ),
  };
}

/**
 * Why a plan has to wait for a person; empty: it takes nothing away. Any removal and any closure waits; `share` (0 to 1)
 * says from when on removals are told as large ones.
 */
export function causesOf(
  { removals, closures = [], blast }: Pick<Plan, "removals" | "closures" | "blast">,
  share: number,
) {
  const causes: Cause[] = [];
  if (removals.some((one) => one.because === "absent")) causes.push("absent");
  if (removals.some((one) => one.because === "narrower")) causes.push("narrower");
  if (blast.members > 0 && blast.losing / blast.members > share) causes.push("share");
  if (blast.gone.length > 0) causes.push("region");
  if (closures.some((one) => !one.already)) causes.push("closure");
  return causes;
}
