// SQS through the SDK: what a queue promises about order, repetition, hiding and giving up.
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { sqs as makeSqs } from "../../packages/sandbox/src/services/sqs/index.ts";
import { clientOf, eventually, queueArn } from "./app-fixture.ts";

let world: RunningWorld;
let sqs: SQSClient;

beforeAll(async () => {
  world = await startWorld(
    { faults: { faults: { "queue-duplicates": 0 } } },
    (inside, endpoint) => ({
      services: [makeSqs(inside, { endpoint: () => endpoint })],
    }),
  );
  sqs = new SQSClient(clientOf(world.endpoint));
});
afterAll(async () => {
  sqs.destroy();
  await world.stop();
});

const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more })))
    .Messages ?? [];
const bodies = async (...call: Parameters<typeof receive>) =>
  (await receive(...call)).map(({ Body }) => Body);
const remove = (QueueUrl: string, ReceiptHandle: string | undefined) =>
  sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

describe("a standard queue", () => {
  it("hides what was received, and shows it again after the visibility timeout", async () => {
    const url = await create("hiding");
    await send(url, "one");
    expect(await bodies(url, { VisibilityTimeout: 1 })).toEqual(["one"]);
    expect(await bodies(url)).toEqual([]);
    await world.world.clock.sleep(1_000);
    const [again] = await receive(url, { MessageSystemAttributeNames: ["All"] });
    expect(again?.Attributes?.ApproximateReceiveCount).toBe("2");
    await remove(url, again?.ReceiptHandle);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: queueArn("hiding"),
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      VisibilityTimeout: "30",
    });
  });

  it("answers a long poll when a message arrives", async () => {
    const url = await create("polling");
    const waiting = bodies(url, { WaitTimeSeconds: 20 });
    await send(url, "late");
    expect(await waiting).toEqual(["late"]);
  });

  it("gives a message back at once when its visibility is set to 0", async () => {
    const url = await create("back");
    await send(url, "one");
    const [first] = await receive(url);
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect(await bodies(url)).toEqual(["one"]);
  });

  it("carries attributes with checksums that the client accepts", async () => {
    const url = await create("attributes");
    await send(url, "本文", {
      MessageAttributes: {
        kind: { DataType: "String", StringValue: "値" },
        count: { DataType: "Number", StringValue: "3" },
        raw: { DataType: "Binary", BinaryValue: Buffer.from([1, 2, 3]) },
      },
    });
    const [message] = await receive(url, { MessageAttributeNames: ["All"] });
    expect(message?.Body).toBe("本文");
    expect(message?.MessageAttributes?.kind?.StringValue).toBe("値");
    expect([...message!.MessageAttributes!.raw!.BinaryValue!]).toEqual([1, 2, 3]);
  });

  it("moves a message to the dead letters after maxReceiveCount, and back again", async () => {
    const dead = await create("dead");
    const url = await create("dying", {
      VisibilityTimeout: "0",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 2 }),
    });
    await send(url, "poison");
    expect(await bodies(url)).toEqual(["poison"]);
    expect(await bodies(url)).toEqual(["poison"]);
    expect(await bodies(url)).toEqual([]);
    const [buried] = await receive(dead, {
      VisibilityTimeout: 0,
      MessageSystemAttributeNames: ["All"],
    });
    expect(buried?.Body).toBe("poison");
    expect(buried?.Attributes?.DeadLetterQueueSourceArn).toBe(queueArn("dying"));
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn("dead") }));
    expect(await bodies(url, { WaitTimeSeconds: 1 })).toEqual(["poison"]);
    const status = await eventually(async () => {
      const { Results } = await sqs.send(
        new ListMessageMoveTasksCommand({ SourceArn: queueArn("dead") }),
      );
      return Results?.[0]?.Status === "COMPLETED" && Results[0];
    });
    expect(status.ApproximateNumberOfMessagesMoved).toBe(1);
  });

  it("reports each entry of a batch by itself", async () => {
    const url = await create("batches");
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: "a", MessageBody: "good" },
          { Id: "b", MessageBody: "bad\u0001" },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(["a"]);
    expect(Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([["b", "InvalidMessageContents"]]);
    const [one] = await receive(url);
    const gone = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [{ Id: "x", ReceiptHandle: one!.ReceiptHandle! }],
      }),
    );
    expect(gone.Successful).toHaveLength(1);
    const many = Array.from({ length: 11 }, (_, at) => ({ Id: `${at}`, MessageBody: "x" }));
    await expect(
      sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: many })),
    ).rejects.toThrow("Maximum number of entries per request are 10");
  });

  it("refuses unknown queues, attributes and other settings under a name that is taken", async () => {
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "nowhere" }))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
    await create("taken");
    await expect(create("taken", { DelaySeconds: "5" })).rejects.toMatchObject({
      name: "QueueNameExists",
    });
    await expect(create("odd", { Nonsense: "5" })).rejects.toMatchObject({
      name: "InvalidAttributeName",
    });
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "take" }));
    expect(QueueUrls).toEqual([`${world.endpoint}/111111111111/taken`]);
  });

  it("is empty after a purge", async () => {
    const url = await create("purged");
    await send(url, "one");
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await bodies(url)).toEqual([]);
  });
});

