// Reads the registered resources as the synthesized app.
import type {
  App,
  AppBucket,
  AppEventSourceMapping,
  AppFunction,
  AppQueue,
  AppRule,
  AppTable,
} from "./app.ts";
import { answersFor, type Place } from "./aws.ts";
import { type Handlers, missing } from "./handlers.ts";
import type { Json as Inputs } from "./json.ts";
import type { Registered } from "./synthesize.ts";

/** The resources of a type: their inputs, what AWS adds, and the logical name. */
type Find = (type: string) => Inputs[];

/** Drops what is undefined, so that optional fields are absent. */
function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined),
  ) as Value;
}

/** The app, or an error that lists every handler that is missing. */
export function manifest(
  { app, builds, resources }: Registered,
  handlers: Handlers,
  place: Place,
  directory: string,
): App {
  const absent = builds.map((one) => missing(handlers, one.handler)).filter(Boolean);
  if (absent.length > 0)
    throw new Error(`Handlers are missing:\n${absent.map((one) => `  ${one}`).join("\n")}`);

  const answers = answersFor(place);
  const find: Find = (type) =>
    resources
      .filter((one) => one.type === type)
      .map((one) => ({
        ...answers.create(type, one.name, undefined, one.inputs).state,
        logical: one.name,
      }));
  return {
    formatVersion: 1,
    name: app.name,
    stage: app.stage,
    ...place,
    root: directory,
    functions: functions(find, builds, handlers),
    stateMachines: find("aws:sfn/stateMachine:StateMachine").map((machine) => ({
      arn: machine.arn,
      name: machine.name,
      type: machine.type ?? "STANDARD",
      roleArn: machine.roleArn,
      definition: JSON.parse(machine.definition),
    })),
    tables: find("aws:dynamodb/table:Table").map(table),
    eventSourceMappings: find("aws:lambda/eventSourceMapping:EventSourceMapping").map(mapping),
    queues: find("aws:sqs/queue:Queue").map(queue),
    buckets: find("aws:s3/bucket:Bucket").map((one) => bucket(find, one)),
    buses: find("aws:cloudwatch/eventBus:EventBus").map(({ name, arn }) => ({ name, arn })),
    busPolicies: find("aws:cloudwatch/eventBusPolicy:EventBusPolicy").map(
      ({ eventBusName, policy }) => ({ bus: eventBusName, policy }),
    ),
    rules: find("aws:cloudwatch/eventRule:EventRule")
      .filter((one) => one.eventPattern)
      .map((one) => rule(find, one)),
    schedules: find("aws:scheduler/schedule:Schedule").map((schedule) =>
      present({
        name: schedule.name,
        expression: schedule.scheduleExpression,
        timezone: schedule.scheduleExpressionTimezone ?? "UTC",
        targetArn: schedule.target.arn,
        roleArn: schedule.target.roleArn,
        input: schedule.target.input,
        retries: schedule.target.retryPolicy?.maximumRetryAttempts ?? 0,
        deadLetterArn: schedule.target.deadLetterConfig?.arn,
      }),
    ),
    secrets: find("aws:secretsmanager/secret:Secret").map(({ name, arn }) => ({ name, arn })),
    parameters: find("aws:ssm/parameter:Parameter").map(({ name, value, tier = "Standard" }) => ({
      name,
      value,
      tier,
    })),
    roles: find("aws:iam/role:Role").map((role) => ({
      name: role.name,
      arn: role.arn,
      trust: document(role.assumeRolePolicy),
      policies: (role.inlinePolicies ?? []).map((one: Inputs) => JSON.parse(one.policy)),
      managedPolicyArns: role.managedPolicyArns ?? [],
    })),
    alarms: find("aws:cloudwatch/metricAlarm:MetricAlarm").map((alarm) => ({
      name: alarm.name,
      metric: alarm.metricName,
      namespace: alarm.namespace,
      dimensions: alarm.dimensions ?? {},
      threshold: alarm.threshold,
    })),
  };
}

/** A policy as Pulumi takes it: as text, or as the document itself. */
const document = (policy: string | Inputs): Inputs =>
  typeof policy === "string" ? JSON.parse(policy) : policy;

