// What begins a run: an uploaded ledger and who brought it. It is the input of `apply`.
import type { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";
import type { RunRow } from "../table/runs.ts";

/** An uploaded version of a ledger, its run and its execution; `at` is when it was uploaded. */
export const RunRequest = z.object({
  run: RunId,
  execution: z.string(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  uploader: z.string(),
  at: z.iso.datetime(),
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
    startedAt: now,
    rows: 0,
    regions,
    version: 0,
  };
}
