// What a person's command heals: what waits for one, or whatever they name.
import type { AccountId } from "../account.ts";
import type { Region } from "../region.ts";
import type { Treatment } from "./weigh.ts";

/** What somebody asked for. Empty lists: all accounts that wait, in all Regions. */
export interface Wish {
  accounts: readonly AccountId[];
  regions: readonly Region[];
}

/**
 * The treatments that a wish turns into a heal. Who names accounts overrides cool-down, cap and `off`; who names none
 * gets what waits for a person. Nobody starts a second heal beside one that is under way.
 */
export function chosen(treatments: readonly Treatment[], { accounts, regions }: Wish): Treatment[] {
  const named = new Set(accounts);
  const where = new Set(regions);
  return treatments.filter(({ kind, accountId, region }) => {
    if (kind === "under way" || kind === "person") return false;
    if (where.size > 0 && !where.has(region)) return false;
    return named.size > 0 ? named.has(accountId) : kind === "ask" || kind === "now";
  });
}
