// CloudTrail tells of calls: write down who made them and what they changed.
import { noteCall } from "@rollcall/aws/acts/note-call";
import { lambda } from "@rollcall/aws/lambda";
import { log } from "@rollcall/aws/log";
import * as z from "zod";

/** A batch of the queue behind the trail bus. */
const Input = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});

export const handler = lambda(Input, async ({ Records }) => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  // One after another: two calls about one membership would only conflict.
  for (const { messageId, body } of Records)
    try {
      const outcome = await noteCall(JSON.parse(body));
      log.info({ message: messageId, outcome }, "call heard of");
    } catch (error) {
      log.error({ message: messageId, error: String(error) }, "call not noted; it comes again");
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  return { batchItemFailures };
});
