// ReceiveMessage: long polling on the sandbox's clock, and which attributes go with a message.
import type { World } from "../../wire/service.ts";
import { invalid, type Message, md5, md5OfAttributes, type StoredAttribute } from "./message.ts";
import { type Queue, receiptOf } from "./queue.ts";

interface ReceiveInput {
  MaxNumberOfMessages?: number;
  VisibilityTimeout?: number;
  WaitTimeSeconds?: number;
  AttributeNames?: string[];
  MessageSystemAttributeNames?: string[];
  MessageAttributeNames?: string[];
}

/** Up to ten messages; waits for the first one as long as the caller or the queue says. */
export async function receive(world: World, queue: Queue, input: ReceiveInput) {
  const most = input.MaxNumberOfMessages ?? 1;
  if (!(most >= 1 && most <= 10))
    throw invalid(
      `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
    );
  const wait = input.WaitTimeSeconds ?? queue.number("ReceiveMessageWaitTimeSeconds");
  if (!(wait >= 0 && wait <= 20))
    throw invalid(
      `Value ${wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
    );
  const visibility = input.VisibilityTimeout ?? queue.number("VisibilityTimeout");
  // assumed, text only: that of WaitTimeSeconds
  if (!(visibility >= 0 && visibility <= 43_200))
    throw invalid(
      `Value ${visibility} for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.`,
    );
  const until = world.clock.now() + wait * 1000;
  for (;;) {
    const taken = queue.receive(most, visibility);
    const left = until - world.clock.now();
    if (taken.length > 0) return { Messages: taken.map((one) => rendered(one, input)) };
    if (left <= 0) return {};
    await arrival(world, queue, left);
  }
}

/** Resolves when there may be a message, or after `milliseconds`. */
async function arrival(world: World, queue: Queue, milliseconds: number): Promise<void> {
  const over = new AbortController();
  let stop = () => {};
  const woken = new Promise<void>((resolve) => {
    stop = queue.listen(resolve);
  });
  const timeout = world.clock.sleep(milliseconds, over.signal).catch(() => {});
  await Promise.race([woken, timeout]);
  stop();
  over.abort();
}

function rendered(message: Message, input: ReceiveInput) {
  const wanted = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const all = systemAttributes(message);
  const system = Object.entries(all).filter(
    ([name, value]) => value !== undefined && (wanted.includes("All") || wanted.includes(name)),
  );
  const own = chosen(message.attributes, input.MessageAttributeNames ?? []);
  const checksum = md5OfAttributes(own);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptOf(message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(checksum && { MD5OfMessageAttributes: checksum, MessageAttributes: onWire(own) }),
  };
}

/** System attributes of a message, as receivers and event sources see them. */
function systemAttributes(message: Message): Record<string, string | undefined> {
  const fifo = message.deduplication !== undefined;
  return {
    ApproximateReceiveCount: `${message.receiveCount}`,
    SentTimestamp: `${message.sentAt}`,
    SenderId: message.sender,
    ApproximateFirstReceiveTimestamp: `${message.firstReceivedAt}`,
    SequenceNumber: fifo ? String(message.sequence).padStart(20, "0") : undefined,
    MessageGroupId: message.group,
    MessageDeduplicationId: message.deduplication,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.sourceArn,
  };
}

/** Names may be given in full, as `All` or `.*`, or with a prefix such as `bar.*`. */
function chosen(attributes: Record<string, StoredAttribute>, names: string[]) {
  const matches = (name: string) =>
    names.some(
      (wanted) =>
        wanted === "All" ||
        wanted === name ||
        (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => matches(name)));
}

const onWire = (attributes: Record<string, StoredAttribute>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { BinaryValue, ...rest }]) => [
      name,
      BinaryValue === undefined
        ? rest
        : { ...rest, BinaryValue: Buffer.from(BinaryValue, "base64") },
    ]),
  );
