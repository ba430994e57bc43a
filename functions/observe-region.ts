// Asks the hub about every account of one Region, and writes down what it says.
import { observeRegion } from "@rollcall/aws/acts/observe-region";
import { verifyWave } from "@rollcall/aws/acts/verify-wave";
import { lambda } from "@rollcall/aws/lambda";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";

const Input = z.object({
  run: RunId,
  region: Region,
  /** With a wave: are its accounts members now? */
  wave: z.int().positive().optional(),
  attempt: z.int().positive().default(1),
});

export const handler = lambda(Input, async ({ run, region, wave, attempt }) => {
  if (wave !== undefined) return { outcome: await verifyWave({ run, region, wave, attempt }) };
  const seen = await observeRegion(region, run);
  return { outcome: seen.readable ? "read" : "unread" };
});
