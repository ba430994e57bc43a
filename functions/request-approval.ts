// Asks a person for a decision: keeps the task's token, and says in the run's row that it waits. Without a token it says
// what has become of the question.
import { requestApproval, standingOf } from "@rollcall/aws/acts/request-approval";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.union([
  /** `at`: when the ledger was uploaded. */
  z.object({ run: RunId, token: z.string().min(1), at: z.iso.datetime() }),
  z.strictObject({ run: RunId }),
]);

export const handler = lambda(Input, async (asked) => {
  if (!("token" in asked)) return { outcome: await standingOf(asked.run) };
  await requestApproval(asked.run, asked.token, asked.at);
  return undefined;
});
