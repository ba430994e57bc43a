// The policy: what happens by itself to a membership that was lost, state by state.
import * as z from "zod";
import type { State } from "../membership/state.ts";

/** `off`: nothing, and nothing is said. `ask`: Slack shows the command that does it. `auto`: it is done. */
export const Mode = z.enum(["off", "ask", "auto"]);
export type Mode = z.infer<typeof Mode>;

/** States that a policy may speak about: the ways in which a member gets lost that a call can undo. */
export const Healable = z.enum(["Resigned", "Removed", "Deleted", "Absent"]);
export type Healable = z.infer<typeof Healable>;

export const Policy = z.object({
  states: z.object({ Resigned: Mode, Removed: Mode, Deleted: Mode, Absent: Mode }),
  /** A membership that was healed is left alone for so long, in hours: whoever took it out again meant it. */
  coolDownHours: z.number().nonnegative(),
  /** The most accounts healed at once; more is an incident, and waits for a person as a whole. */
  atOnce: z.int().positive(),
});
export type Policy = z.infer<typeof Policy>;

/**
 * What a policy has for a state. A heal that got stuck half-way (Created, Invited) waits for a person: the policy
 * has had its turn. The others never have a command that heals them.
 */
const fixed: Record<Exclude<State, Healable>, Mode> = {
  Created: "ask",
  Invited: "ask",
  Enabled: "off",
  AccountSuspended: "off",
  RegionDisabled: "off",
  Unknown: "off",
};

/** The mode of a state: total. */
export function modeOf({ states }: Policy, state: State): Mode {
  const healable = Healable.safeParse(state);
  return healable.success ? states[healable.data] : fixed[state as keyof typeof fixed];
}
