// A run is one execution of `apply`: one ledger version, from the file to the closed summary.
import * as z from "zod";
import * as Event from "./event.ts";
import { Problem } from "./ledger/row.ts";
import { RunStatus, Stage } from "./run/stages.ts";
import { Summary } from "./run/summary.ts";

export { type Group, grouped } from "./run/groups.ts";
export { next, Outcome, Reason, reasonOf } from "./run/outcome.ts";
export { isGoneFrom } from "./run/removed.ts";
export { type Numbers, Progress, RunStatus, Stage, stagesAt } from "./run/stages.ts";
export { Attention, type Counts, Summary, summarize } from "./run/summary.ts";
export { asOutcome } from "./run/why.ts";

/** The name of the execution: characters that Step Functions and S3 keys both take. */
export const RunId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, "not a run id");
export type RunId = z.infer<typeof RunId>;

/** Is this the run of a ledger, and not a heal or an off-boarding, which hold the same lease? */
export const isOfLedger = (run: string): boolean => run.startsWith("ledger-");

/** What a run is about. */
const Subject = z.object({
  /** The object's key as a person reads it: decoded. */
  ledger: z.string(),
  versionId: z.string().optional(),
  /** Who uploaded it, as S3 names the principal. */
  uploader: z.string().optional(),
});

export const Started = Event.define("run.started", Subject);

/** A stage was reached; `wave` counts from 1, and is 0 outside of waves. */
export const Advanced = Event.define(
  "run.advanced",
  z.object({ stage: Stage, wave: z.int().nonnegative() }),
);

/** A run that failed early has no summary. Of its attention only the first lines travel. */
export const Closed = Event.define(
  "run.closed",
  z.object({
    status: RunStatus,
    summary: Summary.optional(),
    seconds: z.number().nonnegative(),
  }),
);

/** The first problems travel with the event; all of them lie in the run's files. */
export const LedgerRejected = Event.define(
  "ledger.rejected",
  z.object({
    ...Subject.shape,
    rows: z.int().nonnegative(),
    errors: z.int().nonnegative(),
    warnings: z.int().nonnegative(),
    problems: z.array(Problem).max(20),
  }),
);
