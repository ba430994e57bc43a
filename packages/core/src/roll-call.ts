// A roll call is one observation of every Region: who is there, who left, who could not be asked.
import * as z from "zod";
import * as Event from "./event.ts";
import { Loss } from "./roll-call/loss.ts";
import { Unread } from "./roll-call/report.ts";

export { isLoss, Loss, lossOf, OFFBOARD } from "./roll-call/loss.ts";
export { type Report, reportOf, type Seen, Unread } from "./roll-call/report.ts";
export {
  accountIn,
  type Snapshot,
  type SnapshotHead,
  SnapshotLines,
  type States,
} from "./roll-call/snapshot.ts";
export {
  addAccount,
  emptyTally,
  isRead,
  type Tallied,
  type Tally,
  talliedOf,
} from "./roll-call/tally.ts";

/** Plays the part of a run for files and transitions: the name of the execution. */
export const RollCallId = z.string().regex(/^roll-call-\d{8}T\d{6}Z$/, "not a roll call");
export type RollCallId = z.infer<typeof RollCallId>;

/** The roll call of a moment: the same schedule event delivered twice is one roll call. */
export const rollCallAt = (at: string): RollCallId =>
  `roll-call-${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** The moment that a roll call is named by, in milliseconds since 1970. */
export const momentOf = (rollCall: RollCallId): number =>
  Date.parse(
    rollCall.replace(/^roll-call-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );

/** Is this execution a roll call, or the run of a ledger? */
export const isRollCall = (run: string): boolean => RollCallId.safeParse(run).success;

/** `partial`: some Regions, or the organization, could not be read. `failed`: it did not come to its end. */
export const Status = z.enum(["complete", "partial", "failed"]);
export type Status = z.infer<typeof Status>;

/** The first losses and names travel with the event; all of them lie in the roll call's report. */
export const Closed = Event.define(
  "roll-call.closed",
  z.object({
    status: Status,
    /** True: nothing was known before, so that nothing can have been lost. */
    first: z.boolean(),
    /** Memberships in each state, of the Regions that were read. */
    counts: z.record(z.string(), z.int().nonnegative()),
    losses: z.object({ count: z.int().nonnegative(), first: z.array(Loss).max(20) }),
    unread: z.array(Unread),
    /** Regions that could be read the last time. */
    newlyUnread: z.array(z.string()),
    /** Members of the hub that the ledger does not name. */
    unknown: z.object({ count: z.int().nonnegative(), first: z.array(z.string()).max(20) }),
    /** Accounts that the ledger wants, and of which the hub has no record. */
    missing: z.object({ count: z.int().nonnegative(), first: z.array(z.string()).max(20) }),
    /** Earlier roll calls with losses that had not all healed. */
    open: z.array(RollCallId),
    failure: z.object({ error: z.string(), cause: z.string() }).optional(),
  }),
);
