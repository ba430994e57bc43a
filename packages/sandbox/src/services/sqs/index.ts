// SQS: standard and FIFO queues. Rules from the API reference and the developer guide; what is kept
// survives a kill, and a message is gone only after it was deleted.
import * as client from "@aws-sdk/client-sqs";
import {
  AwsError,
  type Context,
  type Handlers,
  type Service,
  type World,
} from "../../wire/service.ts";
import {
  changed,
  checkAttributes,
  checkChange,
  checkNames,
  defaults,
  type QueueAttributes,
  redrivePolicy,
} from "./attributes.ts";
import { batch, checkBatchSize } from "./batch.ts";
import { invalid, type Message, missing, type SendInput } from "./message.ts";
import { moveTasks } from "./move-task.ts";
import { type Permission, withoutPermission, withPermission } from "./permission.ts";
import { Queue, type QueueRecord } from "./queue.ts";
import { receive } from "./receive.ts";
import { checkFifoEntries, send } from "./send.ts";

interface Hiding {
  ReceiptHandle: string;
  VisibilityTimeout: number;
}

const MOST_TAGS = 50; // tags of a queue (quota)

/** Milliseconds between two purges of a queue (API reference). */
const PURGE_PAUSE = 60_000;

/** What SQS must know of the world around it. */
export interface SqsOptions {
  /** The sandbox's own address, such as `http://127.0.0.1:4566`; queue URLs start with it. */
  endpoint: () => string;
}

/** What other parts of the sandbox may know of queues without a call. */
export interface QueueAccess {
  /** Calls `wake` whenever there may be something to receive; returns how to stop that. */
  onMessages(queueArn: string, wake: () => void): () => void;
  /** Shows what is in hand at once; for receivers that have ended without a word. */
  release(queueArn: string): void;
  url(queueArn: string): string;
}

