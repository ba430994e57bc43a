// What SQS refuses, in its own words, and how it speaks its older protocol.
import {
  AddPermissionCommand,
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { sqs as makeSqs } from "../../packages/sandbox/src/services/sqs/index.ts";
import { clientOf, queueArn } from "./app-fixture.ts";

let world: RunningWorld;
let sqs: SQSClient;
let url: string;
let fifo: string;

beforeAll(async () => {
  world = await startWorld({}, (inside, endpoint) => ({
    services: [makeSqs(inside, { endpoint: () => endpoint })],
  }));
  sqs = new SQSClient(clientOf(world.endpoint));
  url = await create("plain");
  fifo = await create("ordered.fifo", { FifoQueue: "true" });
});
afterAll(async () => {
  sqs.destroy();
  await world.stop();
});

const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
const send = (more: object, QueueUrl = url) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "text", ...more }));
const withAttribute = (name: string, DataType: string, value: object) =>
  send({ MessageAttributes: { [name]: { DataType, ...value } } });
const set = (Attributes: Record<string, string>, QueueUrl = url) =>
  sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
const attributes = async (QueueUrl = url) =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] })))
    .Attributes!;
const redrive = (deadLetterTargetArn: string, maxReceiveCount: number) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
});
const batch = (...Entries: object[]) =>
  sqs.send(new SendMessageBatchCommand({ QueueUrl: fifo, Entries: Entries as never }));
const permit = (Label: string) =>
  sqs.send(
    new AddPermissionCommand({
      QueueUrl: url,
      Label,
      AWSAccountIds: ["222222222222"],
      Actions: ["SendMessage", "ReceiveMessage"],
    }),
  );
const receive = (VisibilityTimeout: number) =>
  sqs.send(new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout }));

