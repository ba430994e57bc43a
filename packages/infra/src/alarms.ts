/// <reference path="../../../.sst/platform/config.d.ts" />
// What somebody must look at. docs/deploy.md says how to subscribe to the topic.
import { decideRun } from "./approval.ts";
import { compose } from "./compose.ts";
import { writeDigest } from "./digest.ts";
import { publish, unpublished } from "./publish.ts";
import { checkSetup } from "./setup-check.ts";
import { messages, post } from "./slack.ts";
import { deadLetters, machines } from "./stage.ts";
import { startRollCall } from "./start-roll-call.ts";
import { startRun } from "./start-run.ts";
import { noteCall } from "./trail.ts";

/** Every alarm is sent here. */
export const alarms = new aws.sns.Topic("Alarms", {});

type Metric = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "namespace" | "metricName" | "dimensions" | "alarmDescription" | "statistic" | "threshold"
>;

const alarm = (name: string, metric: Metric) =>
  new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
    name: `${$app.name}-${$app.stage}-${name}`,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    period: 60,
    statistic: "Sum",
    threshold: 0,
    treatMissingData: "notBreaching",
    alarmActions: [alarms.arn],
    ...metric,
  });

for (const [name, queue] of Object.entries(deadLetters))
  alarm(`${name}-messages`, {
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum",
    alarmDescription: "Messages that could not be handled are waiting; see docs/deploy.md.",
  });

for (const [name, machine] of Object.entries(machines))
  for (const metricName of ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"])
    alarm(`${name}-${metricName}`, {
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: machine.arn },
      alarmDescription: "It did not come to its end; docs/deploy.md says what to do.",
    });

for (const [name, fn] of Object.entries({
  startRun,
  startRollCall,
  decideRun,
  writeDigest,
  checkSetup,
  noteCall,
  publish,
  compose,
  post,
}))
  alarm(`${name}-errors`, {
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: fn.name },
    alarmDescription: `The function fails; its log group says why.`,
  });

alarm("slack-messages-age", {
  namespace: "AWS/SQS",
  metricName: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: messages.nodes.queue.name },
  statistic: "Maximum",
  threshold: 15 * 60, // seconds
  alarmDescription: "Messages wait for Slack: token, scopes or a channel; see docs/slack.md.",
});

alarm("publish-iterator-age", {
  namespace: "AWS/Lambda",
  metricName: "IteratorAge",
  dimensions: { FunctionName: publish.name },
  statistic: "Maximum",
  threshold: 15 * 60_000, // milliseconds; the stream forgets after 24 hours
  alarmDescription: "Events reach the bus late.",
});

// A discarded batch leaves no message in any queue; it shows as an object in this bucket.
new aws.s3.BucketMetric("UnpublishedMetric", { bucket: unpublished.name, name: "EntireBucket" });
alarm("unpublished-records", {
  namespace: "AWS/S3",
  metricName: "PutRequests",
  dimensions: { BucketName: unpublished.name, FilterId: "EntireBucket" },
  alarmDescription: "Events were given up on; their records are in the bucket.",
});
