// A run moves on from stage to stage, and says so.
import { create } from "@rollcall/core/event";
import { Advanced, Stage } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { runOf, tellRun } from "../table/runs.ts";

/**
 * Notes that a run has reached a stage (in a wave, from 1; 0 outside of waves) and tells it, once. Stages of
 * creation and of waves overlap: what counts is when each was first reached.
 */
export async function advanceRun(run: string, stage: Stage, wave: number): Promise<void> {
  const row = await runOf(run);
  const at = new Date().toISOString();
  const event = create(
    Advanced,
    { id: `${run}/${stage}/${wave}`, at, run, link: executionPage(row.execution) },
    { stage, wave },
  );
  // Creation goes on beside the waves, and waves follow each other: a person sees the furthest stage.
  const order = Stage.options;
  const furthest = order.indexOf(stage) > order.indexOf(row.stage) ? stage : row.stage;
  const reached = { ...row.reached, [stage]: row.reached[stage] ?? at };
  await tellRun({ ...row, stage: furthest, reached }, event);
}