const text = { StringValue: "x" };
const BAD_GROUP = "can only include alphanumeric and punctuation characters. 1 to 128 in length.";
const OTHER_TYPE = "The request include parameter that is not valid for this queue type.";
type Case = [string, () => Promise<unknown>, string, string];
const cases: Case[] = [
  [
    "an empty attribute",
    () => withAttribute("a", "String", { StringValue: "" }),
    "InvalidParameterValue",
    "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
  ],
  [
    "a number that is none",
    () => withAttribute("a", "Number", text),
    "InvalidParameterValue",
    "Can't cast the value of message (user) attribute 'a' to a number.",
  ],
  [
    "a value in the wrong field",
    () => withAttribute("a", "Binary", text),
    "InvalidParameterValue",
    "Message (user) attribute 'a' with type 'Binary' must use field 'Binary'.",
  ],
  [
    "an unknown type",
    () => withAttribute("a", "Stringy", text),
    "InvalidParameterValue",
    "The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
  ],
  [
    "an attribute without a name",
    () => withAttribute("", "String", text),
    "InvalidParameterValue",
    "The request must contain non-empty message (user) attribute names.",
  ],
  [
    "a name of AWS's",
    () => withAttribute("AWS.a", "String", text),
    "InvalidParameterValue",
    "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
  ],
  [
    "a deduplication id",
    () => send({ MessageDeduplicationId: "1" }),
    "InvalidParameterValue",
    `Value 1 for parameter MessageDeduplicationId is invalid. Reason: ${OTHER_TYPE}`,
  ],
  [
    "a bad deduplication id",
    () => send({ MessageGroupId: "g", MessageDeduplicationId: "a b" }, fifo),
    "InvalidParameterValue",
    `Value a b for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId ${BAD_GROUP}`,
  ],
  [
    "no body",
    () => send({ MessageBody: undefined }),
    "MissingParameter",
    "The request must contain the parameter MessageBody.",
  ],
  [
    "a batch without groups",
    () => batch({ Id: "1", MessageBody: "x" }),
    "InvalidParameterValue",
    "The request must contain the parameter MessageGroupId.",
  ],
  [
    "no message to delete",
    () => sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [] })),
    "EmptyBatchRequest",
    "There should be at least one DeleteMessageBatchRequestEntry in the request.",
  ],
  [
    "no message to hide",
    () => sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: [] })),
    "EmptyBatchRequest",
    "There should be at least one ChangeMessageVisibilityBatchRequestEntry in the request.",
  ],
  [
    "a timeout below zero",
    () => receive(-1),
    "InvalidParameterValue",
    "Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.",
  ],
  [
    "another kind of queue",
    () => set({ FifoQueue: "false" }, fifo),
    "InvalidAttributeValue",
    "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
  ],
  [
    "a kind of a standard queue",
    () => set({ FifoQueue: "true" }),
    "InvalidAttributeName",
    "Unknown Attribute FifoQueue.",
  ],
  [
    "an unknown scope",
    () => set({ DeduplicationScope: "all" }, fifo),
    "InvalidAttributeValue",
    "Invalid value for the parameter DeduplicationScope.",
  ],
  [
    "a policy that is no JSON",
    () => set({ Policy: "{" }),
    "InvalidAttributeValue",
    "Invalid value for the parameter Policy.",
  ],
  [
    "two kinds of encryption",
    () => set({ KmsMasterKeyId: "k", SqsManagedSseEnabled: "true" }),
    "InvalidAttributeName",
    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
  ],
  [
    "a dead-letter queue that is no ARN",
    () => set(redrive("dummy", 4)),
    "InvalidParameterValue",
    `Value ${redrive("dummy", 4).RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.`,
  ],
  [
    "a dead-letter queue that is not there",
    () => set(redrive(queueArn("gone"), 4)),
    "InvalidParameterValue",
    `Value ${redrive(queueArn("gone"), 4).RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
  ],
  [
    "too many receipts",
    () => set(redrive(queueArn("plain"), 1001)),
    "InvalidParameterValue",
    `Value ${redrive(queueArn("plain"), 1001).RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.`,
  ],
  [
    "no tags",
    () => sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: {} })),
    "MissingParameter",
    "The request must contain the parameter Tags.",
  ],
  [
    "no tags to take off",
    () => sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: [] })),
    "InvalidParameterValue",
    "Tag keys must be between 1 and 128 characters in length.",
  ],
  [
    "to take back what was not permitted",
    () => sqs.send(new RemovePermissionCommand({ QueueUrl: url, Label: "none" })),
    "InvalidParameterValue",
    "Value none for parameter Label is invalid. Reason: can't find label.",
  ],
];

it.each(cases)("refuses %s", async (_, act, name, message) => {
  await expect(act()).rejects.toMatchObject({ name, message });
});

it("takes back and gives permissions in the queue's policy", async () => {
  await permit("one");
  await expect(permit("one")).rejects.toMatchObject({
    message: "Value one for parameter Label is invalid. Reason: Already exists.",
  });
  expect(JSON.parse((await attributes()).Policy!)).toEqual({
    Version: "2008-10-17",
    Id: `${queueArn("plain")}/SQSDefaultPolicy`,
    Statement: [
      {
        Sid: "one",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: ["SQS:SendMessage", "SQS:ReceiveMessage"],
        Resource: queueArn("plain"),
      },
    ],
  });
  await sqs.send(new RemovePermissionCommand({ QueueUrl: url, Label: "one" }));
  expect((await attributes()).Policy).toBeUndefined();
});

it("has one kind of encryption at a time", async () => {
  await set({ KmsMasterKeyId: "key", KmsDataKeyReusePeriodSeconds: "6000" });
  expect(await attributes()).toMatchObject({
    KmsMasterKeyId: "key",
    SqsManagedSseEnabled: "false",
  });
  await set({ SqsManagedSseEnabled: "true" });
  const after = await attributes();
  expect([after.SqsManagedSseEnabled, after.KmsMasterKeyId]).toEqual(["true", undefined]);
});

const Authorization =
  "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0";

it("names exceptions of its framework as the framework does, and codes as ever", async () => {
  const answer = await fetch(world.endpoint, {
    method: "POST",
    headers: {
      Authorization,
      "X-Amz-Target": "AmazonSQS.SendMessage",
      "Content-Type": "application/x-amz-json-1.0",
    },
    body: JSON.stringify({ QueueUrl: url }),
  });
  expect(answer.headers.get("x-amzn-query-error")).toBe("MissingParameter;Sender");
  expect(await answer.json()).toMatchObject({
    __type: "com.amazon.coral.service#MissingRequiredParameterException",
  });
});

describe("the older protocol", () => {
  const form = (parameters: Record<string, string>) =>
    new URLSearchParams({ Version: "2012-11-05", ...parameters });
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(world.endpoint + path, { ...init, headers: { Authorization } });
    return `${answer.status} ${await answer.text()}`;
  };
  const post = (path: string, parameters: Record<string, string>) =>
    ask(path, { method: "POST", body: form(parameters) });

  it("takes the queue from the address, and the parameters too", async () => {
    const { pathname } = new URL(await create("addressed"));
    expect(await post(pathname, { Action: "SendMessage", MessageBody: "here" })).toContain(
      "<MD5OfMessageBody>",
    );
    const got = await ask(`${pathname}?${form({ Action: "ReceiveMessage" })}`);
    expect(got).toContain("<Body>here</Body>");
  });

  it("has words of its own for a queue that is not there", async () => {
    const said = await post("/", { Action: "GetQueueUrl", QueueName: "nowhere" });
    expect(said).toMatch(/^400 .*<Code>AWS.SimpleQueueService.NonExistentQueue<\/Code>/);
    expect(said).toContain("<Detail/>");
    expect(said).toContain("The specified queue does not exist for this wsdl version.");
    expect(await post("/", { Action: "SendMessage" })).toContain("<Code>MissingParameter</Code>");
  });
});
