// Asks the hub about every account of one Region, and writes down what it says.
import { observeRegion } from "@rollcall/aws/acts/observe-region";
import { verifyWave } from "@rollcall/aws/acts/verify-wave";
import { lambda } from "@rollcall/aws/lambda";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({
  run: RunId,
  region: Region,
  /** With a wave: are its accounts members now? */
  wave: z.int().positive().optional(),
  attempt: z.int().positive(),
});

export const handler = lambda(Input, async ({ wave, ...asked }) => ({
  outcome: await (wave === undefined ? observeRegion(asked) : verifyWave({ ...asked, wave })),
}));
