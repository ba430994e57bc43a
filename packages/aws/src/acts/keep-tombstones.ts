// Before a Region's approved accounts are taken away, what is there is written down: whatever ends the run from here
// on, each that is gone can be found, and brought back.
import type { Membership } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Tombstone } from "@rollcall/core/tombstone";
import { atMost } from "../at-most.ts";
import { settings } from "../settings.ts";
import { findRun } from "../table/runs.ts";
import { tombstonesOf, writeTombstones } from "../table/tombstones.ts";
import { type Book, bookOf } from "./findings-book.ts";
import { rowsToOffboard } from "./offboarding.ts";
import type { Leaver } from "./removal-files.ts";

const DAY = 24 * 60 * 60_000;
/** Accounts whose earlier tombstones are read side by side. */
const AT_ONCE = 20;

/** Writes a tombstone for each of them that this run has not written yet. `seen`: memberships as they are recorded. */
export async function keepTombstones(
  { run, region }: { run: string; region: Region },
  leavers: readonly Leaver[],
  seen: readonly Membership[],
): Promise<void> {
  const written = new Set<string>();
  await atMost(AT_ONCE, [...leavers], async ({ accountId }) => {
    const earlier = await tombstonesOf(accountId);
    if (earlier.some((one) => one.region === region && one.run === run)) written.add(accountId);
  });
  const left = leavers.filter((one) => !written.has(one.accountId));
  if (left.length === 0) return;
  const [rows, asked, book] = await Promise.all([
    rowsToOffboard(left.map((one) => one.accountId)),
    findRun(run),
    bookOf(run, region),
  ]);
  const now = Date.now();
  const { undoDays, exportFindings } = settings().offboarding;
  const memberships = new Map(seen.map((one) => [one.accountId, one]));
  await writeTombstones(
    left.map(({ accountId, way }, at): Tombstone => {
      const { state = "Absent", since } = memberships.get(accountId) ?? {};
      return {
        accountId,
        region,
        way,
        state,
        ...(since && { since }),
        row: rows[at]!,
        run,
        removedAt: new Date(now).toISOString(),
        until: new Date(now + undoDays * DAY).toISOString(),
        ...(asked?.uploader && { askedBy: asked.uploader }),
        ...(asked?.approval?.by && { approvedBy: asked.approval.by.arn }),
        ...(exportFindings && { findings: findingsIn(book, accountId) }),
      };
    }),
  );
}

function findingsIn({ done }: Book, accountId: string): NonNullable<Tombstone["findings"]> {
  const { findings = 0, objects = [] } = done[accountId] ?? {};
  return { count: findings, objects };
}
