// The baseline: what is switched on in a member beside its membership, each part by itself: standards, AWS Config,
// GuardDuty. It never decides about the membership; a part that fails is named beside it.
import * as z from "zod";
import { AccountId } from "./account.ts";
import { Part } from "./baseline/part.ts";
import * as Event from "./event.ts";
import { Region } from "./region.ts";
import { Reason } from "./run/outcome.ts";

export { Part } from "./baseline/part.ts";
export { partsOf, Wanted, wantedText } from "./baseline/parts.ts";
export { type Relation, relationOf } from "./baseline/relation.ts";
export { nameOfStandard } from "./baseline/standard.ts";
export { Counts, tally } from "./baseline/tally.ts";

/**
 * How a part stands. `kept`: the account had its own, which was left alone. `pending`: AWS is at it, or will be asked
 * again. `waits`: held back until Config records (D51). `failed`: a person must act; `reason` says why.
 */
export const PartState = z.enum(["ready", "kept", "pending", "waits", "failed"]);
export type PartState = z.infer<typeof PartState>;

/** One part of one account in one Region. */
export const Standing = z.object({
  state: PartState,
  /** Present where it failed, or is pending for a reason that a person can look into. */
  reason: Reason.optional(),
  /** AWS's own words. */
  detail: z.string().optional(),
  /** What the settings wanted when it was looked at: other settings, and it is looked at again. */
  wanted: z.string(),
});
export type Standing = z.infer<typeof Standing>;

export const Standings = z.partialRecord(Part, Standing);
export type Standings = z.infer<typeof Standings>;

/** The baseline of an account in a Region, as it is recorded. Parts that were never wanted are not there. */
export const Baseline = z.object({
  accountId: AccountId,
  region: Region,
  parts: Standings,
  /** Of the last change, ISO. */
  at: z.string(),
  run: z.string().optional(),
  version: z.int().positive(),
});
export type Baseline = z.infer<typeof Baseline>;

/** Parts of an account's baseline changed in a Region. */
export const Changed = Event.define(
  "baseline.changed",
  z.object({ accountId: AccountId, region: Region, parts: Standings }),
);

/** Is there nothing more to do for a part, as long as `wanted` stays? */
export const isDone = (standing: Standing | undefined, wanted: string): boolean =>
  standing !== undefined &&
  (standing.state === "ready" || standing.state === "kept") &&
  standing.wanted === wanted;

/** The parts that are to be looked at, of those that are wanted. */
export const missing = (
  parts: readonly Part[],
  recorded: Standings | undefined,
  wanted: Record<Part, string>,
): Part[] => parts.filter((part) => !isDone(recorded?.[part], wanted[part]));

/** True where both say the same; when they were written does not count. */
export const isSame = (one: Standing | undefined, other: Standing): boolean =>
  one !== undefined &&
  one.state === other.state &&
  one.reason === other.reason &&
  one.detail === other.detail &&
  one.wanted === other.wanted;
