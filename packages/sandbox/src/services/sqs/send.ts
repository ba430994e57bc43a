// SendMessage: checks, deduplication of FIFO queues, and the answer's checksums.
import { createHash } from "node:crypto";
import { randomUuid } from "../../random.ts";
import type { Context, World } from "../../wire/service.ts";
import {
  checkBody,
  invalid,
  md5,
  md5OfAttributes,
  missing,
  type SendInput,
  sizeOf,
  storedAttributes,
} from "./message.ts";
import type { Queue } from "./queue.ts";

interface Sent {
  at: number;
  id: string;
  sequence: number;
}

/** A repeated deduplication id is taken and dropped for this long (developer guide). */
const DEDUPLICATION = 5 * 60_000;

/** Puts one message into the queue; for a repeated FIFO message answers as the first time. */
export function send(world: World, queue: Queue, input: SendInput, context: Context) {
  const { MessageBody: body, MessageGroupId: group } = input;
  checkBody(body);
  const attributes = storedAttributes(input.MessageAttributes);
  const largest = queue.number("MaximumMessageSize");
  if (sizeOf(body, attributes) > largest)
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`,
    );
  const { fifo, arn } = queue.record;
  // assumed, text only: that of a DelaySeconds that a FIFO queue does not take
  if (!fifo && input.MessageDeduplicationId !== undefined)
    throw invalid(
      `Value ${input.MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  for (const name in input.MessageSystemAttributes)
    if (name !== "AWSTraceHeader")
      throw invalid(`Message system attribute name '${name}' is invalid.`); // assumed, text only
  const deduplication = fifo ? deduplicationId(queue, input, body) : undefined;
  checkToken("MessageGroupId", group);
  if (fifo && input.DelaySeconds)
    throw invalid(
      `Value ${input.DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );

  const trace = input.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  const now = world.clock.now();
  const sent = world.store.collection<Sent>("sqs/deduplication");
  const once = deduplication && `${arn} ${scope(queue, group)} ${deduplication}`;
  const earlier = once ? recent(sent, once, now) : undefined;
  const id = earlier?.id ?? randomUuid(world.random);
  const sequence = earlier?.sequence ?? queue.nextSequence();
  if (!earlier) {
    const delay = (input.DelaySeconds ?? queue.number("DelaySeconds")) * 1000;
    if (!(delay >= 0 && delay <= 900_000))
      throw invalid(
        `Value ${input.DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
      );
    if (once) sent.set(once, { at: now, id, sequence });
    queue.put({
      key: `${arn}/${sequence}`,
      id,
      sequence,
      body,
      attributes,
      sender: senderOf(context),
      ...(trace && { traceHeader: trace }),
      sentAt: now,
      visibleAt: now + delay,
      receiveCount: 0,
      ...(group !== undefined && { group }),
      ...(deduplication && { deduplication }),
    });
  }
  const checksum = md5OfAttributes(attributes);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(body),
    ...(checksum && { MD5OfMessageAttributes: checksum }),
    ...(fifo && { SequenceNumber: String(sequence).padStart(20, "0") }),
  };
}

function checkToken(name: string, value: string | undefined): void {
  if (value !== undefined && !/^[\x21-\x7e]{1,128}$/.test(value))
    throw invalid(
      `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
}

/** What a batch to a FIFO queue lacks refuses it as a whole [observed]; elsewhere it is one failed entry. */
export function checkFifoEntries(queue: Queue, entries: SendInput[] = []): void {
  if (!queue.record.fifo) return;
  for (const { MessageGroupId, MessageDeduplicationId } of entries) {
    if (MessageGroupId === undefined)
      throw invalid("The request must contain the parameter MessageGroupId.");
    if (
      MessageDeduplicationId === undefined &&
      queue.record.attributes.ContentBasedDeduplication !== "true"
    )
      throw invalid(NO_DEDUPLICATION);
  }
}

const NO_DEDUPLICATION =
  "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";

function deduplicationId(queue: Queue, input: SendInput, body: string): string {
  if (input.MessageGroupId === undefined) throw missing("MessageGroupId");
  checkToken("MessageDeduplicationId", input.MessageDeduplicationId);
  if (input.MessageDeduplicationId !== undefined) return input.MessageDeduplicationId;
  if (queue.record.attributes.ContentBasedDeduplication !== "true") throw invalid(NO_DEDUPLICATION);
  return createHash("sha256").update(body).digest("hex");
}

const scope = (queue: Queue, group: string | undefined): string =>
  queue.record.attributes.DeduplicationScope === "messageGroup" ? group! : "";

/** The entry of `key` when it is young enough; drops what is too old. */
function recent(sent: ReturnType<World["store"]["collection"]>, key: string, now: number) {
  // Insertion order is order of time, so the first young entry ends the sweep.
  for (const [old, { at }] of sent.entries() as IterableIterator<[string, Sent]>) {
    if (at > now - DEDUPLICATION) break;
    sent.delete(old);
  }
  return sent.get(key) as Sent | undefined;
}

/** SenderId: the unique id of a role with its session, or the account. */
const senderOf = ({ principal, account }: Context): string =>
  /:assumed-role\/(.+)$/.exec(principal)?.[1]?.replace("/", ":") ?? account;
