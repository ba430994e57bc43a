// A plan that takes something away waits for a person. What may be said to it, and when, is one table.
import * as z from "zod";
import { isSamePerson } from "./approval/person.ts";
import * as Event from "./event.ts";
import { Blast, Cause } from "./plan/blast.ts";
import { RunId } from "./run.ts";

export { isSamePerson, type Sameness } from "./approval/person.ts";

/** How an approval stands. All but `waiting` are final. */
export const Standing = z.enum(["waiting", "approved", "rejected", "expired", "superseded"]);
export type Standing = z.infer<typeof Standing>;

/** What a person may say. */
export const Word = z.enum(["approve", "reject"]);
export type Word = z.infer<typeof Word>;

/** Who decided, as AWS says it (`requestContext.authorizer.iam` of the function URL), never as they say. */
export const Person = z.object({ arn: z.string(), account: z.string(), caller: z.string() });
export type Person = z.infer<typeof Person>;

/** The approval of one run's stored plan. Times are ISO. */
export const Approval = z.object({
  standing: Standing,
  causes: z.array(Cause),
  blast: Blast,
  /** The uploader may not be the one who approves. */
  twoPersons: z.boolean(),
  requestedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  by: Person.optional(),
  decidedAt: z.iso.datetime().optional(),
  why: z.string().optional(),
});
export type Approval = z.infer<typeof Approval>;

/** What somebody asks to decide. A rejection says why. */
export const Decision = z.union([
  z.object({ run: RunId, word: z.literal("approve") }),
  z.object({ run: RunId, word: z.literal("reject"), why: z.string().trim().min(1).max(500) }),
]);
export type Decision = z.infer<typeof Decision>;

/**
 * The answer to a decision. `decided`: it counts. `again`: it was decided the same way before. `contradicts`: it was
 * decided the other way. `own`, `unclear`: two persons are asked for, and the decider is the uploader, or may be.
 */
export const Verdict = z.enum([
  "decided",
  "again",
  "contradicts",
  "expired",
  "superseded",
  "own",
  "unclear",
  "not-waiting",
]);
export type Verdict = z.infer<typeof Verdict>;

const table: Record<Word, Record<Standing, Verdict>> = {
  approve: {
    waiting: "decided",
    approved: "again",
    rejected: "contradicts",
    expired: "expired",
    superseded: "superseded",
  },
  reject: {
    waiting: "decided",
    approved: "contradicts",
    rejected: "again",
    expired: "expired",
    superseded: "superseded",
  },
};

/** What a word means for an approval now. `approval` is undefined for a run that never asked for one. */
export function judge(
  word: Word,
  {
    approval,
    uploader,
    caller,
    now,
  }: {
    approval: Approval | undefined;
    uploader: string | undefined;
    caller: string;
    /** ISO. */
    now: string;
  },
): Verdict {
  if (!approval) return "not-waiting";
  const isLate = approval.standing === "waiting" && now >= approval.expiresAt;
  const verdict = isLate ? "expired" : table[word][approval.standing];
  // Whoever asked for a removal may always take it back.
  if (verdict !== "decided" || word === "reject" || !approval.twoPersons) return verdict;
  const sameness = isSamePerson(uploader ?? "", caller);
  return sameness === "same" ? "own" : sameness === "unknown" ? "unclear" : "decided";
}

/** A run waits for a person. */
export const Requested = Event.define(
  "approval.requested",
  z.object({ causes: z.array(Cause), blast: Blast, expiresAt: z.iso.datetime() }),
);

/** A person has decided. */
export const Decided = Event.define(
  "approval.decided",
  z.object({ word: Word, by: Person, why: z.string().optional() }),
);
