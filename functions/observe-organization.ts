// Asks Organizations which accounts there are, and which of them are suspended.

import { observeOrganization } from "@rollcall/aws/acts/observe-organization";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

export const handler = lambda(z.object({ run: RunId }), async ({ run }) => {
  const isRead = await observeOrganization(run);
  return { outcome: isRead ? "read" : "unread" };
});
