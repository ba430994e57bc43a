// Every account and Region that the ledger wants, with the state that is recorded for it.
import { sameEmail } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import { States } from "../membership/states.ts";
import type { State } from "../membership.ts";
import type { Plan } from "../plan/types.ts";
import type { Region } from "../region.ts";
import type { SummaryInput } from "./summary.ts";

export interface Pair {
  row: Row;
  /** The account's id, then its e-mail: outcomes may name it by either. */
  names: string[];
  region: Region;
  state: State;
  /** AWS's word, where the state is Unknown. */
  reported: string | undefined;
}

/** What the pairs are made from: of a plan, whose ids it found and which Regions the hub has. */
export type PairsInput = Pick<SummaryInput, "rows" | "memberships" | "creations"> & {
  plan: { resolved: Plan["resolved"]; regions: readonly { region: Region }[] };
};

/** The wanted pairs, in the ledger's order, one at a time. The plan says which Regions the hub has. */
export function* pairs(input: PairsInput): Generator<Pair, void, undefined> {
  const { rows, plan, creations } = input;
  const memberships = States.of(input.memberships);
  const ids = new Map<string, string>();
  for (const { email, accountId } of plan.resolved) ids.set(sameEmail(email), accountId);
  for (const { email, accountId } of creations) if (accountId) ids.set(sameEmail(email), accountId);

  const hub = plan.regions.map(({ region }) => region);
  for (const row of rows) {
    if (row.desired !== "member") continue;
    const id = row.accountId ?? (row.email ? ids.get(sameEmail(row.email)) : undefined);
    const names = [id, row.email].filter((name) => name !== undefined);
    for (const region of hub) {
      if (row.regions !== "all" && !row.regions.includes(region)) continue;
      const known = id === undefined ? undefined : memberships.at(id, region);
      yield { row, names, region, state: known?.state ?? "Absent", reported: known?.reported };
    }
  }
}
