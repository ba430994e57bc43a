// The set-up check: whose accounts are not members everywhere yet, what is missing, and when their owner
// is reminded. What an owner is told stays one message until the next reminder is due.
import * as z from "zod";
import * as Event from "./event.ts";

export { type Checked, checked, type Day, type Watch } from "./setup/checked.ts";
export { isDue, isQuiet, nextDue, type Quiet } from "./setup/due.ts";
export {
  type Incomplete,
  type Missing,
  type MissingInput,
  missing,
  notAsked,
  type Telling,
} from "./setup/missing.ts";
export { type Group, grouped, keyOf, ownerOf, reminders } from "./setup/owners.ts";

/** A check found something new about an owner: an account more or less, another step, or that a reminder is due. */
export const SetupChecked = Event.define(
  "setup.checked",
  z.object({
    /** Names the owner and channel in keys: no address goes there. */
    group: z.string(),
    /** E-mail; empty: the ledger names nobody. */
    owner: z.string(),
    /** The day of the check, in the settings' time zone. */
    day: z.string(),
    /** What is not complete. */
    accounts: z.int().nonnegative(),
    memberships: z.int().nonnegative(),
    /** The owner is reminded by this check. */
    reminded: z.boolean(),
  }),
);
