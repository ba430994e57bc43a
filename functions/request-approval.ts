// Asks a person for a decision: keeps the task's token, and says in the run's row that it waits.
import { requestApproval } from "@rollcall/aws/acts/request-approval";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

/** `at`: when the ledger was uploaded. */
const Input = z.object({ run: RunId, token: z.string().min(1), at: z.iso.datetime() });

export const handler = lambda(Input, async ({ run, token, at }) => {
  await requestApproval(run, token, at);
});
