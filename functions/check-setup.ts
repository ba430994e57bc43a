// Once a day: whose set-up is not complete, and who is to be reminded of it.
import { checkSetup } from "@rollcall/aws/acts/check-setup";
import { lambda } from "@rollcall/aws/lambda";
import * as z from "zod";

/** The schedule says when it was due; whoever asks by hand means now. */
const Input = z.object({ at: z.iso.datetime().optional() });

export const handler = lambda(Input, ({ at }) => checkSetup(at ?? new Date().toISOString()));
