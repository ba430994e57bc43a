// What a roll call saw, one account after another: the files of all Regions are read side by side, each line by line,
// and the day's snapshot is written meanwhile. What is held hardly grows with the accounts.
import { dayIn } from "@rollcall/core/day";
import { type Named, rowsById } from "@rollcall/core/ledger/rows-by-id";
import { type Transition, transitionId } from "@rollcall/core/membership";
import {
  addAccount,
  emptyTally,
  isLoss,
  isRead,
  type Seen,
  SnapshotLines,
  type Tallied,
  type Tally,
} from "@rollcall/core/roll-call";
import { readRunFile, snapshotKey } from "../s3.ts";
import { LinesUpload } from "../s3-lines.ts";
import { settings } from "../settings.ts";
import { membershipsAt } from "../table/memberships.ts";
import { type LastRollCall, lossesOf } from "../table/roll-calls.ts";
import { appliedRows, createdFor, emailsOnly } from "./applied-rows.ts";
import { byAccount, type Entries } from "./lined-file.ts";
import { openSeen } from "./observed-file.ts";
import type { OrganizationSeen } from "./organization-file.ts";
import { type Told, untoldLosses } from "./untold-losses.ts";

/** What was seen, which losses have been told by now, and the key of the day's snapshot. */
interface Whole {
  seen: Seen;
  told: Told;
  snapshot: string;
}

/** Tallies a roll call, and writes its day's snapshot over the one that is there. `last`: the one before it. */
export async function tallied(
  { run, at }: { run: string; at: string },
  last: LastRollCall | undefined,
): Promise<Whole> {
  const { regions, management } = settings();
  const looked = await readRunFile<OrganizationSeen>(run, "organization.json");
  const organization = management ? (looked?.accounts ?? undefined) : null;
  const { others, told } = await untoldLosses(run, last);
  const recorded = await lossesOf(run, regions);
  const rows = await appliedRows();
  const emails = emailsOnly(rows);
  // Thousands, and asked for only where the ledger knows no more than an e-mail.
  const known: Named[] =
    emails.length > 0 ? [...(organization ?? []), ...(await createdFor(emails))] : [];
  const byId = rowsById(rows, known);
  const files = await Promise.all(regions.map((region) => openSeen(run, region)));
  const seenNow = [
    ...(looked?.transitions ?? []),
    ...files.flatMap(({ head }) => head.transitions),
  ];
  const own = [...recorded, ...seenNow.filter(isLoss)];
  const losses = new Map([...own, ...others].map((one) => [one.id, one]));
  const tally = emptyTally(
    files.map(({ head: { transitions: _, early: __, ...region } }) => region),
  );
  const newer = newerOf(looked?.memberships ?? []);
  const lists = files.map(({ entries }) => entries);
  const snapshot = await written(tally, { run, at }, lists, (memberships) => {
    const latest = memberships.map(newer);
    addAccount(tally, latest, byId.get(latest[0]!.accountId));
    return latest;
  });
  const transitions: Transition[] = [...losses.values()];
  const since = await sinceOf(transitions);
  return {
    seen: { rollCall: run, at, tally, organization, transitions, since, rows, byId },
    told: { ...told, [run]: [...new Set(own.map((one) => one.id))] },
    snapshot,
  };
}

/** Writes the snapshot while the accounts pass. `count` counts one, and returns what its memberships are. */
async function written(
  { regions, counts }: Tally,
  { run, at }: { run: string; at: string },
  lists: Entries[],
  count: (memberships: Tallied[]) => Tallied[],
): Promise<string> {
  const { timezone } = settings().rollCall;
  const day = dayIn(timezone, at);
  const unread = regions.filter((one) => !isRead(one)).map(({ region }) => region);
  const upload = new LinesUpload(snapshotKey(day));
  const lines = new SnapshotLines();
  await upload.add(lines.head({ day, timezone, rollCall: run, at, unread }));
  for await (const said of byAccount(lists, (entry) => JSON.parse(entry) as Tallied)) {
    const memberships = said.filter((one, region) => one && isRead(regions[region]!));
    if (memberships.length > 0) await upload.add(lines.account(count(memberships as Tallied[])));
  }
  await upload.add(lines.end(counts));
  return upload.end();
}

/** Since when memberships are what these transitions made them, by the transition's id. */
const sinceOf = async (transitions: Transition[]): Promise<Map<string, string>> =>
  new Map((await membershipsAt(transitions)).map((one) => [transitionId(one), one.since]));

/** Of what others than the hub knew more about, the latest. */
function newerOf(known: readonly Tallied[]): (one: Tallied) => Tallied {
  const keyOf = ({ accountId, region }: Tallied) => `${accountId}/${region}`;
  const later = new Map(known.map((one) => [keyOf(one), one]));
  return (one) => {
    const other = later.size > 0 ? later.get(keyOf(one)) : undefined;
    return other && other.version > one.version ? other : one;
  };
}
