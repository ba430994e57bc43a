// Ends a roll call: writes down what it found, tells it, and lets the next one begin.
import { closeFailedRollCall, closeRollCall } from "@rollcall/aws/acts/close-roll-call";
import { lambda } from "@rollcall/aws/lambda";
import { endTurn } from "@rollcall/aws/table/roll-call-lease";
import { RollCallId } from "@rollcall/core/roll-call";
import * as z from "zod";

const Input = z.object({
  run: RollCallId,
  at: z.iso.datetime(),
  execution: z.string(),
  failure: z.object({ error: z.string(), cause: z.string() }).optional(),
});

export const handler = lambda(Input, async ({ failure, ...ending }) => {
  const status = await (failure ? closeFailedRollCall(ending, failure) : closeRollCall(ending));
  await endTurn(ending.run);
  return { outcome: status };
});
