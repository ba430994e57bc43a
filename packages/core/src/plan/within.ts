// What is left of a plan that a person approved, once AWS was looked at again: changes may drop out, none is added.
import { sameEmail } from "../account.ts";
import { Grid } from "../grid.ts";
import type { Resolution } from "./resolve.ts";
import type { Survey } from "./survey.ts";
import type { Plan } from "./types.ts";

/** What was approved. */
export type Within = Pick<Plan, "creations" | "removals" | "closures" | "waves">;

/** Takes out of a resolution and a survey what was not approved: how a change is made may differ by now, never whose and where. */
export function narrow(resolved: Resolution, found: Survey, approved: Within): void {
  const creations = new Set(approved.creations.map((one) => sameEmail(one.email)));
  const [joining, raised, leaving] = [new Grid<true>(), new Grid<true>(), new Grid<true>()];
  for (const { accountId, regions, baseline = [] } of approved.waves.flatMap(
    (one) => one.accounts,
  )) {
    for (const { region } of regions) joining.set(accountId, region, true);
    for (const { region } of baseline) raised.set(accountId, region, true);
  }
  for (const { accountId, region } of approved.removals) leaving.set(accountId, region, true);

  resolved.creations = resolved.creations.filter((one) => creations.has(sameEmail(one.email)));
  found.removals = found.removals.filter((one) => leaving.at(one.accountId, one.region));
  found.entrants = found.entrants.map(({ joiner, members }) => {
    const { accountId } = joiner;
    const regions = joiner.regions.filter(({ region }) => joining.at(accountId, region));
    return {
      joiner: { ...joiner, regions },
      members: members.filter((region) => raised.at(accountId, region)),
    };
  });
}
