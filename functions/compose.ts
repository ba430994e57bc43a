// Events → what Slack should show. Messages are kept current in place; single transitions never post.
import { composeMessages, EventBatch } from "@rollcall/aws/acts/compose";
import { lambda } from "@rollcall/aws/lambda";

export const handler = lambda(EventBatch, async ({ Records }) => ({
  batchItemFailures: await composeMessages(Records),
}));
