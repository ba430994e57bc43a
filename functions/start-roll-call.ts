// It is time: start a roll call, unless one is under way.
import { startRollCall } from "@rollcall/aws/acts/start-roll-call";
import { lambda } from "@rollcall/aws/lambda";
import { log } from "@rollcall/aws/log";
import * as z from "zod";

/** The schedule says when it was due; whoever asks by hand means now. */
const Input = z.object({ at: z.iso.datetime().optional() });

export const handler = lambda(Input, async ({ at }) => {
  const started = await startRollCall(at ?? new Date().toISOString());
  log.info({ run: started.rollCall, outcome: started.outcome }, "roll call requested");
  return started;
});
