// The hub's side of joining, in one Region: accounts are created as members and invited, 50 a call. A 200 is
// not yet a success: every account that AWS left out is read again and ends in a named outcome.
import { decide, type Membership, type Observation } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { atMost } from "../at-most.ts";
import { nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import * as SecurityHub from "../security-hub.ts";
import { membershipsIn } from "../table/memberships.ts";
import { byName, record } from "../table/record.ts";
import { halving } from "./halving.ts";
import { note, noteLeft, recordedOf, refusals } from "./region-outcomes.ts";
import { type WaveMember, waveRegion } from "./wave-files.ts";

/** Open invitations of a hub in a Region, a hard quota (Security Hub quotas). */
const OPEN_INVITATIONS = 1_000;
/** How often AWS may slow us down, ten seconds apart: its buckets refill within seconds. */
const ATTEMPTS = 6;
/**
 * Batches side by side. A wave of 1,000 is 40 calls in a Region, which takes 10 a second after a burst of 30 (Security Hub
 * quotas): at a fifth of a second for each, four at once are done in two seconds and meet no refusal.
 */
const AT_ONCE = 4;

interface Asked {
  run: string;
  wave: number;
  region: Region;
  attempt: number;
}

/** A wave's work in one Region. */
type Work = Asked & { members: WaveMember[] };

/** Creates and invites what the wave still needs here. `pending`: AWS slows us down, look again. */
export async function inviteRegion(asked: Asked): Promise<"settled" | "pending" | "failed"> {
  const members = await waveRegion(asked);
  const work: Work = { ...asked, members };
  const before = byName(await recordedOf(work));
  const stateOf = ({ accountId }: WaveMember) =>
    before.get(`${accountId}/${asked.region}`)?.state ?? "Absent";
  const toDo = (command: string) =>
    members.filter((one) => decide("member", stateOf(one), one.way) === command);
  try {
    const created: WaveMember[] = [];
    await atMost(AT_ONCE, SecurityHub.batches(toDo("CreateMember")), async (batch) => {
      created.push(...(await create(work, batch)));
    });
    const invitable = [...created, ...toDo("InviteMember")].filter(
      (one) => one.way === "invitation",
    );
    await atMost(AT_ONCE, SecurityHub.batches(invitable), (batch) => invite(work, batch, before));
    return "settled";
  } catch (error) {
    if (nameOf(error) === "ConflictError") throw error;
    const isThrottled = nameOf(error) === "RetryableError";
    if (isThrottled && asked.attempt < ATTEMPTS) return "pending";
    log.error({ run: asked.run, region: asked.region, error: textOf(error) }, "Region not invited");
    await noteLeft(work, isThrottled ? "Throttled" : reasonOf(error), textOf(error));
    return "failed";
  }
}

/** Creates a batch and returns those that the hub now knows, and that have yet to be invited. */
async function create(work: Work, batch: WaveMember[]): Promise<WaveMember[]> {
  const refused = await halving(batch, (part) => SecurityHub.createMembers(work.region, part));
  const texts = new Map(refused.map((one) => [one.accountId, one.reason]));
  const states = await readAgain(work, refused);
  return batch.filter(({ accountId, way }) => {
    const text = texts.get(accountId);
    if (text === undefined) return true;
    const state = states.get(accountId) ?? "Absent";
    // Created by an earlier attempt; what the hub says of it may lag behind that.
    return decide("member", state, way) === "InviteMember" || (state === "Absent" && isOurs(text));
  });
}

async function invite(
  work: Work,
  batch: WaveMember[],
  before: Map<string, Membership>,
): Promise<void> {
  const { region, run } = work;
  const observedAt = new Date().toISOString();
  let refused: SecurityHub.Refusal[];
  try {
    refused = await halving(batch, (part) =>
      SecurityHub.inviteMembers(
        region,
        part.map((one) => one.accountId),
      ),
    );
  } catch (error) {
    // The same error code says "slow down" and "quota reached": the count of open invitations decides.
    const room = OPEN_INVITATIONS - (await openInvitations(region));
    if (nameOf(error) !== "RetryableError" || room >= batch.length) throw error;
    const fitting = batch.slice(0, Math.max(0, room));
    if (fitting.length > 0) await invite(work, fitting, before);
    return note(work, refusals(batch.slice(fitting.length), textOf(error)), "QuotaReached");
  }
  const left = new Set(refused.map((one) => one.accountId));
  const invited = batch.filter((one) => !left.has(one.accountId));
  await record(
    invited.map(({ accountId }): Observation => {
      return { accountId, region, state: "Invited", source: "answer", observedAt };
    }),
    { run, cause: "invite" },
    before,
  );
  await readAgain(work, refused);
}

const openInvitations = async (region: Region): Promise<number> =>
  (await membershipsIn(region)).filter((one) => one.state === "Invited").length;

/**
 * Asks the hub about accounts that an answer left out, and returns their states. Those that it does not have, or
 * has as no member, have an outcome from then on.
 */
async function readAgain(work: Work, refused: SecurityHub.Refusal[]) {
  const { region, run } = work;
  const seen =
    refused.length === 0
      ? []
      : await SecurityHub.getMembers(
          region,
          refused.map((one) => one.accountId),
        );
  await record(seen, { run, cause: "invite" });
  const states = new Map(seen.map((one) => [one.accountId, one.state]));
  const lost = refused.filter(
    ({ accountId, reason }) =>
      !["Invited", "Enabled"].includes(states.get(accountId) ?? "Absent") && !isOurs(reason),
  );
  await note(work, lost, "Refused");
  return states;
}

/** "…already a member or associated member of the current account" (observed) is no refusal. */
const isOurs = (text: string): boolean => /already a member/i.test(text);

const reasonOf = (error: unknown) =>
  nameOf(error) === "InvalidAccessException" ? "HubNotEnabled" : "Unexpected";
