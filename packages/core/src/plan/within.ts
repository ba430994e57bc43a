// What is left of a plan that a person approved, once AWS was looked at again: changes may drop out, none is added.
import { sameEmail } from "../account.ts";
import type { Key } from "../membership.ts";
import type { Region } from "../region.ts";
import type { Resolution } from "./resolve.ts";
import type { Survey } from "./survey.ts";
import type { Plan } from "./types.ts";

/** What was approved. */
export type Within = Pick<Plan, "creations" | "removals" | "closures" | "waves">;

/** Takes out of a resolution and a survey what was not approved: how a change is made may differ by now, never whose and where. */
export function narrow(resolved: Resolution, found: Survey, approved: Within): void {
  const creations = new Set(approved.creations.map((one) => sameEmail(one.email)));
  const [joining, raised, leaving] = [new Places(), new Places(), new Places()];
  for (const { accountId, regions, baseline = [] } of approved.waves.flatMap(
    (one) => one.accounts,
  )) {
    for (const { region } of regions) joining.add({ accountId, region });
    for (const { region } of baseline) raised.add({ accountId, region });
  }
  for (const one of approved.removals) leaving.add(one);

  resolved.creations = resolved.creations.filter((one) => creations.has(sameEmail(one.email)));
  found.removals = found.removals.filter((one) => leaving.has(one));
  found.entrants = found.entrants.map(({ joiner, members }) => {
    const { accountId } = joiner;
    const regions = joiner.regions.filter(({ region }) => joining.has({ accountId, region }));
    return {
      joiner: { ...joiner, regions },
      members: members.filter((region) => raised.has({ accountId, region })),
    };
  });
}

/** Accounts with some of their Regions. */
class Places {
  readonly #regions = new Map<string, Set<Region>>();

  add({ accountId, region }: Key): void {
    const own = this.#regions.get(accountId) ?? new Set();
    this.#regions.set(accountId, own.add(region));
  }

  has({ accountId, region }: Key): boolean {
    return this.#regions.get(accountId)?.has(region) ?? false;
  }
}
