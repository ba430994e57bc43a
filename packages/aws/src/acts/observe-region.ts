// Asks the hub about every account of a Region and records what it says. A loss that only the listing tells
// is asked about once more, and a listing that contradicts a fresh answer says nothing yet.

import type { Membership, Observation, Transition } from "@rollcall/core/membership";
import {
  CAME_BACK,
  hasBeenAway,
  isTooEarly,
  wantsConfirmation,
} from "@rollcall/core/membership/lag";
import type { HubRegion } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { isLoss, isRollCall, type Tallied, talliedOf } from "@rollcall/core/roll-call";
import { isRegionOff, nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import { writeRunFile } from "../s3.ts";
import * as SecurityHub from "../security-hub.ts";
import { membershipsAt, membershipsIn } from "../table/memberships.ts";
import { type By, byName, record } from "../table/record.ts";
import { looksAt, writeRegion } from "../table/regions.ts";

/** What one look at a Region showed. `early`: accounts of which the listing is behind an answer. */
export interface Listed {
  /** Recorded memberships of the Region after the look. */
  memberships: Membership[];
  early: string[];
  /** What the look recorded. */
  transitions: Transition[];
}

/** A Region as the plan needs it: how the hub is set up there, and who is known. */
export type Seen = HubRegion & Listed;

/** A Region as a roll call keeps it: thousands of accounts every few minutes, of which little is ever asked. */
export type SeenByRollCall = HubRegion & { memberships: Tallied[]; transitions: Transition[] };

const keyOf = (one: { accountId: string; region: Region }) => `${one.accountId}/${one.region}`;

/** Looks at a listing that lags; with the pause of 15 seconds in between, longer than it can (see lag.ts). */
const LOOKS = 5;

/**
 * Looks at one Region and stores what was seen. `early`: the listing is behind an answer, so look again. Throws
 * RetryableError while AWS slows us down.
 */
export async function observeRegion(asked: {
  run: string;
  region: Region;
  attempt: number;
}): Promise<"read" | "unread" | "early"> {
  const { run, region } = asked;
  const at = new Date().toISOString();
  const by = { run, cause: isRollCall(run) ? "roll call" : "observe" };
  let seen: Seen;
  try {
    const listed = await listRegion(region, by);
    const { hubEnabled, ...setup } = await setupFor(run, region);
    seen = { region, readable: true, hubEnabled, way: "invitation", ...setup, ...listed };
  } catch (error) {
    if (nameOf(error) === "RetryableError") throw error;
    // Off is a fact about the hub; anything else leaves the Region unread.
    const off = nameOf(error) === "InvalidAccessException" || isRegionOff(error);
    log.warn({ region, error: nameOf(error) }, off ? "hub not enabled" : "Region unread");
    const memberships = await membershipsIn(region);
    const reason = textOf(error);
    seen = {
      region,
      readable: off,
      hubEnabled: false,
      way: "invitation",
      reason,
      memberships,
      early: [],
      transitions: [],
    };
  }
  const { memberships, early: _, transitions, ...setup } = seen;
  await writeRegion({ ...setup, at, run });
  const kept: SeenByRollCall = {
    ...setup,
    memberships: memberships.map(talliedOf),
    transitions: transitions.filter(isLoss),
  };
  await writeRunFile(run, `observed/${region}.json`, isRollCall(run) ? kept : seen);
  if (seen.early.length > 0 && asked.attempt < LOOKS) return "early";
  return seen.readable ? "read" : "unread";
}

/** How the hub is set up. A roll call only needs to know the way back in, which the last look found out. */
async function setupFor(run: string, region: Region): Promise<SecurityHub.Setup> {
  const [last] = isRollCall(run) ? await looksAt([region]) : [];
  if (last?.hubEnabled && last.way !== "blocked") return { hubEnabled: true, way: last.way };
  return SecurityHub.setupOf(region);
}

/** Lists a Region and records it. Throws AWS's error where the hub is off or may not be asked. */
export async function listRegion(region: Region, by: By): Promise<Listed> {
  const askedAt = new Date().toISOString();
  const listed = await SecurityHub.listMembers(region);
  return look(region, askedAt, listed, await membershipsIn(region), by);
}

async function look(
  region: Region,
  askedAt: string,
  listed: Observation[],
  known: Membership[],
  by: By,
): Promise<Listed> {
  const there = new Set(listed.map(keyOf));
  const gone = known
    .filter((one) => one.state !== "Absent" && !there.has(keyOf(one)))
    .map(
      ({ accountId }): Observation => ({
        accountId,
        region,
        state: "Absent",
        source: "listing",
        observedAt: askedAt,
      }),
    );
  const said = [...listed, ...gone];
  const recent = await upToDate(said, byName(known));
  const away = await recordAbsences(listed, recent, by);
  const before = new Map([...recent, ...byName(await membershipsAt(away))]);
  const early = said.filter((one) => isTooEarly(before.get(keyOf(one)), one)).map(keyOf);
  const behind = new Set(early);
  const timely = said.filter((one) => !behind.has(keyOf(one)));
  const doubted = new Set(
    timely.filter((one) => wantsConfirmation(before.get(keyOf(one)), one)).map(keyOf),
  );
  const confirmed =
    doubted.size > 0
      ? await SecurityHub.getMembers(
          region,
          [...doubted].map((key) => key.split("/")[0]!),
        )
      : [];
  const believed = timely.filter((one) => !doubted.has(keyOf(one)));
  const changed = await record([...believed, ...confirmed], by, before);
  const after = new Map([...before, ...byName(await membershipsAt(changed))]);
  return {
    memberships: [...after.values()],
    early: early.map((key) => key.split("/")[0]!),
    transitions: [...away, ...changed],
  };
}

/** What is known, read again where the listing contradicts it: an index may be behind the table. */
async function upToDate(
  said: Observation[],
  known: Map<string, Membership>,
): Promise<Map<string, Membership>> {
  const contradicted = said.filter((one) => {
    const before = known.get(keyOf(one));
    return before?.state !== one.state || hasBeenAway(before, one);
  });
  return new Map([...known, ...byName(await membershipsAt(contradicted))]);
}

/** Members that left and came back since they were recorded: what they were meanwhile is not known (D11). */
const recordAbsences = (
  listed: Observation[],
  before: Map<string, Membership>,
  by: By,
): Promise<Transition[]> =>
  record(
    listed
      .filter((one) => hasBeenAway(before.get(keyOf(one)), one))
      .map((one) => ({
        ...one,
        state: "Unknown",
        reported: CAME_BACK,
        observedAt: one.updatedAt ?? one.observedAt,
      })),
    by,
    before,
  );
