// Every account and Region that the ledger wants, with the state that is recorded for it.
import { sameEmail } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import type { Membership, State } from "../membership.ts";
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
  /** What is recorded; undefined: nobody has ever seen one. */
  membership: Membership | undefined;
}

/** What the pairs are made from: of a plan, whose ids it found and which Regions the hub has. */
export type PairsInput = Pick<SummaryInput, "rows" | "memberships" | "creations"> & {
  plan: { resolved: Plan["resolved"]; regions: readonly { region: Region }[] };
};

/** The wanted pairs, in the ledger's order. The plan says which Regions the hub has. */
export function pairs({ rows, plan, memberships, creations }: PairsInput): Pair[] {
  const recorded = new Map<string, Membership>();
  for (const one of memberships) recorded.set(`${one.accountId}/${one.region}`, one);
  const ids = new Map<string, string>();
  for (const { email, accountId } of plan.resolved) ids.set(sameEmail(email), accountId);
  for (const { email, accountId } of creations) if (accountId) ids.set(sameEmail(email), accountId);

  const hub = plan.regions.map(({ region }) => region);
  return rows
    .filter(({ desired }) => desired === "member")
    .flatMap((row) => {
      const id = row.accountId ?? (row.email ? ids.get(sameEmail(row.email)) : undefined);
      const names = [id, row.email].filter((name) => name !== undefined);
      const wanted = row.regions === "all" ? hub : hub.filter((one) => row.regions.includes(one));
      return wanted.map((region) => {
        const membership = id === undefined ? undefined : recorded.get(`${id}/${region}`);
        const { state = "Absent" as const, reported } = membership ?? {};
        return { row, names, region, state, reported, membership };
      });
    });
}
