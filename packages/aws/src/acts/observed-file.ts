// What was seen of a Region: `runs/<run>/observed/<region>.json`, a line for each membership, accounts in ascending
// order. A plan reads it whole, a roll call that closes line by line.
import { endLine, entryLine, headLine } from "@rollcall/core/lined";
import type { Membership } from "@rollcall/core/membership";
import type { HubRegion } from "@rollcall/core/plan";
import type { Tallied } from "@rollcall/core/roll-call";
import { readRunFile } from "../s3.ts";
import { LinesUpload } from "../s3-lines.ts";
import { type Entries, type LinedFile, openLined } from "./lined-file.ts";
import type { Listed } from "./list-region.ts";

/** A Region as the plan needs it: how the hub is set up there, and who is known. */
export type Seen = HubRegion & Listed<Membership>;

/** What stands before the memberships. */
type Head = HubRegion & Omit<Listed<never>, "memberships">;

const nameOf = (region: string) => `observed/${region}.json`;

/** Writes what was seen of a Region. */
export async function writeObserved(
  run: string,
  { memberships, ...head }: HubRegion & Listed<Tallied>,
): Promise<void> {
  const upload = new LinesUpload(`runs/${run}/${nameOf(head.region)}`);
  await upload.add(headLine(head, "memberships", "[]"));
  const sorted = memberships.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
  for (const [at, one] of sorted.entries()) await upload.add(entryLine(at, JSON.stringify(one)));
  await upload.add(endLine("[]"));
  await upload.end();
}

/** A Region whose observation never came is unread, which is not the same as empty. */
export const seenIn = async (run: string, region: string): Promise<Seen> =>
  (await readRunFile<Seen>(run, nameOf(region))) ?? { ...unseen(region), memberships: [] };

/** The same, line by line: each entry is a `Tallied`. */
export async function openSeen(run: string, region: string): Promise<LinedFile<Head>> {
  const file = await openLined<Head>(`runs/${run}/${nameOf(region)}`);
  return file ?? { head: unseen(region), entries: none() };
}

async function* none(): Entries {}

/** A Region of which a run left no observation. */
const unseen = (region: string): Head => ({
  region,
  readable: false,
  hubEnabled: false,
  way: "invitation",
  reason: "it could not be observed in this run",
  early: [],
  transitions: [],
});
