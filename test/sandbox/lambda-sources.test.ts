// Event sources: batches from queues and streams, what is repeated, and what is given up.
import fs from "node:fs";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  bundle,
  eventually,
  functionArn,
  mapping,
  queue,
  queueArn,
  scratch,
  startApp,
} from "./app-fixture.ts";

const directory = scratch();
const tableArn = "arn:aws:dynamodb:us-east-1:111111111111:table/rows";
const streamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;
let running: Awaited<ReturnType<typeof startApp>>;

/** Prints a line for each invocation. */
const printing = `console.log(JSON.stringify(seen))`;
const source = (name: string) => ({ functionArn: functionArn(name), id: name });

beforeAll(async () => {
  const consumer = `export const handler = async ({ Records }) => {
    const seen = Records.map(({ body }) => body);
    ${printing};
    return { batchItemFailures: Records.filter(({ body, attributes }) => body.startsWith("bad") && attributes.ApproximateReceiveCount === "1").map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;
  const reader = `export const handler = async ({ Records }) => {
    const seen = Records.map(({ dynamodb }) => dynamodb.NewImage.id.S);
    ${printing};
    if (seen.some((id) => id.startsWith("poison"))) throw new Error("poisoned");
  };`;
  running = await startApp({
    queues: [
      queue("plain"),
      queue("filtered"),
      queue("windowed"),
      queue("ordered.fifo"),
      queue("unmapped"),
    ],
    buckets: [
      {
        name: "lost-records",
        arn: "arn:aws:s3:::lost-records",
        versioning: false,
        notifications: [],
        eventBridge: false,
      },
    ],
    tables: [
      {
        name: "rows",
        arn: tableArn,
        hashKey: "id",
        attributes: { id: "S" },
        globalIndexes: [],
        streamArn,
        streamView: "NEW_IMAGE",
      },
    ],
    functions: ["plain", "filtered", "windowed", "ordered"]
      .map((name) => bundle(directory, name, consumer))
      .concat(bundle(directory, "rows", reader)),
    eventSourceMappings: [
      mapping({
        ...source("plain"),
        sourceArn: queueArn("plain"),
        functionResponseTypes: ["ReportBatchItemFailures"],
      }),
      mapping({
        ...source("filtered"),
        sourceArn: queueArn("filtered"),
        filters: ['{"body":{"kind":["event"]}}'],
      }),
      mapping({
        ...source("windowed"),
        sourceArn: queueArn("windowed"),
        batchSize: 1000,
        windowSeconds: 20,
      }),
      mapping({
        ...source("ordered"),
        sourceArn: queueArn("ordered.fifo"),
        functionResponseTypes: ["ReportBatchItemFailures"],
        batchSize: 1,
      }),
      mapping({
        ...source("rows"),
        sourceArn: streamArn,
        batchSize: 4,
        bisect: true,
        maximumRetryAttempts: 1,
        filters: [
          '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"id":{"S":[{"anything-but":{"prefix":"skip"}}]}}}}',
        ],
        onFailureArn: "arn:aws:s3:::lost-records",
      }),
    ],
  });
});
afterAll(async () => {
  await running.stop();
  fs.rmSync(directory, { recursive: true });
});

const url = (name: string) => running.sandbox.services.queues.queues.url(queueArn(name));
const seen = (name: string): string[][] =>
  running.sandbox.services.functions.runtime
    .logs(name)
    .filter((line) => line.startsWith("["))
    .map((line) => JSON.parse(line));
const emptied = (name: string) =>
  eventually(async () => {
    const { Attributes } = await running.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ["All"] }),
    );
    return (
      Attributes?.ApproximateNumberOfMessages === "0" &&
      Attributes.ApproximateNumberOfMessagesNotVisible === "0"
    );
  });

it("repeats only the messages that a function reports as failed", async () => {
  const Entries = ["good 1", "bad 1", "good 2"].map((MessageBody, at) => ({
    Id: `${at}`,
    MessageBody,
  }));
  await running.sqs.send(new SendMessageBatchCommand({ QueueUrl: url("plain"), Entries }));
  await emptied("plain");
  const count = (body: string) =>
    seen("plain")
      .flat()
      .filter((one) => one === body).length;
  expect(count("bad 1")).toBe(2);
  expect(count("good 1")).toBeGreaterThanOrEqual(1);
  expect(count("good 2")).toBeGreaterThanOrEqual(1);
});

it("drops messages that no filter lets through", async () => {
  const Entries = ['{"kind":"other"}', '{"kind":"event"}', "no json"].map((MessageBody, at) => ({
    Id: `${at}`,
    MessageBody,
  }));
  await running.sqs.send(new SendMessageBatchCommand({ QueueUrl: url("filtered"), Entries }));
  await emptied("filtered");
  expect(
    seen("filtered")
      .flat()
      .every((body) => body === '{"kind":"event"}'),
  ).toBe(true);
  expect(seen("filtered").length).toBeGreaterThan(0);
});

it("gathers more than ten messages within a window", async () => {
  for (let at = 0; at < 3; at++) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: `${index}`,
      MessageBody: `${at}.${index}`,
    }));
    await running.sqs.send(new SendMessageBatchCommand({ QueueUrl: url("windowed"), Entries }));
  }
  await emptied("windowed");
  expect(Math.max(...seen("windowed").map(({ length }) => length))).toBeGreaterThan(10);
  expect(new Set(seen("windowed").flat()).size).toBe(30);
});

it("keeps the order of a FIFO group although one message fails once", async () => {
  for (const MessageBody of ["1", "bad 2", "3"])
    await running.sqs.send(
      new SendMessageCommand({
        QueueUrl: url("ordered.fifo"),
        MessageBody,
        MessageGroupId: "g",
        MessageDeduplicationId: MessageBody.replace(" ", "-"),
      }),
    );
  await emptied("ordered.fifo");
  expect(seen("ordered").flat()).toEqual(["1", "bad 2", "bad 2", "3"]);
});

it("reads a stream in order, splits a batch that fails, and stores what it gives up with the records", async () => {
  for (const id of ["a", "skip", "b", "poison", "c", "d"])
    await running.dynamodb.send(new PutItemCommand({ TableName: "rows", Item: { id: { S: id } } }));
  const object = await eventually(async () => {
    const { Contents } = await running.s3.send(
      new ListObjectsV2Command({ Bucket: "lost-records" }),
    );
    return Contents?.[0];
  });
  expect(object.Key).toMatch(
    /^aws\/lambda\/[0-9a-f-]{36}\/shardId-[0-9a-f]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
  );
  const { Body } = await running.s3.send(
    new GetObjectCommand({ Bucket: "lost-records", Key: object.Key }),
  );
  const told = JSON.parse(await Body!.transformToString());
  expect(told).toMatchObject({
    requestContext: {
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 2,
      functionArn: functionArn("rows"),
    },
    DDBStreamBatchInfo: { batchSize: 1, streamArn },
  });
  expect(JSON.parse(told.payload).Records[0].dynamodb.NewImage).toEqual({ id: { S: "poison" } });
  await eventually(() => seen("rows").flat().includes("d"));
  const handled = seen("rows")
    .filter((ids) => !ids.includes("poison"))
    .flat();
  expect(handled).toEqual(["a", "b", "c", "d"]);
});

it("creates a mapping over the API once", async () => {
  const input = { EventSourceArn: queueArn("unmapped"), FunctionName: "plain", BatchSize: 5 };
  const { UUID, State } = await running.lambda.send(new CreateEventSourceMappingCommand(input));
  expect(State).toBe("Enabled");
  await expect(
    running.lambda.send(new CreateEventSourceMappingCommand(input)),
  ).rejects.toMatchObject({ name: "ResourceConflictException" });
  const { EventSourceMappings } = await running.lambda.send(
    new ListEventSourceMappingsCommand({ EventSourceArn: queueArn("unmapped") }),
  );
  expect(EventSourceMappings?.map((one) => one.UUID)).toEqual([UUID]);
});
