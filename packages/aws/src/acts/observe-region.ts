// Asks the hub about every account of a Region, records what it says, and leaves what was seen for whoever comes next.
import type { Membership } from "@rollcall/core/membership";
import type { HubRegion } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { isLoss, isRollCall, type Tallied, talliedOf } from "@rollcall/core/roll-call";
import { isRegionOff, nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import * as SecurityHub from "../security-hub.ts";
import { membershipsIn } from "../table/memberships.ts";
import { looksAt, writeRegion } from "../table/regions.ts";
import { type Listed, listRegion } from "./list-region.ts";
import { writeObserved } from "./observed-file.ts";

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
  // Of thousands every few minutes a roll call keeps as little as it can.
  const keep: (membership: Membership) => Tallied = isRollCall(run) ? talliedOf : (one) => one;
  let seen: HubRegion & Listed<Tallied>;
  try {
    const listed = await listRegion(region, by, keep);
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
      memberships: memberships.map(keep),
      early: [],
      transitions: [],
    };
  }
  const { memberships, early, transitions, ...setup } = seen;
  await writeRegion({ ...setup, at, run });
  const told = isRollCall(run)
    ? { early: [], transitions: transitions.filter(isLoss) }
    : { early, transitions };
  await writeObserved(run, { ...setup, ...told, memberships });
  if (early.length > 0 && asked.attempt < LOOKS) return "early";
  return seen.readable ? "read" : "unread";
}

/** How the hub is set up. A roll call only needs to know the way back in, which the last look found out. */
async function setupFor(run: string, region: Region): Promise<SecurityHub.Setup> {
  const [last] = isRollCall(run) ? await looksAt([region]) : [];
  if (last?.hubEnabled && last.way !== "blocked") return { hubEnabled: true, way: last.way };
  return SecurityHub.setupOf(region);
}
