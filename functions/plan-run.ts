// Compares the ledger with what was observed, and stores what would have to change.

import { planCreated, planRun } from "@rollcall/aws/acts/plan-run";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";

const Input = z.object({
  run: RunId,
  /** True: only the accounts that this run has created meanwhile. */
  created: z.boolean().default(false),
});

export const handler = lambda(Input, async ({ run, created }) => {
  const { waves, creations } = await (created ? planCreated(run) : planRun(run));
  return { outcome: waves.length + creations > 0 ? "onboard" : "nothing", waves, creations };
});
