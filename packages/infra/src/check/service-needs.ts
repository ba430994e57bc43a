// What AWS's own services need in the roles that they use for us. No call of ours uses these, so no test run shows that
// one is missing: deploy:check asserts that each is there, and the report of unused permissions leaves them out.

/** Permissions that a service asks for, and where AWS says so. */
export interface ServiceNeed {
  actions: string[];
  /** Who has them: the only roles in which they may stand without being used. */
  holder: "function" | "state machine" | "schedule";
  why: string;
  source: string;
}

const actions = (service: string, ...names: string[]) => names.map((name) => `${service}:${name}`);

/** The list, by what asks for it. */
export const serviceNeeds = {
  logDelivery: {
    actions: actions(
      "logs",
      "CreateLogDelivery",
      "GetLogDelivery",
      "UpdateLogDelivery",
      "DeleteLogDelivery",
      "ListLogDeliveries",
      "PutResourcePolicy",
      "DescribeResourcePolicies",
      "DescribeLogGroups",
    ),
    holder: "state machine",
    why: "Step Functions delivers the log of executions",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
  },
  tracing: {
    actions: actions(
      "xray",
      "PutTraceSegments",
      "PutTelemetryRecords",
      "GetSamplingRules",
      "GetSamplingTargets",
    ),
    holder: "state machine",
    why: "Step Functions writes traces",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html",
  },
  nested: {
    actions: actions("states", "DescribeExecution", "StopExecution"),
    holder: "state machine",
    why: "a parent looks at its nested executions, and stops them when it is stopped",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html",
  },
  nestedEvents: {
    actions: actions("events", "PutTargets", "PutRule", "DescribeRule"),
    holder: "state machine",
    why: "a managed rule tells the parent that a nested execution has ended",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html",
  },
  mapRun: {
    actions: actions("states", "StartExecution"),
    holder: "state machine",
    why: "a distributed Map starts its children as executions of its own machine",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html",
  },
  mapRunChildren: {
    actions: actions("states", "DescribeExecution", "StopExecution", "RedriveExecution"),
    holder: "state machine",
    why: "a Map Run looks at its children, stops and redrives them",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html",
  },
  mapItems: {
    actions: actions("s3", "GetObject"),
    holder: "state machine",
    why: "a distributed Map reads its items from a file",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html",
  },
  functionLog: {
    actions: actions("logs", "CreateLogGroup", "CreateLogStream", "PutLogEvents"),
    holder: "function",
    why: "Lambda writes the function's log with its role (AWSLambdaBasicExecutionRole)",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  },
  stream: {
    actions: actions("dynamodb", "DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"),
    holder: "function",
    why: "Lambda reads the stream of an event source mapping",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html",
  },
  queue: {
    actions: actions("sqs", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
    holder: "function",
    why: "Lambda reads the queue of an event source mapping",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  },
  discarded: {
    actions: actions("s3", "PutObject"),
    holder: "function",
    why: "Lambda keeps the records that a stream mapping gives up",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html",
  },
  discardedBucket: {
    actions: actions("s3", "ListBucket"),
    holder: "function",
    why: "Lambda looks whether the bucket for them is there",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html",
  },
  failed: {
    actions: actions("sqs", "SendMessage"),
    holder: "function",
    why: "Lambda keeps asynchronous invocations that failed for good",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
  unscheduled: {
    actions: actions("sqs", "SendMessage"),
    holder: "schedule",
    why: "EventBridge Scheduler keeps what it could not deliver",
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
  },
} satisfies Record<string, ServiceNeed>;
