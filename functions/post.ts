// The queue of messages → Slack. One channel at a time, so a channel that has to wait holds up no other.
import { postMessage } from "@rollcall/aws/acts/post-message";
import { lambda } from "@rollcall/aws/lambda";
import { log } from "@rollcall/aws/log";
import { postpone } from "@rollcall/aws/sqs";
import { RejectedError } from "@rollcall/core/error";
import * as z from "zod";

const Batch = z.object({
  Records: z.array(
    z.object({ messageId: z.string(), receiptHandle: z.string(), body: z.string() }),
  ),
});
const Due = z.object({ key: z.string(), channel: z.string() });

export const handler = lambda(Batch, async ({ Records }) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  /** Seconds that Slack wants a channel left alone: what follows in it keeps its place. */
  const waits = new Map<string, number>();
  for (const { messageId, receiptHandle, body } of Records) {
    const { key, channel } = Due.parse(JSON.parse(body));
    try {
      const wait = waits.get(channel) ?? (await postMessage(key));
      if (wait === 0) continue;
      waits.set(channel, wait);
      await postpone(receiptHandle, wait);
    } catch (error) {
      // Given up on, and written down so: failing once lets the alarm ring, and the next delivery of this passes.
      if (error instanceof RejectedError) throw error;
      log.warn({ outbox: key, error: String(error) }, "message not delivered; it stays queued");
    }
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
});
