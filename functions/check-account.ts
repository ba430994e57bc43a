// Looks how far the creation of an account is.
import { checkAccount } from "@rollcall/aws/acts/request-account";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";

const Input = z.object({ run: RunId, email: z.string(), attempt: z.int().positive() });

export const handler = lambda(Input, async (request) => ({ outcome: await checkAccount(request) }));
