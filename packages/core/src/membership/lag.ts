// Listings lag behind answers. What a listing says is believed at once only where it agrees.
import type { Membership, Observation } from "../membership.ts";
import { label } from "./label.ts";

/** How long a listing may lag behind an answer, in milliseconds (assumed: AWS states no figure). */
export const LISTING_LAG = 60_000;

/**
 * A listing that contradicts something this fresh, and does not say itself that the member was changed after it, says
 * nothing yet: look again later.
 */
export const isTooEarly = (previous: Membership | undefined, seen: Observation): boolean =>
  previous !== undefined &&
  seen.source === "listing" &&
  previous.state !== seen.state &&
  isBehind(previous, seen) &&
  Date.parse(seen.observedAt) - Date.parse(previous.observedAt) < LISTING_LAG;

/**
 * After an answer, a listing has to prove that it is newer. After another listing, or GetMembers, which may be ahead
 * of it, it is only behind where the hub dates what it shows before what is recorded.
 */
const isBehind = (
  { source, since, observedAt }: Membership,
  { updatedAt }: Observation,
): boolean =>
  source === "listing"
    ? updatedAt !== undefined && updatedAt < since
    : updatedAt === undefined || updatedAt <= observedAt;

/** A loss that only a listing tells is asked about once more before it is recorded. */
export const wantsConfirmation = (previous: Membership | undefined, seen: Observation): boolean =>
  previous !== undefined &&
  seen.source === "listing" &&
  previous.state !== seen.state &&
  label(previous.state, seen.state) === "loss";

/** What is recorded as reported of a state between two looks, which nobody saw. */
export const CAME_BACK = "left and came back between two looks";

/**
 * Enabled before and Enabled now, but changed since it was recorded: it left and came back, and no look saw it.
 * assumed: Member.UpdatedAt moves with the status and with nothing else.
 */
export const hasBeenAway = (previous: Membership | undefined, seen: Observation): boolean =>
  previous?.state === "Enabled" &&
  seen.state === "Enabled" &&
  seen.source === "listing" &&
  seen.updatedAt !== undefined &&
  seen.updatedAt < seen.observedAt &&
  Date.parse(seen.updatedAt) - lastKnown(previous) >
    // The hub dates an answer of its own a little later than we asked.
    (previous.source === "listing" ? 0 : LISTING_LAG);

/** A listing may show a change that came after we had asked: then it says itself when that was. */
const lastKnown = ({ observedAt, since }: Membership): number =>
  Math.max(Date.parse(observedAt), Date.parse(since));
