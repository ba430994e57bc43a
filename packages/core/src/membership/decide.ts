// The one next act for a membership, as tables: they can be read, printed and checked cell by cell.
// A state without a line does not compile. Facts: Security Hub API reference and user guide.
import * as z from "zod";
import type { State } from "./state.ts";

/** What the ledger wants for an account. */
export const Desired = z.enum(["member", "absent"]);
export type Desired = z.infer<typeof Desired>;

/**
 * How an account joins: by `invitation`, through the `organization`; `central`: central configuration
 * rules it; `blocked`: another administrator has it.
 */
export const Way = z.enum(["invitation", "organization", "central", "blocked"]);
export type Way = z.infer<typeof Way>;

/** The API call to make next, nothing, or a person's turn. */
export const Command = z.enum([
  "CreateMember",
  "InviteMember",
  "AcceptInvitation",
  "DisassociateMember",
  "DeleteMember",
  "None",
  "Escalate",
]);
export type Command = z.infer<typeof Command>;

const byInvitation: Record<State, Command> = {
  Absent: "CreateMember",
  Created: "InviteMember",
  Invited: "AcceptInvitation",
  Enabled: "None",
  Removed: "InviteMember", // the console calls it "resend invitation"
  Resigned: "AcceptInvitation", // it left by itself and may accept again: the invitation still stands
  Deleted: "CreateMember",
  AccountSuspended: "Escalate",
  RegionDisabled: "Escalate",
  Unknown: "Escalate", // a word that AWS never used before: tell, do not act (D72)
};

const throughOrganization: Record<State, Command> = {
  Absent: "CreateMember", // enables at once; there is no invitation
  // assumed: CreateMembers enables an organization account whatever an older invitation left behind.
  Created: "CreateMember",
  Invited: "CreateMember",
  Enabled: "None",
  Removed: "CreateMember",
  Resigned: "CreateMember",
  Deleted: "CreateMember",
  // Once it is active again the hub must enable it again (API reference, Member); a plan asks only then.
  AccountSuspended: "CreateMember",
  RegionDisabled: "Escalate",
  Unknown: "Escalate",
};

/** Not ours to change. What is Enabled all the same is healthy, and is left alone (D71). */
const notOurs: Record<State, Command> = {
  Absent: "Escalate",
  Created: "Escalate",
  Invited: "Escalate",
  Enabled: "None",
  Removed: "Escalate",
  Resigned: "Escalate",
  Deleted: "Escalate",
  AccountSuspended: "Escalate",
  RegionDisabled: "Escalate",
  Unknown: "Escalate",
};

const outByInvitation: Record<State, Command> = {
  Absent: "None",
  Created: "DeleteMember", // assumed: a row that was never a member can be deleted
  Invited: "DeleteMember", // assumed: the same
  Enabled: "DisassociateMember", // DeleteMembers refuses a member that is Enabled
  Removed: "DeleteMember",
  Resigned: "DeleteMember",
  Deleted: "None",
  AccountSuspended: "Escalate",
  RegionDisabled: "Escalate",
  Unknown: "Escalate",
};

/** DeleteMembers is not for organization accounts: Removed is as far out as they get. */
const outOfOrganization: Record<State, Command> = {
  Absent: "None",
  Created: "None",
  Invited: "Escalate", // an invitation is open that the hub cannot take back
  Enabled: "DisassociateMember",
  Removed: "None",
  Resigned: "None",
  Deleted: "None",
  AccountSuspended: "Escalate",
  RegionDisabled: "Escalate",
  Unknown: "Escalate",
};

const outNotOurs: Record<State, Command> = {
  ...notOurs,
  Absent: "None",
  Enabled: "Escalate",
  Removed: "None",
  Deleted: "None",
};

const decisions: Record<Desired, Record<Way, Record<State, Command>>> = {
  member: {
    invitation: byInvitation,
    organization: throughOrganization,
    central: notOurs,
    blocked: notOurs,
  },
  absent: {
    invitation: outByInvitation,
    organization: outOfOrganization,
    central: outNotOurs,
    blocked: outNotOurs,
  },
};

/** The next act that brings a membership towards what the ledger wants: total over all cases. */
export const decide = (desired: Desired, state: State, way: Way): Command =>
  decisions[desired][way][state];
