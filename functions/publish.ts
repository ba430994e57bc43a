// The table's stream → rollcall's bus. What was written is told; nothing else is.

import { publishRows, StreamBatch } from "@rollcall/aws/acts/publish";
import { lambda } from "@rollcall/aws/lambda";

export const handler = lambda(StreamBatch, async ({ Records }) => ({
  batchItemFailures: await publishRows(Records),
}));
