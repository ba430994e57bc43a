// Compares the ledger with what was observed, and stores what would have to change.

import { planCreated, planRun } from "@rollcall/aws/acts/plan-run";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({
  run: RunId,
  /** True: only the accounts that this run has created meanwhile. */
  created: z.boolean().default(false),
  /** True: a person has approved the stored plan; what reality still asks for is left of it. */
  approved: z.boolean().default(false),
});

export const handler = lambda(Input, async ({ run, created, approved }) => {
  const { waits, ...planned } = await (created ? planCreated(run) : planRun(run, approved));
  const { waves, creations, removals, closures } = planned;
  const onboards = waves.length + creations > 0;
  const takes = removals.length > 0 ? "offboard" : closures > 0 ? "close" : "nothing";
  const outcome = onboards ? "onboard" : takes;
  return { outcome: waits ? "approval" : outcome, ...planned };
});