describe("a FIFO queue", () => {
  const fifo = (name: string, more: Record<string, string> = {}) =>
    create(`${name}.fifo`, { FifoQueue: "true", ...more });
  const put = (url: string, body: string, group: string, id = body) =>
    send(url, body, { MessageGroupId: group, MessageDeduplicationId: id });

  it("keeps the order of a group and holds it back while one of its messages is in hand", async () => {
    const url = await fifo("order");
    for (const body of ["a1", "b1", "a2", "a3"]) await put(url, body, body[0]!);
    expect(await bodies(url, { MaxNumberOfMessages: 1 })).toEqual(["a1"]);
    const others = await receive(url);
    expect(others.map(({ Body }) => Body)).toEqual(["b1"]);
    expect(await bodies(url)).toEqual([]);
  });

  it("goes on with a group once its messages are deleted, and repeats them in order if they are not", async () => {
    const url = await fifo("going");
    for (const body of ["1", "2", "3"]) await put(url, body, "g");
    const [first] = await receive(url, { MaxNumberOfMessages: 1 });
    await remove(url, first?.ReceiptHandle);
    const [second] = await receive(url, { MaxNumberOfMessages: 1, VisibilityTimeout: 1 });
    expect(second?.Body).toBe("2");
    await world.world.clock.sleep(1_000);
    expect(await bodies(url)).toEqual(["2", "3"]);
  });

  it("takes a repeated deduplication id and drops it for five minutes", async () => {
    const url = await fifo("once", { ContentBasedDeduplication: "true" });
    const first = await send(url, "same", { MessageGroupId: "g" });
    const again = await send(url, "same", { MessageGroupId: "g" });
    expect(again.SequenceNumber).toBe(first.SequenceNumber);
    expect(await bodies(url)).toEqual(["same"]);
    const before = world.world.clock.now();
    await world.world.clock.sleep(119_000);
    await world.world.clock.sleep(119_000);
    await world.world.clock.sleep(70_000);
    expect(world.world.clock.now() - before).toBeGreaterThan(300_000);
    const later = await send(url, "same", { MessageGroupId: "h" });
    expect(later.SequenceNumber).not.toBe(first.SequenceNumber);
  });

  it("wants a group and a way to tell messages apart", async () => {
    const url = await fifo("strict");
    await expect(send(url, "x")).rejects.toMatchObject({ name: "MissingParameter" });
    await expect(send(url, "x", { MessageGroupId: "g" })).rejects.toThrow(
      "ContentBasedDeduplication",
    );
  });
});

it("delivers a deleted message of a standard queue once more, when asked to", async () => {
  const twice = await startWorld(
    { faults: { faults: { "queue-duplicates": 1 } } },
    (inside, endpoint) => ({
      services: [makeSqs(inside, { endpoint: () => endpoint })],
    }),
  );
  const client = new SQSClient(clientOf(twice.endpoint));
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "twice" }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "again" }));
  const take = async () => {
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    await client.send(
      new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }),
    );
    return Messages?.[0]?.MessageId;
  };
  const first = await take();
  await twice.world.clock.sleep(5_000);
  expect(await take()).toBe(first);
  await twice.world.clock.sleep(5_000);
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toEqual([]);
  client.destroy();
  await twice.stop();
});
