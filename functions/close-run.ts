// Ends a run: sums up where every membership stands, tells it, and gives the lease back.

import { closeFailed, closeRun, expireRun } from "@rollcall/aws/acts/close-run";
import { RunRequest } from "@rollcall/aws/acts/run-request";
import { lambda } from "@rollcall/aws/lambda";
import { releaseLease } from "@rollcall/aws/table/lease";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.union([
  z.object({ request: RunRequest, failure: z.object({ error: z.string(), cause: z.string() }) }),
  /** `expired`: nobody decided on its plan in time. */
  z.object({ run: RunId, expired: z.boolean().default(false) }),
]);

export const handler = lambda(Input, async (ended) => {
  const isFailed = "failure" in ended;
  const outcome = await (isFailed
    ? closeFailed(ended.request, ended.failure)
    : (ended.expired ? expireRun : closeRun)(ended.run));
  await releaseLease(isFailed ? ended.request.run : ended.run);
  return { outcome };
});
