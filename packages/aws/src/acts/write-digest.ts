// The day's digest: the last roll call's snapshot against the one that the last delivered digest showed.
import { dayIn } from "@rollcall/core/day";
import { digestOf, isDue, Written } from "@rollcall/core/digest";
import { create } from "@rollcall/core/event";
import { reminders } from "@rollcall/core/setup";
import { writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { type DigestRow, findDigest, lastDigest, writeDigestRow } from "../table/digests.ts";
import { membershipsAt } from "../table/memberships.ts";
import { findEntry } from "../table/outbox.ts";
import { lastRollCall } from "../table/roll-calls.ts";
import { setupRows } from "../table/setups.ts";
import { accountsNamed, appliedRows } from "./applied-rows.ts";
import { comparedSnapshots } from "./compare-snapshots.ts";

/** The outbox key of a digest. */
export const outboxKeyOf = (digest: string): string => `digest/${digest}`;

/** Writes the digest of a moment's day, unless there is one. `at` is an ISO time. */
export async function writeDigest(at: string): Promise<string> {
  const day = dayIn(settings().digest.timezone, at);
  const digest = `digest-${day}`;
  if (await findDigest(digest)) return digest;
  const last = await lastDigest();
  const base = last && (await delivered(last));
  const called = await lastRollCall();
  // The day's own snapshot goes on changing: the next digest compares with what this one has shown.
  const { before, now, compared } = await comparedSnapshots({
    before: base && shownIn(base),
    now: called?.snapshot,
    copy: shownIn(digest),
  });
  const rows = await appliedRows();
  const content = digestOf({
    day,
    at,
    before,
    now,
    compared,
    memberships: await membershipsAt(compared.outside),
    unread: called?.unread ?? [],
    rows,
    known: now ? await accountsNamed(rows, now.rollCall) : [],
    told: last?.rollCall,
    reminders: reminders(await setupRows()),
  });
  // A silent day has no message, so that the next digest compares with what somebody has seen (D6).
  const posted = isDue(content, settings().digest.noChange, base?.slice("digest-".length));
  await writeRunFile(digest, "digest.json", content);
  const { changes, outside, pending, unread } = content;
  const event = create(
    Written,
    { id: `${digest}/written`, at: new Date().toISOString(), run: digest },
    {
      day,
      changes: changes.reduce((sum, one) => sum + one.count, 0),
      outside: outside.length,
      pending: pending.length,
      unread,
      posted,
    },
  );
  await writeDigestRow({ digest, at, base, rollCall: now?.rollCall }, event, last?.version);
  return digest;
}

/** The key of the snapshot that a digest has shown. */
const shownIn = (digest: string): string => `runs/${digest}/snapshot.json`;

/** What a person has seen last: a digest that Slack does not show yet was seen by nobody (D6). */
async function delivered({ digest, base }: DigestRow): Promise<string | undefined> {
  const entry = await findEntry(outboxKeyOf(digest));
  return entry && entry.sent > 0 ? digest : base;
}
