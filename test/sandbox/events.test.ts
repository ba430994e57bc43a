// EventBridge through the SDK: from PutEvents to targets and dead letters.
import {
  CreateEventBusCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createModel } from "../../packages/sandbox/src/estate/model.ts";
import { Permissions } from "../../packages/sandbox/src/permissions/index.ts";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { events as makeEvents } from "../../packages/sandbox/src/services/events/index.ts";
import { sqs as makeSqs } from "../../packages/sandbox/src/services/sqs/index.ts";
import { ACCOUNT, clientOf, eventually, queueArn, REGION } from "./app-fixture.ts";

let world: RunningWorld;
let events: EventBridgeClient;
let sqs: SQSClient;

beforeAll(async () => {
  world = await startWorld(
    { faults: { faults: { "event-duplicates": 0, "queue-duplicates": 0 } } },
    (inside, endpoint) => ({
      services: [
        makeSqs(inside, { endpoint: () => endpoint }),
        makeEvents(inside, new Permissions(inside, createModel(inside))),
      ],
    }),
  );
  events = new EventBridgeClient(clientOf(world.endpoint));
  sqs = new SQSClient(clientOf(world.endpoint));
  await events.send(new CreateEventBusCommand({ Name: "orders" }));
});
afterAll(async () => {
  events.destroy();
  sqs.destroy();
  await world.stop();
});

const rule = async (Name: string, pattern: object, target: object) => {
  await events.send(
    new PutRuleCommand({ Name, EventBusName: "orders", EventPattern: JSON.stringify(pattern) }),
  );
  await events.send(
    new PutTargetsCommand({
      Rule: Name,
      EventBusName: "orders",
      Targets: [{ Id: "one", Arn: queueArn(Name), ...target }],
    }),
  );
};
const put = (detail: object, more: object = {}) =>
  events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: "orders",
          Source: "shop",
          DetailType: "order.placed",
          Detail: JSON.stringify(detail),
          ...more,
        },
      ],
    }),
  );
const next = (name: string) =>
  eventually(async () => {
    const QueueUrl = `${world.endpoint}/${ACCOUNT}/${name}`;
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }),
    );
    return Messages?.[0];
  });
const queue = (QueueName: string) => sqs.send(new CreateQueueCommand({ QueueName }));

it("delivers what a rule wants, in EventBridge's envelope, and nothing else", async () => {
  await queue("wanted");
  await rule("wanted", { source: ["shop"], detail: { amount: [{ numeric: [">", 10] }] } }, {});
  await put({ amount: 5 });
  await put({ amount: 50 }, { Time: new Date("2026-01-02T03:04:05Z"), Resources: ["arn:x"] });
  expect(JSON.parse((await next("wanted")).Body!)).toEqual({
    version: "0",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    "detail-type": "order.placed",
    source: "shop",
    account: ACCOUNT,
    time: "2026-01-02T03:04:05Z",
    region: REGION,
    resources: ["arn:x"],
    detail: { amount: 50 },
  });
  const left = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: `${world.endpoint}/${ACCOUNT}/wanted` }),
  );
  expect(left.Messages).toBeUndefined();
});

it("gives a target a constant, a part, or a text made of parts", async () => {
  const transformer = {
    InputTransformer: {
      InputPathsMap: { id: "$.detail.id", tags: "$.detail.tags" },
      InputTemplate: '{"text": "order <id> at <aws.events.rule-name>", "tags": <tags>}',
    },
  };
  for (const [name, settings] of [
    ["constant", { Input: '{"always":"this"}' }],
    ["part", { InputPath: "$.detail.tags[1]" }],
    ["template", transformer],
  ] as const) {
    await queue(name);
    await rule(name, { source: ["shop"], detail: { id: ["o-7"] } }, settings);
  }
  await put({ id: "o-7", tags: ["a", "b"] });
  expect((await next("constant")).Body).toBe('{"always":"this"}');
  expect((await next("part")).Body).toBe('"b"');
  expect(JSON.parse((await next("template")).Body!)).toEqual({
    text: "order o-7 at template",
    tags: ["a", "b"],
  });
});

it("takes good entries and refuses bad ones in one answer", async () => {
  const good = { Source: "shop", DetailType: "t", Detail: "{}", EventBusName: "orders" };
  const { FailedEntryCount, Entries } = await events.send(
    new PutEventsCommand({
      Entries: [
        good,
        { ...good, Detail: "{" },
        { ...good, Source: "aws.s3" },
        { ...good, DetailType: undefined },
      ],
    }),
  );
  expect(FailedEntryCount).toBe(3);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    "MalformedDetail",
    "NotAuthorizedForSourceException",
    "InvalidArgument",
  ]);
  await expect(
    events.send(new PutEventsCommand({ Entries: Array(11).fill(good) })),
  ).rejects.toMatchObject({
    name: "ValidationException",
  });
});

it("puts what no target takes into the rule's dead-letter queue", async () => {
  await queue("letters");
  await rule(
    "missing",
    { source: ["shop"], detail: { lost: [true] } },
    { DeadLetterConfig: { Arn: queueArn("letters") } },
  );
  await put({ lost: true });
  const letter = await next("letters");
  expect(JSON.parse(letter.Body!).detail).toEqual({ lost: true });
  expect(letter.MessageAttributes?.ERROR_CODE?.StringValue).toBe("QueueDoesNotExist");
});

it("tests patterns and refuses invalid ones in EventBridge's words", async () => {
  const Event = JSON.stringify({
    id: "1",
    account: ACCOUNT,
    source: "shop",
    time: "2026-01-02T03:04:05Z",
    region: REGION,
    resources: [],
    "detail-type": "t",
    detail: { a: 1 },
  });
  const { Result } = await events.send(
    new TestEventPatternCommand({ EventPattern: '{"detail":{"a":[1]}}', Event }),
  );
  expect(Result).toBe(true);
  await expect(
    events.send(new TestEventPatternCommand({ EventPattern: '{"detail":1}', Event })),
  ).rejects.toMatchObject({
    name: "InvalidEventPatternException",
    message: 'Event pattern is not valid. Reason: "detail" must be an object or an array',
  });
  const five = Array.from({ length: 6 }, (_, at) => ({ Id: `${at}`, Arn: queueArn("wanted") }));
  await expect(
    events.send(new PutTargetsCommand({ Rule: "wanted", EventBusName: "orders", Targets: five })),
  ).rejects.toMatchObject({
    name: "LimitExceededException",
  });
  const { Targets } = await events.send(
    new ListTargetsByRuleCommand({ Rule: "wanted", EventBusName: "orders" }),
  );
  expect(Targets).toHaveLength(1);
});