/** The service, and the way for event source mappings to be woken. */
export function sqs(world: World, options: SqsOptions): Service & { queues: QueueAccess } {
  const records = world.store.collection<QueueRecord>("sqs/queues");
  const kept = world.store.collection<Message>("sqs/messages");
  const queues = new Map<string, Queue>();
  const waiting = new Map<string, Set<() => void>>();

  const open = (record: QueueRecord): Queue => {
    const queue = new Queue(world, record, kept, { bury });
    queues.set(record.arn, queue);
    return queue;
  };
  const bury = (arn: string, message: Message): boolean => {
    const target = queues.get(arn);
    if (!target) return false;
    const sequence = target.nextSequence();
    const { firstReceivedAt: _, ...rest } = message;
    // A dead-letter message of a standard queue keeps its time of sending (developer guide).
    const sentAt = target.record.fifo ? world.clock.now() : message.sentAt;
    const sourceArn = message.key.slice(0, message.key.lastIndexOf("/"));
    const moved = { key: `${arn}/${sequence}`, sequence, sentAt, sourceArn };
    target.put({ ...rest, ...moved, receiveCount: 0, visibleAt: world.clock.now() });
    return true;
  };
  for (const record of records.values()) open(record);
  for (const message of kept.values())
    queues.get(message.key.slice(0, message.key.lastIndexOf("/")))?.restore(message);

  const url = ({ account, name }: { account: string; name: string }) =>
    `${options.endpoint()}/${account}/${name}`;
  const find = (queueUrl: string | undefined, { region, account }: Context): Queue => {
    if (!queueUrl) throw missing("QueueUrl");
    // A bare name is accepted as well, as the service does for the caller's own queues.
    const [name, owner = account] = queueUrl.split("/").reverse() as [string, string?];
    const queue = queues.get(
      `arn:aws:sqs:${region}:${/^\d{12}$/.test(owner) ? owner : account}:${name}`,
    );
    if (!queue) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  };
  const byArn = (arn: string): Queue => {
    const queue = queues.get(arn);
    if (!queue)
      throw new AwsError(
        "ResourceNotFoundException",
        `The resource that you specified for the SourceArn parameter doesn't exist.`,
      );
    return queue;
  };
  const change = (queue: Queue, more: Partial<QueueRecord>) => {
    queue.record = { ...queue.record, modifiedAt: world.clock.now(), ...more };
    records.set(queue.record.arn, queue.record);
    queue.changed();
  };

  /** Refuses a dead-letter queue that is not there or of the other kind. */
  const checkTarget = ({ RedrivePolicy }: QueueAttributes, fifo: boolean) => {
    const target = redrivePolicy(RedrivePolicy)?.deadLetterTargetArn;
    if (target === undefined) return;
    const refused = (reason: string) =>
      invalid(`Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
    const there = queues.get(target);
    if (!there) throw refused("Dead letter target does not exist.");
    if (there.record.fifo !== fifo)
      throw refused("Dead-letter queue must be same type of queue as the source."); // assumed, text only
  };

  /** Lambda's own reads and deletes do not come over the wire. */
  const fails =
    ({ connection }: Context) =>
    (entry: object) =>
      connection !== undefined && world.faults.failsEntry("sqs:batch", entry);
  const tasks = moveTasks(world, { byArn, all: () => queues.values() });
  const handlers: Handlers = {
    CreateQueue({ QueueName: name, Attributes: given = {}, tags = {} }, { account, region }) {
      const fifo = given.FifoQueue === "true";
      if (
        !/^[A-Za-z0-9_-]{1,80}(\.fifo)?$/.test(name ?? "") ||
        name.length > 80 ||
        name.endsWith(".fifo") !== fifo
      )
        throw invalid(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length. The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
        );
      checkAttributes(given, fifo);
      checkTarget(given, fifo);
      const arn = `arn:aws:sqs:${region}:${account}:${name}`;
      const existing = queues.get(arn);
      if (existing) {
        for (const [key, value] of Object.entries(given))
          if (existing.record.attributes[key] !== value && !(key === "FifoQueue" && !fifo))
            throw new AwsError(
              "QueueNameExists",
              `A queue already exists with the same name and a different value for attribute ${key}`,
            );
        return { QueueUrl: url(existing.record) };
      }
      const now = world.clock.now();
      const attributes = changed(defaults(fifo), given);
      const record = {
        arn,
        name,
        account,
        region,
        attributes,
        tags,
        createdAt: now,
        modifiedAt: now,
        fifo,
      };
      records.set(arn, record);
      const queue = open(record);
      for (const wake of waiting.get(arn) ?? []) queue.listen(wake);
      waiting.delete(arn);
      return { QueueUrl: url(record) };
    },
    DeleteQueue({ QueueUrl }, context) {
      const queue = find(QueueUrl, context);
      for (const message of [...queue.messages.values()]) queue.remove(message);
      queues.delete(queue.record.arn);
      records.delete(queue.record.arn);
    },
    GetQueueUrl({ QueueName, QueueOwnerAWSAccountId }, context) {
      const account = QueueOwnerAWSAccountId ?? context.account;
      return { QueueUrl: url(find(QueueName, { ...context, account }).record) };
    },
    ListQueues({ QueueNamePrefix = "", MaxResults, NextToken }, { account, region }) {
      const mine = [...queues.values()]
        .map(({ record }) => record)
        .filter((one) => one.account === account && one.region === region)
        .filter(({ name }) => name.startsWith(QueueNamePrefix))
        .map(url)
        .sort();
      const from = NextToken ? Number(Buffer.from(NextToken, "base64").toString()) : 0;
      const to = from + (MaxResults ?? 1000);
      const NextTokenOut =
        MaxResults && to < mine.length && Buffer.from(String(to)).toString("base64");
      // Where there is none, the member is not there either [observed: the CLI prints nothing].
      const QueueUrls = mine.length > 0 ? mine.slice(from, to) : undefined;
      return { QueueUrls, ...(NextTokenOut && { NextToken: NextTokenOut }) };
    },
    GetQueueAttributes({ QueueUrl, AttributeNames = [] }, context) {
      const queue = find(QueueUrl, context);
      checkNames(AttributeNames);
      const { visible, hidden, delayed } = queue.counts();
      const { arn, createdAt, modifiedAt } = queue.record;
      const all: Record<string, string> = {
        QueueArn: arn,
        ApproximateNumberOfMessages: `${visible}`,
        ApproximateNumberOfMessagesNotVisible: `${hidden}`,
        ApproximateNumberOfMessagesDelayed: `${delayed}`,
        CreatedTimestamp: `${Math.floor(createdAt / 1000)}`,
        LastModifiedTimestamp: `${Math.floor(modifiedAt / 1000)}`,
        ...queue.record.attributes,
      };
      if (!queue.record.fifo) delete all.FifoQueue;
      const wanted = AttributeNames.includes("All") ? Object.keys(all) : AttributeNames;
      return {
        Attributes: Object.fromEntries(
          wanted.filter((name: string) => all[name]).map((name: string) => [name, all[name]]),
        ),
      };
    },
    SetQueueAttributes({ QueueUrl, Attributes }, context) {
      const queue = find(QueueUrl, context);
      checkChange(Attributes, queue.record.fifo);
      checkTarget(Attributes, queue.record.fifo);
      change(queue, { attributes: changed(queue.record.attributes, Attributes) });
    },
    AddPermission({ QueueUrl, ...permission }, context) {
      const queue = find(QueueUrl, context);
      const Policy = withPermission(queue.record, permission as Permission);
      change(queue, { attributes: { ...queue.record.attributes, Policy } });
    },
    RemovePermission({ QueueUrl, Label }, context) {
      const queue = find(QueueUrl, context);
      const Policy = withoutPermission(queue.record, Label);
      change(queue, { attributes: { ...queue.record.attributes, Policy } });
    },
    TagQueue({ QueueUrl, Tags }, context) {
      const queue = find(QueueUrl, context);
      if (Object.keys(Tags).length === 0) throw missing("Tags");
      if (Object.keys({ ...queue.record.tags, ...Tags }).length > MOST_TAGS)
        throw invalid(`Too many tags added for queue ${queue.record.name}.`);
      change(queue, { tags: { ...queue.record.tags, ...Tags } });
    },
    UntagQueue({ QueueUrl, TagKeys }, context) {
      const queue = find(QueueUrl, context);
      if (TagKeys.length === 0)
        throw invalid("Tag keys must be between 1 and 128 characters in length.");
      const left = Object.entries(queue.record.tags).filter(([key]) => !TagKeys.includes(key));
      change(queue, { tags: Object.fromEntries(left) });
    },
    ListQueueTags: ({ QueueUrl }, context) => ({ Tags: find(QueueUrl, context).record.tags }),
    ListDeadLetterSourceQueues({ QueueUrl }, context) {
      const { arn } = find(QueueUrl, context).record;
      const sources = [...queues.values()].filter(
        ({ record }) => redrivePolicy(record.attributes.RedrivePolicy)?.deadLetterTargetArn === arn,
      );
      return { queueUrls: sources.map(({ record }) => url(record)) };
    },
    PurgeQueue({ QueueUrl }, context) {
      const queue = find(QueueUrl, context);
      const { name, modifiedAt, purgedAt = Number.NEGATIVE_INFINITY } = queue.record;
      const now = world.clock.now();
      if (now - purgedAt < PURGE_PAUSE)
        throw new AwsError(
          "PurgeQueueInProgress",
          `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
        );
      change(queue, { purgedAt: now, modifiedAt });
      for (const message of [...queue.messages.values()]) queue.remove(message);
    },
    SendMessage: (input, context) => send(world, find(input.QueueUrl, context), input, context),
    SendMessageBatch({ QueueUrl, Entries }, context) {
      const queue = find(QueueUrl, context);
      checkBatchSize(Entries);
      checkFifoEntries(queue, Entries);
      const act = (entry: SendInput) => send(world, queue, entry, context);
      return batch(Entries, act, "SendMessage", fails(context));
    },
    ReceiveMessage: (input, context) => receive(world, find(input.QueueUrl, context), input),
    DeleteMessage({ QueueUrl, ReceiptHandle }, context) {
      find(QueueUrl, context).delete(ReceiptHandle);
    },
    DeleteMessageBatch({ QueueUrl, Entries }, context) {
      const queue = find(QueueUrl, context);
      const act = ({ ReceiptHandle }: { ReceiptHandle: string }) => {
        queue.delete(ReceiptHandle);
        return undefined;
      };
      return batch(Entries, act, "DeleteMessage", fails(context));
    },
    ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout }, context) {
      find(QueueUrl, context).hide(ReceiptHandle, VisibilityTimeout);
    },
    ChangeMessageVisibilityBatch({ QueueUrl, Entries }, context) {
      const queue = find(QueueUrl, context);
      const act = ({ ReceiptHandle, VisibilityTimeout }: Hiding) => {
        queue.hide(ReceiptHandle, VisibilityTimeout);
        return undefined;
      };
      return batch(Entries, act, "ChangeMessageVisibility");
    },
    ...tasks.handlers,
  };

  return {
    id: "sqs",
    client,
    protocol: "json",
    target: "AmazonSQS",
    // botocore before 1.31 (boto3 1.26, AWS CLI 2.9) speaks SQS's older protocol.
    also: {
      protocol: "query",
      version: "2012-11-05",
      xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
      messages: {
        QueueDoesNotExist: "The specified queue does not exist for this wsdl version.",
      },
      // Observed: code and exception differ in what comes from the service's framework.
      exceptions: {
        InvalidParameterValue: "com.amazon.coral.service#InvalidParameterValueException",
        MissingParameter: "com.amazon.coral.service#MissingRequiredParameterException",
      },
      addressed: "QueueUrl",
    },
    missing,
    handlers,
    // What lies in a dead-letter queue waits for a person.
    unfinished: () => [...kept.values()].some(({ sourceArn }) => sourceArn === undefined),
    start: () => tasks.resume(),
    queues: {
      onMessages(arn, wake) {
        const queue = queues.get(arn);
        if (queue) return queue.listen(wake);
        const early = waiting.get(arn) ?? new Set();
        waiting.set(arn, early.add(wake));
        return () => early.delete(wake);
      },
      release: (arn) => queues.get(arn)?.release(),
      url: (arn) => {
        const [, , , , account, name] = arn.split(":") as [
          string,
          string,
          string,
          string,
          string,
          string,
        ];
        return url({ account, name });
      },
    },
  };
}
