// Takes approved accounts out of the hub in one Region: disassociates, deletes, and believes only the hub's listing.
// DisassociateMembers answers nothing at all, so each look decides anew what is still to be done.
import { decide, type Membership, type State } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { OFFBOARD } from "@rollcall/core/roll-call";
import { nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { membershipsAt } from "../table/memberships.ts";
import { outcomesOf, writeOutcomes } from "../table/runs.ts";
import { bookOf } from "./findings-book.ts";
import { keepTombstones } from "./keep-tombstones.ts";
import { listRegion } from "./list-region.ts";
import { type Leaver, leaversIn } from "./removal-files.ts";

interface Asked {
  run: string;
  region: Region;
  attempt: number;
}

/** A Region's approved removals as they stand now, and what the hub answered to the last act. */
interface Work extends Asked {
  leavers: Leaver[];
  states: Map<string, State>;
}

/**
 * Does the next act for each approved account that is still there. `settled`: the hub's own listing has none of them
 * any more, or the attempts are used up, and each that is left has an outcome. `pending`: acted, look again.
 */
export async function removeRegion(asked: Asked): Promise<"settled" | "pending" | "failed"> {
  const leavers = await exportedIn(asked);
  const isLast = asked.attempt >= settings().pace.verifyAttempts;
  try {
    const seen = await look(asked, leavers);
    const work: Work = { ...asked, leavers, states: stateOf(seen) };
    const { states } = work;
    const left = leavers.filter((one) => next(work, one) !== "None");
    if (asked.attempt === 1) await keepTombstones(asked, left, seen);
    if (left.length === 0) return "settled";
    if (!isLast && left.some((one) => next(work, one) !== "Escalate")) {
      await note(asked, left, await act(work));
      return "pending";
    }
    await note(asked, left, await saidBefore(asked), states);
    return "settled";
  } catch (error) {
    if (nameOf(error) === "ConflictError") throw error;
    if (nameOf(error) === "RetryableError" && !isLast) return "pending";
    log.error({ ...asked, error: textOf(error) }, "Region not off-boarded");
    const said = new Map(leavers.map((one) => [one.accountId, textOf(error)]));
    await note(asked, leavers, said);
    return "failed";
  }
}

/** Who may leave: those whose findings are in S3, where the settings ask for that. The others have an outcome. */
async function exportedIn({ run, region, attempt }: Asked): Promise<Leaver[]> {
  const all = await leaversIn(run, region);
  if (!settings().offboarding.exportFindings) return all;
  const { done } = await bookOf(run, region);
  const kept = all.filter((one) => !done[one.accountId]);
  if (attempt === 1 && kept.length > 0) {
    const said = await saidBefore({ run, region });
    await writeOutcomes(
      run,
      kept.map(({ accountId }) => ({
        account: accountId,
        region,
        reason: "FindingsNotExported",
        ...(said.has(accountId) && { detail: said.get(accountId)! }),
      })),
    );
  }
  return all.filter((one) => done[one.accountId]);
}

/** What the hub has of them: as the run has just seen it at first, and by its own listing after every act. */
async function look({ run, region, attempt }: Asked, leavers: Leaver[]) {
  return attempt === 1
    ? await membershipsAt(leavers.map(({ accountId }) => ({ accountId, region })))
    : (await listRegion(region, { run, cause: OFFBOARD }, (one) => one)).memberships;
}

const stateOf = (seen: Membership[]) => new Map(seen.map((one) => [one.accountId, one.state]));

const next = ({ states }: Pick<Work, "states">, { accountId, way }: Leaver) =>
  decide("absent", states.get(accountId) ?? "Absent", way);

/** Disassociates and deletes, 50 a call. Returns what AWS said of accounts that it did not take. */
async function act(work: Work): Promise<Map<string, string>> {
  const { region, leavers } = work;
  const idsOf = (some: Leaver[]) => some.map((one) => one.accountId);
  const enabled = leavers.filter((one) => next(work, one) === "DisassociateMember");
  for (const batch of SecurityHub.batches(idsOf(enabled)))
    await SecurityHub.disassociateMembers(region, batch);
  // Rows of the organization stay; others are deleted at once, and where that comes too early, at the next look.
  const deletable = [
    ...leavers.filter((one) => next(work, one) === "DeleteMember"),
    ...enabled.filter((one) => decide("absent", "Removed", one.way) === "DeleteMember"),
  ];
  const refused = new Map<string, string>();
  for (const batch of SecurityHub.batches(idsOf(deletable)))
    for (const { accountId, reason } of await SecurityHub.deleteMembers(region, batch))
      refused.set(accountId, reason);
  return refused;
}

/** What AWS said at earlier attempts: the last look must not wipe it out. */
async function saidBefore({
  run,
  region,
}: Pick<Asked, "run" | "region">): Promise<Map<string, string>> {
  const own = (await outcomesOf(run)).filter((one) => one.region === region && one.detail);
  return new Map(own.map((one) => [one.account, one.detail!]));
}

/** An outcome for each that is left; whoever is gone in the end needs none, whatever was said before. */
const note = (
  { run, region }: Asked,
  left: Leaver[],
  said: Map<string, string>,
  states?: Map<string, State>,
): Promise<void> =>
  writeOutcomes(
    run,
    left
      .filter((one) => states || said.has(one.accountId))
      .map(({ accountId }) => ({
        account: accountId,
        region,
        reason: "NotRemoved",
        ...(states && { state: states.get(accountId) ?? "Absent" }),
        ...(said.has(accountId) && { detail: said.get(accountId)! }),
      })),
  );
