// The member's side of joining in one Region: switch Security Hub on, find our invitation among all, accept.
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import type { Reason } from "@rollcall/core/run";
import { isDenied, isRegionOff, nameOf, textOf } from "../errors.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";

/** A Region that has not joined, and why. `final`: asking again does not help. */
export interface Unjoined {
  region: Region;
  reason: Reason;
  detail?: string;
  final: boolean;
}

/** How one Region ended: with a state that AWS told, or with a reason why not. */
export type Ending =
  | { region: Region; state: "Enabled" | "RegionDisabled"; observedAt: string }
  | Unjoined;

/** Joins the calling account in a Region. `left`: it has been a member before. */
export async function joinRegion(region: Region, left: boolean): Promise<Ending> {
  const hub = settings().hub.account;
  try {
    const { ours, others } = await invitations(region, hub, left);
    if (!ours) return (await alreadyTaken(region, hub)) ?? uninvited(region, others);
    const observedAt = new Date().toISOString();
    await SecurityHub.accept(region, hub, ours);
    return { region, state: "Enabled", observedAt };
  } catch (error) {
    if (isRegionOff(error))
      return { region, state: "RegionDisabled", observedAt: new Date().toISOString() };
    if (nameOf(error) === "RetryableError")
      return { region, reason: "Throttled", detail: textOf(error), final: false };
    // Who has the account explains a refused acceptance better than AWS's text does.
    const taken = await alreadyTaken(region, hub).catch(() => undefined);
    return taken ?? refused(region, error);
  }
}

/** Security Hub must be on before the member sees invitations; in one that was a member it is, as a rule. */
async function invitations(region: Region, hub: AccountId, left: boolean) {
  if (left)
    try {
      return await SecurityHub.findInvitation(region, hub);
    } catch (error) {
      if (nameOf(error) !== "InvalidAccessException") throw error;
    }
  await SecurityHub.enable(region, settings().defaultStandards);
  return SecurityHub.findInvitation(region, hub);
}

/** The account has joined already, or somebody else has it; undefined: nobody has. */
async function alreadyTaken(region: Region, hub: AccountId): Promise<Ending | undefined> {
  const observedAt = new Date().toISOString();
  const administrator = await SecurityHub.administratorOf(region);
  if (administrator === hub) return { region, state: "Enabled", observedAt };
  return administrator
    ? { region, reason: "OtherAdministrator", detail: administrator, final: true }
    : undefined;
}

/** Ours may still be on its way; if it never comes, another one that is there tells a person where to look. */
const uninvited = (region: Region, others: AccountId[]): Unjoined =>
  others.length > 0
    ? { region, reason: "ForeignInvitation", detail: others.join(", "), final: false }
    : { region, reason: "InvitationMissing", final: false };

const refused = (region: Region, error: unknown): Unjoined =>
  nameOf(error) === "ResourceNotFoundException"
    ? { region, reason: "InvitationMissing", final: false }
    : { region, reason: "Refused", detail: textOf(error), final: isDenied(error) };
