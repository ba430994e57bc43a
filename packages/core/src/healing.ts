// Healing: bringing back a membership that was lost, by policy or because a person asked. What is healed is planned
// and applied like everything else; this says only which memberships, and which have to wait for a person.
import * as z from "zod";
import { AccountId } from "./account.ts";
import * as Event from "./event.ts";
import { Command } from "./membership/decide.ts";
import { State } from "./membership/state.ts";
import { Region } from "./region.ts";

export { chosen, type Wish } from "./healing/chosen.ts";
export { Healable, Mode, Policy } from "./healing/policy.ts";
export { type Candidate, type Earlier, Treatment, weigh } from "./healing/weigh.ts";

/** Who wanted a heal: the policy of the settings, or somebody by name. */
export const By = z.enum(["policy", "person"]);
export type By = z.infer<typeof By>;

/** The run that heals what a roll call found: one for each, however often the roll call closes. */
export const healOf = (rollCall: string): string => `heal-${rollCall}`;

/** Is this run a heal, or that of a ledger? Ledgers' runs are named `ledger-…`. */
export const isHeal = (run: string): boolean => run.startsWith("heal-");

/** An account begins to be healed: told once for each account of a heal, with the Regions and why. */
export const Begun = Event.define(
  "heal.begun",
  z.object({
    accountId: AccountId,
    by: By,
    /** `roll call`, or the ARN of whoever asked. */
    actor: z.string(),
    memberships: z.array(z.object({ region: Region, state: State, command: Command })).min(1),
  }),
);

/** A roll call's losses were weighed; counts of memberships, the whole lies in its `healing.json`. */
export const Decided = Event.define(
  "healing.decided",
  z.object({
    now: z.int().nonnegative(),
    ask: z.int().nonnegative(),
    held: z.int().nonnegative(),
  }),
);
