// SQS: handing messages to the queue from which Slack is told.
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Resource } from "sst";
import { ownClientOf } from "./clients.ts";
import { translate } from "./errors.ts";

const client = () => ownClientOf(SQSClient, "sqs");

/** An id as SQS takes it: of ASCII without blanks (API reference), where a channel's name may be in any language. */
const idOf = (text: string): string => encodeURIComponent(text);

/** Queues the delivery of an outbox entry: messages of a channel in order, a revision only once. */
export async function queueDelivery(delivery: {
  key: string;
  revision: number;
  channel: string;
}): Promise<void> {
  await client()
    .send(
      new SendMessageCommand({
        QueueUrl: Resource.SlackMessages.url,
        MessageBody: JSON.stringify(delivery),
        // A group id takes 128 characters (API reference).
        MessageGroupId: idOf(delivery.channel).slice(0, 128),
        MessageDeduplicationId: idOf(`${delivery.key}#${delivery.revision}`).slice(-128),
      }),
    )
    .catch(translate);
}

/** Leaves a message alone for some seconds (at most 12 hours), so that its channel waits and no other does. */
export async function postpone(receiptHandle: string, seconds: number): Promise<void> {
  await client()
    .send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: Resource.SlackMessages.url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.min(Math.max(1, Math.ceil(seconds)), 43_200),
      }),
    )
    .catch(translate);
}
