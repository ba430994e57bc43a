// SQS and EventBridge (Service Authorization Reference, "Amazon SQS" and "Amazon EventBridge").
import { anything, each, type Need, type Place, passRole, type Row, type Rows } from "../need.ts";

/** A queue by its URL, or by its bare name. */
function queueArn(url: unknown, { account, region }: Place): string {
  const [name, owner = ""] = String(url).split("/").reverse() as [string, string?];
  return `arn:aws:sqs:${region}:${/^\d{12}$/.test(owner) ? owner : account}:${name}`;
}

const onQueue = (operations: string[]): Rows =>
  each("sqs", operations, ({ QueueUrl }, at) => queueArn(QueueUrl, at));

/** There is no action for batches: each message counts [observed: aws/serverless-application-model#3633]. */
const batch = (action: string): Row => {
  return ({ QueueUrl }, at) => ({ action: `sqs:${action}`, resource: queueArn(QueueUrl, at) });
};

export const sqs: Rows = {
  ...onQueue([
    "AddPermission",
    "ChangeMessageVisibility",
    "DeleteMessage",
    "DeleteQueue",
    "GetQueueAttributes",
    "ListDeadLetterSourceQueues",
    "ListQueueTags",
    "PurgeQueue",
    "ReceiveMessage",
    "RemovePermission",
    "SendMessage",
    "SetQueueAttributes",
    "TagQueue",
    "UntagQueue",
  ]),
  SendMessageBatch: batch("SendMessage"),
  DeleteMessageBatch: batch("DeleteMessage"),
  ChangeMessageVisibilityBatch: batch("ChangeMessageVisibility"),
  ...each("sqs", ["CreateQueue", "GetQueueUrl"], ({ QueueName, QueueOwnerAWSAccountId }, at) =>
    queueArn(QueueName, { ...at, account: QueueOwnerAWSAccountId ?? at.account }),
  ),
  ...each("sqs", ["ListMessageMoveTasks"], ({ SourceArn }) => String(SourceArn)),
  // SQS guide, "Configuring a dead-letter queue redrive": what the task does is asked of who starts it.
  StartMessageMoveTask: ({ SourceArn, DestinationArn }): Need[] => [
    ...["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map(
      (action) => ({ action: `sqs:${action}`, resource: String(SourceArn) }),
    ),
    ...(DestinationArn ? [{ action: "sqs:SendMessage", resource: String(DestinationArn) }] : []),
  ],
  // assumed, no opposite: any queue. The handle alone names the task.
  ...each("sqs", ["CancelMessageMoveTask", "ListQueues"], anything),
};

const busArn = (bus: unknown, { account, region }: Place): string =>
  String(bus).startsWith("arn:")
    ? String(bus)
    : `arn:aws:events:${region}:${account}:event-bus/${bus ?? "default"}`;

/** Rules of the default bus do not say it. */
function ruleArn(rule: unknown, bus: unknown, { account, region }: Place): string {
  const name = String(bus ?? "default")
    .split("/")
    .at(-1);
  return `arn:aws:events:${region}:${account}:rule/${name === "default" ? "" : `${name}/`}${rule}`;
}

interface Entry {
  EventBusName?: string;
  DetailType?: string;
  Source?: string;
}

export const events: Rows = {
  PutEvents: ({ Entries = [] }: { Entries?: Entry[] }, at) =>
    Entries.map(({ EventBusName, DetailType, Source }) => ({
      action: "events:PutEvents",
      resource: busArn(EventBusName, at),
      keys: () => ({ "events:detail-type": DetailType, "events:source": Source }),
    })),
  ...each(
    "events",
    ["DeleteRule", "DescribeRule", "DisableRule", "EnableRule"],
    ({ Name, EventBusName }, at) => ruleArn(Name, EventBusName, at),
  ),
  ...each("events", ["ListTargetsByRule", "RemoveTargets"], ({ Rule, EventBusName }, at) =>
    ruleArn(Rule, EventBusName, at),
  ),
  PutRule: ({ Name, EventBusName, RoleArn }, at) => [
    { action: "events:PutRule", resource: ruleArn(Name, EventBusName, at) },
    ...passRole(RoleArn, "events.amazonaws.com"),
  ],
  PutTargets: ({ Rule, EventBusName, Targets = [] }, at) => [
    { action: "events:PutTargets", resource: ruleArn(Rule, EventBusName, at) },
    ...(Targets as { RoleArn?: string }[]).flatMap(({ RoleArn }) =>
      passRole(RoleArn, "events.amazonaws.com"),
    ),
  ],
  ...each("events", ["CreateEventBus", "DeleteEventBus", "DescribeEventBus"], ({ Name }, at) =>
    busArn(Name, at),
  ),
  ...each("events", ["TagResource", "UntagResource", "ListTagsForResource"], ({ ResourceARN }) =>
    String(ResourceARN),
  ),
  ...each("events", ["PutPermission", "RemovePermission"], ({ EventBusName }, at) =>
    busArn(EventBusName, at),
  ),
  ...each(
    "events",
    ["ListEventBuses", "ListRuleNamesByTarget", "ListRules", "TestEventPattern"],
    anything,
  ),
};
