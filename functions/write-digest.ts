// Once a day: say what has changed, who is outside, and that all is well when it is.
import { writeDigest } from "@rollcall/aws/acts/write-digest";
import { lambda } from "@rollcall/aws/lambda";
import * as z from "zod";

/** The schedule says when it was due; whoever asks by hand means now. */
const Input = z.object({ at: z.iso.datetime().optional() });

export const handler = lambda(Input, async ({ at }) => ({
  digest: await writeDigest(at ?? new Date().toISOString()),
}));
