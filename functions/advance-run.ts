// Notes that a run has reached a stage, tells it, and keeps its lease.

import { advanceRun } from "@rollcall/aws/acts/advance-run";
import { lambda } from "@rollcall/aws/lambda";
import { renewLease } from "@rollcall/aws/table/lease";
import { RunId, Stage } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({ run: RunId, stage: Stage, wave: z.int().positive().optional() });

export const handler = lambda(Input, async ({ run, stage, wave }) => {
  await renewLease(run);
  await advanceRun(run, stage, wave ?? 0);
});
