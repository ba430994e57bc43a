// GuardDuty in one Region of a member: a detector, then the hub's invitation. The hub's side was done before
// (enlist-region.ts); an organization's member has nothing to accept.
import type { AccountId } from "@rollcall/core/account";
import { relationOf, type Standing } from "@rollcall/core/baseline";
import type { Region } from "@rollcall/core/region";
import { nameOf, textOf } from "../errors.ts";
import * as GuardDuty from "../guard-duty.ts";

type Found = Omit<Standing, "wanted">;

/** Switches GuardDuty on and accepts. Throws what concerns permissions and pace. */
export async function raiseGuardDuty(region: Region, hub: AccountId): Promise<Found> {
  const before = await GuardDuty.detectorOf(region);
  if (before && !(await GuardDuty.isEnabled(region, before)))
    return { state: "failed", reason: "GuardDutyStopped" };
  // A new one has no administrator yet.
  const led = before && (await standingUnder(region, before, hub));
  if (led) return led;
  const detector = before ?? (await GuardDuty.createDetector(region));
  if (!detector) return { state: "pending" };
  const invitation = await GuardDuty.findInvitation(region, hub);
  if (!invitation) return { state: "pending", reason: "GuardDutyUninvited" };
  try {
    await GuardDuty.accept(region, detector, hub, invitation);
    return { state: "ready" };
  } catch (error) {
    // Whoever has the account meanwhile explains it better than AWS's text does.
    if (nameOf(error) !== "BadRequestException") throw error;
    return (
      (await standingUnder(region, detector, hub)) ?? {
        state: "pending",
        reason: "GuardDutyUninvited",
        detail: textOf(error),
      }
    );
  }
}

/** How the member stands under the administrator that it has; undefined: it has none. */
async function standingUnder(
  region: Region,
  detector: string,
  hub: AccountId,
): Promise<Found | undefined> {
  const leader = await GuardDuty.administratorOf(region, detector);
  if (!leader) return undefined;
  if (leader.account !== hub)
    return { state: "failed", reason: "GuardDutyElsewhere", detail: leader.account };
  const relation = relationOf(leader.status);
  if (relation === "none") return { state: "ready" };
  return typeof relation === "object"
    ? { state: "failed", reason: relation.reason, detail: leader.status }
    : undefined;
}
