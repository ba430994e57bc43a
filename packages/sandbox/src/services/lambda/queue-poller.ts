// Takes messages from a queue in batches, invokes the function, and deletes what it handled.
import type { World } from "../../wire/service.ts";
import { sessionArn } from "../deliver.ts";
import type { QueueAccess } from "../sqs/index.ts";
import type { Fleet } from "./fleet.ts";
import type { FunctionDefinition } from "./function.ts";
import { filterOf, type Mapping, type Poller, reportedFailures } from "./mapping.ts";

// biome-ignore lint/suspicious/noExplicitAny: a message as ReceiveMessage gives it
type Received = any;

/** Batches that a standard queue's mapping handles at once, to begin with (developer guide). */
const CONCURRENCY = 5;
/** Bytes of messages in one invocation; its payload may have 6 MB. */
const LARGEST = 5_000_000;

/** Polls until stopped. Time is real while messages are in hand, or their visibility would run out. */
export function pollQueue(
  world: World,
  mapping: Mapping,
  definition: FunctionDefinition,
  { fleet, queues }: { fleet: Fleet; queues: QueueAccess },
): Poller {
  const { clock } = world;
  const [, , , region, account, queue] = mapping.sourceArn.split(":") as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const context = { account, region, principal: sessionArn(definition.roleArn, definition.name) };
  const QueueUrl = `${account}/${queue}`;
  const passes = filterOf(mapping);
  const most = mapping.maximumConcurrency ?? CONCURRENCY;
  const call = (operation: string, input: object) =>
    world.call("sqs", operation, { QueueUrl, ...input }, context);
  let running = 0;
  let gathering = false;
  let again = false;
  let stopped = false;
  let arrived = () => {};

  const wake = () => {
    again = true;
    arrived();
    if (!gathering && running < most && !stopped) void pump();
  };
  const stopListening = queues.onMessages(mapping.sourceArn, wake);

  const pump = async () => {
    gathering = true;
    try {
      while (again && running < most && !stopped) {
        again = false;
        const batch = await gather();
        if (batch.length === 0) continue;
        again = true;
        running++;
        void handle(batch)
          .catch((error) => world.log(`${definition.name}: ${error}`))
          .finally(() => {
            running--;
            wake();
          });
      }
    } catch (error) {
      world.log(`${definition.name} cannot read ${queue}: ${error}`);
    } finally {
      gathering = false;
    }
  };

  /** One batch: filled up to its size, or what came within the window. */
  const gather = async (): Promise<Received[]> => {
    const batch: Received[] = [];
    let bytes = 0;
    let until: number | undefined;
    while (!stopped) {
      const MaxNumberOfMessages = Math.min(10, mapping.batchSize - batch.length);
      const { Messages: got = [] } = (await call("ReceiveMessage", {
        MaxNumberOfMessages,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      })) as { Messages?: Received[] };
      const [wanted, others] = [got.filter(matches), got.filter((one) => !matches(one))];
      if (others.length > 0) await remove(others);
      batch.push(...wanted);
      bytes += wanted.reduce((sum, { Body }) => sum + Body.length, 0);
      if (batch.length >= mapping.batchSize || bytes > LARGEST) break;
      if (got.length === MaxNumberOfMessages) continue;
      if (batch.length === 0 || mapping.windowSeconds === 0) break;
      until ??= clock.now() + mapping.windowSeconds * 1000;
      const left = until - clock.now();
      if (left <= 0) break;
      await arrival(left);
    }
    return batch;
  };

  const arrival = async (milliseconds: number) => {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await Promise.race([woken, clock.sleep(milliseconds, over.signal).catch(() => {})]);
    over.abort();
  };

  const matches = ({ Body, MessageAttributes }: Received): boolean => {
    let body = Body;
    try {
      body = JSON.parse(Body);
    } catch {
      // A body that is not JSON is matched as text.
    }
    return passes({ body, messageAttributes: MessageAttributes ?? {} });
  };

  const handle = async (batch: Received[]) => {
    const records = batch.map((one) => recordOf(one, mapping.sourceArn, region));
    const outcome = await fleet.invoke(definition, JSON.stringify({ Records: records }));
    if (outcome.error || stopped) return;
    const partial = mapping.functionResponseTypes.includes("ReportBatchItemFailures");
    const failed = partial ? reportedFailures(outcome.payload) : [];
    if (!failed) return;
    const known = new Set(batch.map(({ MessageId }) => MessageId));
    // An unknown id fails the whole batch.
    if (failed.some((id) => !known.has(id))) return;
    await remove(batch.filter(({ MessageId }) => !failed.includes(MessageId)));
  };

  const remove = async (batch: Received[]) => {
    for (let at = 0; at < batch.length; at += 10)
      await call("DeleteMessageBatch", {
        Entries: batch
          .slice(at, at + 10)
          .map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
      });
  };

  return {
    stop() {
      stopped = true;
      stopListening();
      arrived();
    },
  };
}

function recordOf(message: Received, sourceArn: string, awsRegion: string) {
  const attributes = Object.entries((message.MessageAttributes ?? {}) as Record<string, Received>);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      attributes.map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes && {
      md5OfMessageAttributes: message.MD5OfMessageAttributes,
    }),
    eventSource: "aws:sqs",
    eventSourceARN: sourceArn,
    awsRegion,
  };
}
