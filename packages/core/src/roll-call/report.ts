// What a roll call found, from what was seen in each Region: counts, losses, and who is missing or unknown.
import { z } from "zod";
import { sameEmail } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import type { Membership, Transition } from "../membership.ts";
import type { HubRegion } from "../plan.ts";
import { Region } from "../region.ts";
import { isLoss, isWanted, type Loss, lossOf } from "./loss.ts";

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
  regions: (HubRegion & { memberships: Membership[] })[];
  /** The organization's accounts; null: there is none to ask; undefined: it could not be asked. */
  organization: { id: string; name: string; email: string }[] | null | undefined;
  transitions: Transition[];
  /** The ledger that was applied last. */
  rows: Row[];
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

/** States in which the hub has no record of an account. */
const nowhere = new Set<string>(["Absent", "Deleted"]);

/** The report of a roll call. */
export function reportOf(seen: Seen): Report {
  const { rollCall, at, transitions } = seen;
  const read = seen.regions.filter((one) => one.readable && one.hubEnabled);
  const memberships = read.flatMap((one) => one.memberships);
  const rows = rowsById(seen);
  const ways = new Map(seen.regions.map((one) => [one.region, one.way]));
  const names = new Map((seen.organization ?? []).map((one) => [one.id, one.name]));
  const since = new Map(memberships.map((one) => [`${keyOf(one)}/${one.version}`, one.since]));
  const present = new Set(memberships.filter((one) => !nowhere.has(one.state)).map(keyOf));
  return {
    rollCall,
    at,
    counts: countsOf(memberships),
    losses: transitions.filter(isLoss).map((one) =>
      lossOf(one, {
        row: rows.get(one.accountId),
        accountName: names.get(one.accountId),
        way: ways.get(one.region) ?? "invitation",
        since: since.get(`${keyOf(one)}/${one.version}`),
      }),
    ),
    unread: unreadOf(seen),
    unknown: unique([...present].map((key) => key.split("/")[0]!)).filter((id) => !rows.has(id)),
    missing: missingOf(
      seen.rows,
      rows,
      read.map((one) => one.region),
      present,
    ),
  };
}

const keyOf = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;
const unique = (ids: string[]): string[] => [...new Set(ids)].sort();

/** Rows by account id; a row with an e-mail only is found through the organization. */
function rowsById({ rows, organization }: Seen): Map<string, Row> {
  const ids = new Map((organization ?? []).map((one) => [sameEmail(one.email), one.id]));
  const found = new Map<string, Row>();
  for (const row of rows) {
    const id = row.accountId ?? (row.email ? ids.get(sameEmail(row.email)) : undefined);
    if (id) found.set(id, row);
  }
  return found;
}

function countsOf(memberships: Membership[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of memberships) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function unreadOf({ regions, organization }: Seen): Unread[] {
  const unread = regions
    .filter((one) => !one.readable || !one.hubEnabled)
    .map(({ region, reason = "" }): Unread => ({ region, reason }));
  return organization === undefined
    ? [...unread, { region: "organization", reason: "ListAccounts did not answer" }]
    : unread;
}

/** Wanted in a Region that was read, and not on record in any of these. */
function missingOf(
  wanted: Row[],
  byId: Map<string, Row>,
  read: Region[],
  present: Set<string>,
): string[] {
  const ids = new Map([...byId].map(([id, row]) => [row, id]));
  return unique(
    wanted.flatMap((row) => {
      const id = ids.get(row);
      const regions = read.filter((region) => isWanted(row, region));
      if (regions.length === 0) return [];
      if (id && regions.some((region) => present.has(`${id}/${region}`))) return [];
      return [id ?? row.email ?? row.accountName ?? String(row.row)];
    }),
  );
}
