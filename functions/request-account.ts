// Asks Organizations for one account, unless it has been asked for before.
import { requestAccount } from "@rollcall/aws/acts/request-account";
import { lambda } from "@rollcall/aws/lambda";
import { renewLease } from "@rollcall/aws/table/lease";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({
  run: RunId,
  accountName: z.string(),
  email: z.string(),
  attempt: z.int().positive(),
});

// Creating accounts can take longer than the lease of the run.
export const handler = lambda(Input, async (request) => {
  await renewLease(request.run);
  return { outcome: await requestAccount(request) };
});
