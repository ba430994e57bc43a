// Ends a run: sums up where every membership stands, tells it, and gives the lease back.

import { closeRun } from "@rollcall/aws/acts/close-run";
import { lambda } from "@rollcall/aws/lambda";
import { releaseLease } from "@rollcall/aws/table/lease";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";

const Input = z.object({
  run: RunId,
  failure: z.object({ error: z.string(), cause: z.string() }).optional(),
});

export const handler = lambda(Input, async ({ run, failure }) => {
  const status = await closeRun(run, failure);
  await releaseLease(run);
  return { outcome: status };
});
