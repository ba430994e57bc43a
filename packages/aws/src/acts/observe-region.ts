// Asks the hub about every account of a Region and records what it says. A loss that only the listing tells
// is asked about once more, and a listing that contradicts a fresh answer says nothing yet.

import type { Membership, Observation } from "@rollcall/core/membership";
import { isTooEarly, wantsConfirmation } from "@rollcall/core/membership/lag";
import type { HubRegion } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { isRegionOff, nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import { writeRunFile } from "../s3.ts";
import * as SecurityHub from "../security-hub.ts";
import { membershipsAt, membershipsIn } from "../table/memberships.ts";
import { type By, byName, record } from "../table/record.ts";
import { writeRegion } from "../table/regions.ts";

/** What one look at a Region showed. `early`: accounts of which the listing is behind an answer. */
export interface Listed {
  /** Recorded memberships of the Region after the look. */
  memberships: Membership[];
  early: string[];
}

/** A Region as the plan needs it: how the hub is set up there, and who is known. */
export type Seen = HubRegion & Listed;

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
  const by = { run, cause: "observe" };
  let seen: Seen;
  try {
    const listed = await listRegion(region, by);
    const { hubEnabled, ...setup } = await SecurityHub.setupOf(region);
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
    };
  }
  const { memberships: _, early: __, ...setup } = seen;
  await writeRegion({ ...setup, at, run });
  await writeRunFile(run, `observed/${region}.json`, seen);
  if (seen.early.length > 0 && asked.attempt < LOOKS) return "early";
  return seen.readable ? "read" : "unread";
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
  const before = byName(known);
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
  const early = said.filter((one) => isTooEarly(before.get(keyOf(one)), one)).map(keyOf);
  const timely = said.filter((one) => !early.includes(keyOf(one)));
  const doubted = timely.filter((one) => wantsConfirmation(before.get(keyOf(one)), one));
  const confirmed =
    doubted.length > 0
      ? await SecurityHub.getMembers(
          region,
          doubted.map((one) => one.accountId),
        )
      : [];
  const believed = timely.filter((one) => !doubted.includes(one));
  const changed = await record([...believed, ...confirmed], by, before);
  const after = byName([...known, ...(await membershipsAt(changed))]);
  return { memberships: [...after.values()], early: early.map((key) => key.split("/")[0]!) };
}
