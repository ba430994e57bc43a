// The queue of messages → Slack. One channel at a time, so a channel that has to wait holds up no other.
import { postMessage } from "@rollcall/aws/acts/post-message";
import { lambda } from "@rollcall/aws/lambda";
import { log } from "@rollcall/aws/log";
import { postpone } from "@rollcall/aws/sqs";
import { z } from "zod";

const Batch = z.object({
  Records: z.array(
    z.object({ messageId: z.string(), receiptHandle: z.string(), body: z.string() }),
  ),
});
const Due = z.object({ key: z.string() });

export const handler = lambda(Batch, async ({ Records }) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, receiptHandle, body } of Records) {
    const { key } = Due.parse(JSON.parse(body));
    try {
      const wait = await postMessage(key);
      if (wait === 0) continue;
      await postpone(receiptHandle, wait);
    } catch (error) {
      log.warn({ outbox: key, error: String(error) }, "message not delivered; it stays queued");
    }
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
});
