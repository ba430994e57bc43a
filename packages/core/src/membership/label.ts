// How a change of state is called. A state without a line does not compile.
import type { Label, State } from "./state.ts";

/** From a state in which the account is no member: what each next state means. */
const fromOutside: Record<State, Label> = {
  Absent: "progress",
  Created: "progress",
  Invited: "progress",
  Enabled: "gain",
  Removed: "unexpected",
  Resigned: "unexpected",
  Deleted: "progress",
  AccountSuspended: "loss",
  RegionDisabled: "loss",
  Unknown: "unexpected",
};

/** An invitation was on its way: a row that vanishes is ground lost. */
const fromInside: Record<State, Label> = { ...fromOutside, Absent: "loss", Deleted: "loss" };

const labels: Record<State, Record<State, Label>> = {
  Absent: fromOutside,
  Created: fromInside,
  Invited: { ...fromInside, Created: "unexpected", Resigned: "loss" }, // Resigned: it declined
  Enabled: {
    Absent: "loss",
    Created: "loss", // it left and was created anew between two looks
    Invited: "loss",
    Enabled: "gain",
    Removed: "loss",
    Resigned: "loss",
    Deleted: "loss",
    AccountSuspended: "loss",
    RegionDisabled: "loss",
    Unknown: "unexpected",
  },
  Removed: fromOutside,
  Resigned: { ...fromOutside, Removed: "progress" },
  Deleted: fromOutside,
  AccountSuspended: { ...fromOutside, Removed: "progress" }, // a closed account's row goes away
  RegionDisabled: fromOutside,
  Unknown: fromOutside,
};

/** What a change from one state to another is to the team: total over all pairs. */
export const label = (from: State, to: State): Label => labels[from][to];
