// Who did it, and from where: a call that changed a membership, as CloudTrail tells of it. Events are the fast
// path and name somebody; they are "best effort", so the roll call stays the proof, and who is not told of is unknown.
import * as z from "zod";
import { AccountId } from "./account.ts";
import * as Event from "./event.ts";
import type { State } from "./membership/state.ts";
import { Region } from "./region.ts";

export { shortActor } from "./call/actor.ts";
export { type Heard, hear } from "./call/hear.ts";
export { inOrder, makes } from "./call/order.ts";

/** A call about one account. `id` is CloudTrail's event id and the account: one event can concern 50 accounts. */
export const Call = z.object({
  id: z.string(),
  /** When it was made; CloudTrail tells whole seconds. */
  at: z.iso.datetime(),
  accountId: AccountId,
  /** Where; `organization`: in all Regions, by leaving or closing. */
  region: z.union([Region, z.literal("organization")]),
  eventName: z.string(),
  /** ARN of who called, or what CloudTrail says in place of one. Text of strangers. */
  actor: z.string(),
  sourceIp: z.string().optional(),
});
export type Call = z.infer<typeof Call>;

/** Raised by the row of a call, with the same id. */
export const Noted = Event.define("call.noted", Call);

/** Plays the part of a run for what events record: one for each day of UTC. */
export const trailRun = (at: string): string => `trail-${at.slice(0, 10).replaceAll("-", "")}`;

const DAY = 86_400_000;

/** Days of events that one roll call looks through: no longer than transitions are looked for among runs. */
const MOST_DAYS = 100;

/** The names under which events recorded something since a moment, and on the day before it: the newest first. */
export function trailRunsSince(since: string | undefined, now: string): string[] {
  const back =
    since === undefined ? 0 : Date.parse(now.slice(0, 10)) - Date.parse(since.slice(0, 10));
  const days = Math.min(MOST_DAYS, Math.max(0, back / DAY) + 2);
  return Array.from({ length: days }, (_, at) =>
    trailRun(new Date(Date.parse(now) - at * DAY).toISOString()),
  );
}

const leaving = [
  "DisassociateFromAdministratorAccount",
  "DisassociateFromMasterAccount",
  "DeclineInvitations",
];
const departing = ["LeaveOrganization", "RemoveAccountFromOrganization"];
const joining = ["AcceptAdministratorInvitation", "AcceptInvitation", "CreateMembers"];

/** Calls that can lead to a state. */
const leadsTo: Record<State, readonly string[]> = {
  Absent: ["DeleteMembers", "DisassociateMembers", "DisableSecurityHub", ...departing],
  Created: ["CreateMembers"],
  Invited: ["InviteMembers"],
  Enabled: joining,
  Removed: ["DisassociateMembers", "DisableSecurityHub", ...departing],
  Resigned: [...leaving, "DisableSecurityHub"],
  Deleted: ["DeleteMembers", "DisableSecurityHub", ...departing],
  AccountSuspended: ["CloseAccount"],
  RegionDisabled: [],
  // A word that is none of ours, or an absence that nobody saw.
  Unknown: [...leaving, "DisassociateMembers", "DeleteMembers", "DisableSecurityHub", ...departing],
};

/** A change of which somebody asks who did it. Times are ISO. */
export interface Change {
  region: string;
  to: State;
  /** When it was seen at the latest. */
  at: string;
  /** When it was still otherwise, as far as that is known. */
  after?: string | undefined;
}

/** How long before it was seen a change can have been made, in milliseconds, where nobody knows better. */
export const LOOKS_BACK = DAY;

/** Which of an account's calls made the change: the last one that can have led to it; undefined: unknown. */
export function callBehind(change: Change, calls: readonly Call[]): Call | undefined {
  const { region, to, at } = change;
  const after = change.after ?? new Date(Date.parse(at) - LOOKS_BACK).toISOString();
  // CloudTrail's whole seconds make a call seem up to a second older than what came before it.
  const earliest = Date.parse(after) - 1_000;
  return calls
    .filter(
      (one) =>
        (one.region === region || one.region === "organization") &&
        leadsTo[to].includes(one.eventName) &&
        Date.parse(one.at) >= earliest &&
        one.at <= at,
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}