function functions(find: Find, builds: Registered["builds"], handlers: Handlers): AppFunction[] {
  const lambdas = find("aws:lambda/function:Function");
  const urls = find("aws:lambda/functionUrl:FunctionUrl");
  const invokes = find("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
  return builds
    .map(({ functionID: id, handler, links }) => {
      const lambda = lambdas.find((one) => one.logical === `${id}Function`);
      if (!lambda) throw new Error(`no Lambda function was registered for ${id}`);
      const url = urls.find((one) => one.functionName === lambda.name);
      const invoke = invokes.find((one) => one.functionName === lambda.name);
      return present({
        arn: lambda.arn,
        name: lambda.name,
        id,
        handler: lambda.handler,
        bundle: handlers[handler.slice(0, handler.lastIndexOf("."))]!.bundle,
        roleArn: lambda.role,
        links,
        environment: lambda.environment?.variables ?? {},
        timeoutSeconds: lambda.timeout,
        memoryMb: lambda.memorySize,
        asyncRetries: invoke?.maximumRetryAttempts ?? 2,
        onFailureArn: invoke?.destinationConfig?.onFailure?.destination,
        ...(url && { url: { address: url.functionUrl, authorization: url.authorizationType } }),
      });
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function table(given: Inputs): AppTable {
  return present({
    name: given.name,
    arn: given.arn,
    hashKey: given.hashKey,
    rangeKey: given.rangeKey,
    attributes: Object.fromEntries(given.attributes.map((one: Inputs) => [one.name, one.type])),
    globalIndexes: (given.globalSecondaryIndexes ?? []).map((index: Inputs) =>
      present({
        name: index.name,
        hashKey: index.hashKey,
        rangeKey: index.rangeKey,
        projection: index.projectionType,
        nonKeyAttributes: index.nonKeyAttributes,
      }),
    ),
    streamArn: given.streamArn || undefined,
    streamView: given.streamViewType,
    ttlAttribute: given.ttl?.enabled ? given.ttl.attributeName : undefined,
    pointInTimeRecovery: given.pointInTimeRecovery?.enabled,
  });
}

/** Lambda's own defaults where the mapping says nothing (CreateEventSourceMapping, API reference). */
function mapping(given: Inputs): AppEventSourceMapping {
  const stream = String(given.eventSourceArn).includes("/stream/");
  return present({
    id: given.uuid,
    sourceArn: given.eventSourceArn,
    functionArn: given.functionName,
    batchSize: given.batchSize ?? (stream ? 100 : 10),
    windowSeconds: given.maximumBatchingWindowInSeconds ?? 0,
    filters: (given.filterCriteria?.filters ?? []).map((one: Inputs) => one.pattern),
    bisect: given.bisectBatchOnFunctionError ?? false,
    maximumRetryAttempts: given.maximumRetryAttempts ?? -1,
    functionResponseTypes: given.functionResponseTypes ?? [],
    onFailureArn: given.destinationConfig?.onFailure?.destinationArn,
    parallelization: given.parallelizationFactor ?? 1,
    maximumConcurrency: given.scalingConfig?.maximumConcurrency,
  });
}

/** SQS's own defaults where the queue says nothing (SetQueueAttributes, API reference). */
function queue(given: Inputs): AppQueue {
  const redrive = given.redrivePolicy && JSON.parse(given.redrivePolicy);
  return present({
    name: given.name,
    arn: given.arn,
    url: given.url,
    fifo: given.fifoQueue ?? false,
    contentBasedDeduplication: given.contentBasedDeduplication ?? false,
    visibilityTimeoutSeconds: given.visibilityTimeoutSeconds ?? 30,
    delaySeconds: given.delaySeconds ?? 0,
    retentionSeconds: given.messageRetentionSeconds ?? 345_600,
    deadLetter: redrive && {
      arn: redrive.deadLetterTargetArn,
      maxReceiveCount: Number(redrive.maxReceiveCount),
    },
  });
}

function bucket(find: Find, given: Inputs): AppBucket {
  const ofBucket = (type: string) => find(type).filter((one) => one.bucket === given.bucket);
  const notifications = ofBucket("aws:s3/bucketNotification:BucketNotification");
  const targets: Inputs[] = notifications.flatMap((one) => [
    ...(one.lambdaFunctions ?? []),
    ...(one.queues ?? []),
    ...(one.topics ?? []),
  ]);
  return {
    name: given.bucket,
    arn: given.arn,
    versioning: ofBucket("aws:s3/bucketVersioning:BucketVersioning").length > 0,
    notifications: targets.map((target) =>
      present({
        targetArn: target.lambdaFunctionArn ?? target.queueArn ?? target.topicArn,
        events: target.events,
        prefix: target.filterPrefix,
        suffix: target.filterSuffix,
      }),
    ),
    eventBridge: notifications.some((one) => one.eventbridge === true),
  };
}

function rule(find: Find, given: Inputs): AppRule {
  return {
    name: given.name,
    bus: given.eventBusName ?? "default",
    pattern: JSON.parse(given.eventPattern),
    targets: find("aws:cloudwatch/eventTarget:EventTarget")
      .filter((target) => target.rule === given.name)
      .map((target) =>
        present({
          id: target.targetId ?? target.logical,
          arn: target.arn,
          roleArn: target.roleArn,
          deadLetterArn: target.deadLetterConfig?.arn,
          input: target.input,
        }),
      ),
  };
}
