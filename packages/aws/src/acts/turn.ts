// A run and its turn: it waits for one, begins, or is ended because a newer ledger takes its place.
import { create } from "@rollcall/core/event";
import type { Region } from "@rollcall/core/region";
import { Advanced, Started } from "@rollcall/core/run";
import { findLease } from "../table/lease.ts";
import { changeRun } from "../table/runs.ts";
import { closedEvent, common, subjectOf } from "./run-events.ts";
import { type RunRequest, rowOf } from "./run-request.ts";

/** Notes and tells that a run has begun with so many rows, in these Regions. */
export async function begin(request: RunRequest, rows: number, regions: Region[]): Promise<void> {
  await changeRun(request.run, (seen) => {
    if (seen && seen.status !== "waiting") return undefined;
    return {
      row: { ...(seen ?? rowOf(request)), status: "running", rows, regions },
      event: create(Started, common(request, "started"), subjectOf(request)),
    };
  });
}

/** Notes and tells that the run waits for another one. */
export async function waitForTurn(request: RunRequest): Promise<void> {
  await changeRun(request.run, (seen) => {
    if (seen) return undefined;
    const event = create(Advanced, common(request, "waiting"), { stage: "read", wave: 0 });
    return { row: rowOf(request), event };
  });
}

/** Ends a run that has not begun, because a newer ledger takes its place. */
export async function supersedeRun(request: RunRequest): Promise<void> {
  await changeRun(request.run, (seen) => {
    const row = seen ?? rowOf(request);
    if (row.closedAt) return undefined;
    const closedAt = new Date().toISOString();
    return {
      row: { ...row, status: "superseded", closedAt },
      event: closedEvent(row, "superseded"),
    };
  });
}

/**
 * Ends a run whose plan waits for a person, because this ledger takes its place; returns it. Its execution still waits:
 * the workflow has it told.
 */
export async function displaceParked({ run }: RunRequest): Promise<string | undefined> {
  const parked = (await findLease())?.parked;
  if (!parked || parked.run === run) return undefined;
  await changeRun(parked.run, (row) => {
    if (!row || row.closedAt) return undefined;
    const closedAt = new Date().toISOString();
    const approval = row.approval && { ...row.approval, standing: "superseded" as const };
    return {
      row: { ...row, status: "superseded", closedAt, approval },
      event: closedEvent(row, "superseded"),
    };
  });
  return parked.run;
}
