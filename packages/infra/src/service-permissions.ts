/// <reference path="../../../.sst/platform/config.d.ts" />
// What AWS's own services need in the roles that they use for us. No call of ours shows that these
// are missing; each line says where AWS asks for it, and deploy:check asserts that it is there.
import { arn } from "./account.ts";

/**
 * Tracing and log delivery of a state machine. Neither has resource-level permissions.
 * Step Functions Developer Guide, "X-Ray IAM policies" and "Logging using CloudWatch Logs".
 */
export const observing = [
  {
    actions: [
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
    ],
    resources: ["*"],
  },
  {
    actions: [
      "logs:CreateLogDelivery",
      "logs:GetLogDelivery",
      "logs:UpdateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups",
    ],
    resources: ["*"],
  },
];

/**
 * Starts a state machine and waits for it (`startExecution.sync:2`), also when it was started before.
 * Step Functions Developer Guide, "IAM policies for calling other Step Functions workflows": the
 * managed rule tells the parent that the child has ended.
 */
export const runNested = (machine: string) => [
  { actions: ["states:StartExecution"], resources: [arn("states", `stateMachine:${machine}`)] },
  {
    actions: ["states:DescribeExecution", "states:StopExecution"],
    resources: [arn("states", `execution:${machine}:*`)],
  },
  {
    actions: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
    resources: [arn("events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule")],
  },
];

/**
 * Runs distributed Maps: their children are executions of the machine itself.
 * Step Functions Developer Guide, "IAM policies for using Distributed Map states". A child's ARN is
 * `execution:<machine>/<label>:<id>`, so both forms are named.
 */
export const runMap = (machine: string) => [
  { actions: ["states:StartExecution"], resources: [arn("states", `stateMachine:${machine}`)] },
  {
    actions: ["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"],
    resources: [arn("states", `execution:${machine}:*`), arn("states", `execution:${machine}/*`)],
  },
];

/** Reads a stream for a function. Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB". */
export const readStream = (stream: $util.Input<string>) => ({
  actions: [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
  ],
  resources: [stream],
});

/** Keeps what a stream mapping gives up on. Lambda Developer Guide, "Capturing discarded batches". */
export const keepDiscarded = (bucket: $util.Output<string>) => [
  { actions: ["s3:PutObject"], resources: [$interpolate`${bucket}/*`] },
  { actions: ["s3:ListBucket"], resources: [bucket] },
];

/** Takes messages from a queue for a function. Lambda Developer Guide, "Using Lambda with Amazon SQS". */
export const readQueue = (queue: $util.Input<string>) => ({
  actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  resources: [queue],
});
