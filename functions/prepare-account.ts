// Makes the member role in a new account, through the role that AWS put there.
import { prepareAccount } from "@rollcall/aws/acts/prepare-account";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";

const Input = z.object({ run: RunId, email: z.string(), attempt: z.int().positive() });

export const handler = lambda(Input, async (request) => ({
  outcome: await prepareAccount(request),
}));
