// Closes the accounts of a run that a person approved, and looks how far AWS is.
import { closeAccounts } from "@rollcall/aws/acts/close-accounts";
import { lambda } from "@rollcall/aws/lambda";
import { renewLease } from "@rollcall/aws/table/lease";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({ run: RunId, attempt: z.int().positive() });

// Closing accounts can take longer than the lease of the run.
export const handler = lambda(Input, async ({ run, attempt }) => {
  await renewLease(run);
  return { outcome: await closeAccounts(run, attempt) };
});
