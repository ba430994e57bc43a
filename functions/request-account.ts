// Asks Organizations for one account, unless it has been asked for before.
import { requestAccount } from "@rollcall/aws/acts/request-account";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";

const Input = z.object({
  run: RunId,
  accountName: z.string(),
  email: z.string(),
  attempt: z.int().positive(),
});

export const handler = lambda(Input, async (request) => ({
  outcome: await requestAccount(request),
}));
