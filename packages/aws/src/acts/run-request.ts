// What begins a run: an uploaded ledger and who brought it, or what is to be healed. It is the input of `apply`.
import { By } from "@rollcall/core/healing";
import type { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";
import type { RunRow } from "../table/runs.ts";

/** A heal's place in a run's input; the memberships lie in the run's `heal.json`. */
export const HealOf = z.object({
  /** The run of the ledger that is healed. */
  ledger: RunId,
  by: By,
  accounts: z.int().positive(),
  memberships: z.int().positive(),
});
export type HealOf = z.infer<typeof HealOf>;

/**
 * An uploaded version of a ledger, its run and its execution; `at` is when it was uploaded. With `heal`: the ledger
 * that was applied last, of which a part is healed, and `at` is when that was wanted.
 */
export const RunRequest = z.object({
  run: RunId,
  execution: z.string(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  uploader: z.string(),
  at: z.iso.datetime(),
  heal: HealOf.optional(),
});
export type RunRequest = z.infer<typeof RunRequest>;

/** The row of a run that has just begun. `regions`: those of the hub, where they matter. */
export function rowOf(request: RunRequest, regions: Region[] = []): RunRow {
  const now = new Date().toISOString();
  return {
    run: request.run,
    status: "waiting",
    stage: "read",
    reached: { read: now },
    execution: request.execution,
    ledger: request.key,
    bucket: request.bucket,
    versionId: request.versionId,
    uploader: request.uploader,
    ...(request.heal && { heal: request.heal }),
    startedAt: now,
    rows: 0,
    regions,
    version: 0,
  };
}
