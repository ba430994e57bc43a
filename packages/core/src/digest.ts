// The daily digest: what has changed since the last one that reached Slack, and who is outside or still pending.
import * as z from "zod";
import { type Change, type Compared, changesIn } from "./digest/compared.ts";
import * as Event from "./event.ts";
import type { Row } from "./ledger/row.ts";
import { type Named, rowsById } from "./ledger/rows-by-id.ts";
import type { Membership } from "./membership.ts";
import { isWanted } from "./roll-call/loss.ts";
import type { SnapshotHead } from "./roll-call/snapshot.ts";

export { type Change, type Compared, compare, nothingYet } from "./digest/compared.ts";

/** One digest a day; the day is that of the settings' time zone. */
export const DigestId = z.string().regex(/^digest-\d{4}-\d{2}-\d{2}$/, "not a digest");
export type DigestId = z.infer<typeof DigestId>;

/** An account that is outside, or invited, in some Regions. */
export interface Waiting {
  accountId: string;
  accountName?: string | undefined;
  owner?: string | undefined;
  state: string;
  regions: string[];
  /** Whole days since the longest of them. */
  days: number;
  /** The day on which its owner was reminded last. */
  reminded?: string | undefined;
}

/** What a digest says. */
export interface Digest {
  day: string;
  /** When the roll call was held that it speaks of; absent: there has been none. */
  asOf?: string | undefined;
  /** When the roll call was held that it compares with; absent: there is nothing to compare with. */
  since?: string | undefined;
  /** The digest before this one spoke of the same roll call: none has come to its end since (D12). */
  stale?: boolean | undefined;
  memberships: number;
  changes: Change[];
  outside: Waiting[];
  pending: Waiting[];
  unread: string[];
}

/** What lies in the digest's file `digest.json` is told, once. */
export const Written = Event.define(
  "digest.written",
  z.object({
    day: z.string(),
    changes: z.int().nonnegative(),
    outside: z.int().nonnegative(),
    pending: z.int().nonnegative(),
    unread: z.array(z.string()),
    /** False: a quiet day on which the settings want no line. */
    posted: z.boolean(),
  }),
);

/** What a day is worth on which nothing happened: a line, a line once a week, or nothing at all. */
export const NoChange = z.enum(["post", "weekly", "silent"]);
export type NoChange = z.infer<typeof NoChange>;

const DAY = 86_400_000;

/** The digest of a day, from the snapshots of two roll calls and what is on record of those who are not in. */
export function digestOf(given: {
  day: string;
  at: string;
  /** The heads of both snapshots, and what differs between them. */
  before: SnapshotHead | undefined;
  now: SnapshotHead | undefined;
  compared: Compared;
  memberships: Membership[];
  /** Regions that the last roll call could not read; all of them when it failed. */
  unread: string[];
  rows: Row[];
  /** Accounts by e-mail, for rows that know no more: the organization's, and those that were created. */
  known: Named[];
  /** The day on which the owner of an account was reminded last. */
  reminders: ReadonlyMap<string, string>;
  /** The roll call that the digest before this one spoke of. */
  told?: string | undefined;
}): Digest {
  const { day, at, before, now, compared, memberships, unread, reminders } = given;
  const byId = rowsById(given.rows, given.known);
  const open = memberships.filter((one) => one.state !== "Enabled");
  const isPending = ({ state }: Membership) => state === "Created" || state === "Invited";
  return {
    day,
    ...(now && { asOf: now.at }),
    ...(now && before && { since: before.at }),
    ...(now && now.rollCall === given.told && { stale: true }),
    memberships: compared.memberships,
    changes: now && before ? changesIn(compared) : [],
    outside: waitingOf(
      open.filter((one) => !isPending(one) && isMissed(one, byId)),
      byId,
      at,
      reminders,
    ),
    pending: waitingOf(open.filter(isPending), byId, at, reminders),
    unread,
  };
}

/** Is there nothing to list? Then a digest is one line. */
export const isOneLine = ({ changes, outside, pending, unread }: Digest): boolean =>
  changes.length + outside.length + pending.length + unread.length === 0;

/** A day of which there is nothing to tell: it was compared, nothing changed, and nobody is outside. */
const isQuiet = (digest: Digest): boolean =>
  isOneLine(digest) && digest.since !== undefined && !digest.stale;

const quietDays: Record<NoChange, (posted: number) => boolean> = {
  post: () => true,
  weekly: (posted) => posted >= 7,
  silent: () => false,
};

/**
 * Is this digest to be posted? Whatever there is to say always is. `postedOn`: the day of the last one that reached
 * Slack, `2026-11-23`.
 */
export const isDue = (digest: Digest, noChange: NoChange, postedOn: string | undefined): boolean =>
  !isQuiet(digest) ||
  quietDays[noChange](
    postedOn === undefined
      ? Number.POSITIVE_INFINITY
      : (Date.parse(digest.day) - Date.parse(postedOn)) / DAY,
  );

/** Somebody misses it: the ledger wants it, or the ledger does not know it and the hub still has a record. */
function isMissed({ accountId, region, state }: Membership, rows: Map<string, Row>): boolean {
  const row = rows.get(accountId);
  if (row) return isWanted(row, region);
  return state !== "Absent" && state !== "Deleted";
}

function waitingOf(
  open: Membership[],
  rows: Map<string, Row>,
  at: string,
  reminders: ReadonlyMap<string, string>,
): Waiting[] {
  const groups = Map.groupBy(open, (one) => `${one.accountId} ${one.state}`);
  return [...groups.values()]
    .map((some): Waiting => {
      const { accountId, state } = some[0]!;
      const row = rows.get(accountId);
      const reminded = reminders.get(accountId);
      const since = Math.min(...some.map((one) => Date.parse(sinceOf(one))));
      return {
        accountId,
        ...(row?.accountName && { accountName: row.accountName }),
        ...(row?.ownerEmail && { owner: row.ownerEmail }),
        state,
        regions: some.map((one) => one.region).sort(),
        days: Math.max(0, Math.floor((Date.parse(at) - since) / DAY)),
        ...(reminded && { reminded }),
      };
    })
    .sort((one, other) => other.days - one.days || (one.accountId < other.accountId ? -1 : 1));
}

/** An invitation is as old as itself. */
const sinceOf = ({ state, invitedAt, since }: Membership): string =>
  state === "Invited" ? (invitedAt ?? since) : since;
