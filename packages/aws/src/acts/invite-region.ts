// The hub's side of joining, in one Region: accounts are created as members and invited, 50 a call. A 200 is
// not yet a success: every account that AWS left out is read again and ends in a named outcome.
import type { AccountId } from "@rollcall/core/account";
import { type Command, decide, type Membership, type Observation } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Reason } from "@rollcall/core/run";
import { nameOf, textOf } from "../errors.ts";
import * as SecurityHub from "../security-hub.ts";
import { membershipsAt, membershipsIn } from "../table/memberships.ts";
import { byName, record } from "../table/record.ts";
import { writeOutcomes } from "../table/runs.ts";
import { type WaveMember, waveRegion } from "./wave-files.ts";

/** Open invitations of a hub in a Region, a hard quota (Security Hub quotas). */
const OPEN_INVITATIONS = 1_000;

interface Asked {
  run: string;
  wave: number;
  region: Region;
}

/** Throws RetryableError while AWS slows us down: what was done by then is recorded, and not done again. */
export async function inviteRegion(asked: Asked): Promise<"settled"> {
  const members = await waveRegion(asked);
  const before = byName(
    await membershipsAt(members.map((one) => ({ ...one, region: asked.region }))),
  );
  const toDo = (command: Command) =>
    members.filter(
      ({ accountId, way }) =>
        decide("member", before.get(`${accountId}/${asked.region}`)?.state ?? "Absent", way) ===
        command,
    );
  const created: WaveMember[] = [];
  for (const batch of SecurityHub.batches(toDo("CreateMember")))
    created.push(...(await create(asked, batch)));
  const invitable = [...created, ...toDo("InviteMember")].filter((one) => one.way === "invitation");
  for (const batch of SecurityHub.batches(invitable)) await invite(asked, batch, before);
  return "settled";
}

/** Creates a batch and returns those that the hub now knows. */
async function create(asked: Asked, batch: WaveMember[]): Promise<WaveMember[]> {
  const refused = await halving(batch, (part) => SecurityHub.createMembers(asked.region, part));
  const left = new Set(refused.map((one) => one.accountId));
  const there = await readAgain(asked, refused);
  return batch.filter((one) => !left.has(one.accountId) || there.has(one.accountId));
}

async function invite(
  asked: Asked,
  batch: WaveMember[],
  before: Map<string, Membership>,
): Promise<void> {
  const { region, run } = asked;
  const observedAt = new Date().toISOString();
  const ids = batch.map((one) => one.accountId);
  let refused: SecurityHub.Refusal[];
  try {
    refused = await halving(batch, (part) =>
      SecurityHub.inviteMembers(
        region,
        part.map((one) => one.accountId),
      ),
    );
  } catch (error) {
    if (nameOf(error) !== "RetryableError" || !(await isQuotaReached(region))) throw error;
    return note(
      asked,
      ids.map((accountId) => ({ accountId, reason: textOf(error) })),
      "QuotaReached",
    );
  }
  const left = new Set(refused.map((one) => one.accountId));
  await record(
    ids
      .filter((id) => !left.has(id))
      .map(
        (accountId): Observation => ({
          accountId,
          region,
          state: "Invited",
          source: "answer",
          observedAt,
        }),
      ),
    { run, cause: "invite" },
    before,
  );
  await readAgain(asked, refused);
}

/**
 * Asks the hub about accounts that an answer left out. Returns those that it created all the same; those
 * that it does not know at all have an outcome from then on.
 */
async function readAgain(asked: Asked, refused: SecurityHub.Refusal[]): Promise<Set<AccountId>> {
  if (refused.length === 0) return new Set();
  const { region, run } = asked;
  const seen = await SecurityHub.getMembers(
    region,
    refused.map((one) => one.accountId),
  );
  await record(seen, { run, cause: "invite" });
  const stateOf = new Map(seen.map((one) => [one.accountId, one.state]));
  const lost = refused.filter(
    ({ accountId }) => !["Invited", "Enabled"].includes(stateOf.get(accountId)!),
  );
  // "…already a member or associated member of the current account" (observed) is no refusal.
  await note(
    asked,
    lost.filter((one) => !/already a member/i.test(one.reason)),
    "Refused",
  );
  return new Set(seen.filter((one) => one.state === "Created").map((one) => one.accountId));
}

const note = (asked: Asked, refused: SecurityHub.Refusal[], fallback: Reason): Promise<void> =>
  writeOutcomes(
    asked.run,
    refused.map(({ accountId, reason }) => ({
      account: accountId,
      region: asked.region,
      // AWS's texts are no API: they are read only for what helps a person.
      reason: /administrator|master|another account/i.test(reason)
        ? "OtherAdministrator"
        : fallback,
      detail: reason,
    })),
  );

/**
 * Sends a batch; one that AWS refuses as a whole is halved until the account that spoils it stands alone.
 * Throws RetryableError as it comes.
 */
async function halving(
  batch: WaveMember[],
  send: (part: WaveMember[]) => Promise<SecurityHub.Refusal[]>,
): Promise<SecurityHub.Refusal[]> {
  try {
    const refused = await send(batch);
    // "Maximum number of results exceeded" (observed): the batch was too large.
    const tooMany =
      refused.length > 0 && refused.every((one) => /maximum number/i.test(one.reason));
    if (!tooMany || batch.length === 1) return refused;
  } catch (error) {
    if (nameOf(error) === "RetryableError") throw error;
    if (batch.length === 1) return [{ accountId: batch[0]!.accountId, reason: textOf(error) }];
  }
  const half = Math.ceil(batch.length / 2);
  return [
    ...(await halving(batch.slice(0, half), send)),
    ...(await halving(batch.slice(half), send)),
  ];
}

/** The same error code says "slow down" and "quota reached": the count of open invitations decides. */
const isQuotaReached = async (region: Region): Promise<boolean> =>
  (await membershipsIn(region)).filter((one) => one.state === "Invited").length >= OPEN_INVITATIONS;
