// What a roll call found, from what was seen in each Region: counts, losses, and who is missing or unknown.
import * as z from "zod";
import type { AccountId } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import type { Named } from "../ledger/rows-by-id.ts";
import type { Transition } from "../membership.ts";
import { Region } from "../region.ts";
import { isLoss, isWanted, type Loss, lossOf } from "./loss.ts";
import { isRead, type Tally } from "./tally.ts";

/** A Region, or the organization, of which nothing is known this time. It never counts as "no change" (D12). */
export const Unread = z.object({
  region: z.union([Region, z.literal("organization")]),
  reason: z.string(),
});
export type Unread = z.infer<typeof Unread>;

/** Everything that a roll call saw. */
export interface Seen {
  rollCall: string;
  at: string;
  tally: Tally;
  /** The organization's accounts; null: there is none to ask; undefined: it could not be asked. */
  organization: (Named & { name: string })[] | null | undefined;
  transitions: Transition[];
  /** Since when memberships are what these made them, where they still are: by the transition's id. */
  since: Map<string, string>;
  /** The ledger that was applied last, and its rows by account id. */
  rows: Row[];
  byId: Map<AccountId, Row>;
}

/** What it means. */
export interface Report {
  rollCall: string;
  at: string;
  counts: Record<string, number>;
  losses: Loss[];
  unread: Unread[];
  unknown: string[];
  missing: string[];
}

/** The report of a roll call. */
export function reportOf(seen: Seen): Report {
  const { rollCall, at, tally, byId } = seen;
  const ways = new Map(tally.regions.map((one) => [one.region, one.way]));
  const losses = chained(seen.transitions.filter(isLoss));
  const lost = new Set(losses.map((one) => one.accountId));
  const names = new Map(
    seen.organization?.flatMap(({ id, name }) => (lost.has(id) ? [[id, name]] : [])),
  );
  return {
    rollCall,
    at,
    counts: tally.counts,
    losses: losses
      .map((one) =>
        lossOf(one, {
          row: byId.get(one.accountId),
          accountName: names.get(one.accountId),
          way: ways.get(one.region) ?? "invitation",
          since: seen.since.get(one.id),
        }),
      )
      // A reader looks for an account and then a Region, with which an id begins.
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    unread: unreadOf(seen),
    unknown: tally.unknown.toSorted(),
    missing: missingOf(seen),
  };
}

/**
 * A membership that was lost twice over, such as by an account that left and is suspended as well, is one loss:
 * from what it was at first, to what it is. One that was back in between was lost twice.
 */
function chained(losses: Transition[]): Transition[] {
  const found = new Map<string, Transition>();
  for (const one of losses.toSorted((a, b) => a.version - b.version)) {
    const before = found.get(`${one.accountId}/${one.region}/${one.version - 1}`);
    if (before) found.delete(`${one.accountId}/${one.region}/${one.version - 1}`);
    found.set(`${one.accountId}/${one.region}/${one.version}`, {
      ...one,
      from: before?.from ?? one.from,
    });
  }
  return [...found.values()];
}

function unreadOf({ tally, organization }: Seen): Unread[] {
  const unread = tally.regions
    .filter((one) => !isRead(one))
    .map(({ region, reason = "" }): Unread => ({ region, reason }));
  return organization === undefined
    ? [...unread, { region: "organization", reason: "ListAccounts did not answer" }]
    : unread;
}

/** Wanted in a Region that was read, and not on record in any of these. */
function missingOf({ rows, byId, tally, organization }: Seen): string[] {
  const read = tally.regions.filter(isRead).map((one) => one.region);
  const ids = new Map([...byId].map(([id, row]) => [row, id]));
  const missing = rows.flatMap((row) => {
    const id = ids.get(row);
    if (!read.some((region) => isWanted(row, region))) return [];
    if (id) return tally.found.has(id) ? [] : [id];
    // Whose e-mail it is only the organization knows, and it did not answer.
    if (row.email && organization === undefined) return [];
    return [row.email ?? row.accountName ?? String(row.row)];
  });
  return [...new Set(missing)].sort();
}
