// A run moves on from stage to stage, and says so.
import { RejectedError } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import { Advanced, Stage } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { changeRun } from "../table/runs.ts";

/**
 * Notes that a run has reached a stage (in a wave, from 1; 0 outside of waves) and tells it. Stages of creation
 * and of waves overlap: what counts is when each was first reached. A run that has closed stays as it is.
 */
export async function advanceRun(run: string, stage: Stage, wave: number): Promise<void> {
  const at = new Date().toISOString();
  await changeRun(run, (row) => {
    if (!row) throw new RejectedError(`run ${run} has no row`);
    if (row.closedAt) return undefined;
    const common = { id: `${run}/${stage}/${wave}`, at, run, link: executionPage(row.execution) };
    // Creation goes on beside the waves, and waves follow each other: a person sees the furthest stage.
    const order = Stage.options;
    const furthest = order.indexOf(stage) > order.indexOf(row.stage) ? stage : row.stage;
    const reached = { ...row.reached, [stage]: row.reached[stage] ?? at };
    return {
      row: { ...row, stage: furthest, reached },
      event: create(Advanced, common, { stage, wave }),
    };
  });
}
