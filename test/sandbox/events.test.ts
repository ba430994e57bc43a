// EventBridge through the SDK: from PutEvents to targets and dead letters.
import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SandboxClock } from "../../packages/sandbox/src/clock.ts";
import { createModel } from "../../packages/sandbox/src/estate/model.ts";
import { Permissions } from "../../packages/sandbox/src/permissions/index.ts";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { events as makeEvents } from "../../packages/sandbox/src/services/events/index.ts";
import { sqs as makeSqs } from "../../packages/sandbox/src/services/sqs/index.ts";
import { ACCOUNT, clientOf, eventually, queueArn, REGION } from "./app-fixture.ts";

let world: RunningWorld;
let clock: SandboxClock;
let events: EventBridgeClient;
let sqs: SQSClient;

beforeAll(async () => {
  world = await startWorld(
    { faults: { faults: { "event-duplicates": 0, "queue-duplicates": 0 } } },
    (inside, endpoint) => {
      clock = inside.clock;
      return {
        services: [
          makeSqs(inside, { endpoint: () => endpoint }),
          makeEvents(inside, new Permissions(inside, createModel(inside))),
        ],
      };
    },
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

const BAD_TIMES = [
  ...[
    "rate(10 seconds)",
    "rate(1 minutes)",
    "rate(10 minute)",
    "rate()",
    "rate(10)",
    "rate(0 days)",
  ],
  ...["rate(-10 minutes)", "rate(10 MINUTES)", "rate( 10 minutes )", " rate(10 minutes)"],
  ...["cron(0 1 * * * *)", "cron(7 20 * * NOT *)", "cron(INVALID)", "cron(0 x ? * MON-FRI *)"],
  ...["cron(71 8 1 * ? *)", "at(2030-01-01T00:00:00)"],
];

it("refuses a schedule that is none, and any on a bus of one's own", async () => {
  const putRule = (ScheduleExpression: string, more: object = {}) =>
    events.send(new PutRuleCommand({ Name: "timed", ScheduleExpression, ...more }));
  for (const bad of BAD_TIMES)
    await expect(putRule(bad), bad).rejects.toMatchObject({
      name: "ValidationException",
      message: "Parameter ScheduleExpression is not valid.",
    });
  await expect(putRule("rate(1 minute)", { EventBusName: "orders" })).rejects.toMatchObject({
    name: "ValidationException",
    message: "ScheduleExpression is supported only on the default event bus.",
  });
  for (const good of ["cron(15 10 ? * 6L 2026-2050)", "cron(0/5 5 ? JAN 1-5 2022)", "rate(2 days)"])
    await putRule(good);
  expect(await events.send(new DescribeRuleCommand({ Name: "timed" }))).toMatchObject({
    Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/timed`,
    ScheduleExpression: "rate(2 days)",
    State: "ENABLED",
    CreatedBy: ACCOUNT,
  });
  await events.send(new DeleteRuleCommand({ Name: "timed" }));
});

it("sends an event by the clock to the targets of a rule, and none while it is disabled", async () => {
  await queue("ticks");
  const Name = "ticking";
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name, ScheduleExpression: "rate(1 minute)", State: "DISABLED" }),
  );
  await events.send(
    new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "one", Arn: queueArn("ticks") }] }),
  );
  // Two seconds before it is due.
  clock.pass(178_000);
  await events.send(new EnableRuleCommand({ Name }));
  expect(JSON.parse((await next("ticks")).Body!)).toEqual({
    version: "0",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: ACCOUNT,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: REGION,
    resources: [RuleArn],
    detail: {},
  });
});

it("keeps the tags of buses and rules until they are gone", async () => {
  const Tags = [
    { Key: "a", Value: "1" },
    { Key: "b", Value: "2" },
  ];
  const { EventBusArn } = await events.send(new CreateEventBusCommand({ Name: "tagged", Tags }));
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: "r", EventBusName: "tagged", EventPattern: '{"source":["x"]}' }),
  );
  await events.send(new TagResourceCommand({ ResourceARN: RuleArn, Tags }));
  const list = async (ResourceARN: string | undefined) =>
    (await events.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
  for (const ResourceARN of [EventBusArn, RuleArn]) {
    expect(await list(ResourceARN)).toEqual(Tags);
    await events.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["b"] }));
    expect(await list(ResourceARN)).toEqual([{ Key: "a", Value: "1" }]);
  }
  const bus = await events.send(new DescribeEventBusCommand({ Name: "tagged" }));
  expect([bus.CreationTime, bus.LastModifiedTime]).toEqual([expect.any(Date), expect.any(Date)]);
  await events.send(new DeleteRuleCommand({ Name: "r", EventBusName: "tagged" }));
  await expect(list(RuleArn)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Rule r does not exist on EventBus tagged.",
  });
});

it.each([
  ["!@#$@!#$", "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"],
  ["x".repeat(65), "have length less than or equal to 64"],
])("refuses the target name %s", async (Id, rule) => {
  await expect(
    events.send(
      new PutTargetsCommand({
        Rule: "wanted",
        EventBusName: "orders",
        Targets: [{ Id, Arn: queueArn("wanted") }],
      }),
    ),
  ).rejects.toMatchObject({
    name: "ValidationException",
    message: `1 validation error detected: Value '${Id}' at 'targets.1.member.id' failed to satisfy constraint: Member must ${rule}`,
  });
});
