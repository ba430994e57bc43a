// Boots a synthesized app: creates what a deployment would create, and lets go on what an earlier process
// had begun. Booting the same app again changes nothing.
import { createHash } from "node:crypto";
import { Roles, uniqueId } from "../estate/roles.ts";
import type { TableAccess } from "../services/dynamodb/index.ts";
import type { EventsAccess } from "../services/events/index.ts";
import type { FunctionRuntime } from "../services/lambda/index.ts";
import type { S3 } from "../services/s3/index.ts";
import type { Scheduler } from "../services/scheduler/index.ts";
import type { SecretsManager } from "../services/secretsmanager/index.ts";
import type { QueueAccess } from "../services/sqs/index.ts";
import type { StatesRuntime } from "../services/states/index.ts";
import { AwsError, type World } from "../wire/service.ts";
import type { App } from "./manifest.ts";
import { connectNotifications } from "./notifications.ts";

/** The services that an app is made of, as far as booting asks more of them than their API. */
export interface AppServices {
  database: Pick<TableAccess, "createTable">;
  queues: { queues: QueueAccess };
  functions: { runtime: FunctionRuntime };
  machines: { runtime: StatesRuntime };
  buses: EventsAccess;
  objects: Pick<S3, "notify" | "notification">;
  secrets: Pick<SecretsManager, "declare">;
  schedules: Scheduler;
}

/**
 * Creates what the app has, and then lets the services go on; without an app it does only the latter.
 * Call it once, after all services have started.
 */
export async function bootApp(
  world: World,
  app: App | undefined,
  services: AppServices,
): Promise<void> {
  const notifications = connectNotifications(world, services);
  if (app) {
    createRoles(world, app);
    for (const table of app.tables) services.database.createTable(table);
    for (const { name, arn } of app.secrets) services.secrets.declare(name, arn);
    await createQueues(world, app);
    await createBuckets(world, app);
    await createParameters(world, app);
    const here = localized(app, services.queues.queues);
    for (const one of app.functions)
      services.functions.runtime.define({
        ...one,
        links: here(one.links),
        environment: here(one.environment),
      });
    await createMachines(world, app, here);
    await createRules(world, app);
    for (const { id, onFailureArn, maximumConcurrency, ...mapping } of app.eventSourceMappings)
      services.functions.runtime.map({
        ...mapping,
        id: mappingId(id),
        enabled: true,
        modifiedAt: world.clock.now(),
        ...(onFailureArn !== undefined && { onFailureArn }),
        ...(maximumConcurrency !== undefined && { maximumConcurrency }),
      });
    for (const schedule of app.schedules) services.schedules.put(schedule);
  }
  notifications.resume();
  services.buses.resume();
  services.schedules.resume();
  services.functions.runtime.resume();
  services.machines.runtime.resume();
}

/** A UUID that is the same at each boot, so that a mapping finds its checkpoint again. */
function mappingId(id: string): string {
  const hex = createHash("sha256").update(id).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/**
 * Puts the sandbox's queue URLs where the deployment's stand. The SDK sends to the host of a queue's URL
 * when only AWS_ENDPOINT_URL says where AWS is.
 */
function localized({ queues }: App, access: QueueAccess): <Value>(value: Value) => Value {
  const urls = new Map(queues.map(({ url, arn }) => [url, access.url(arn)]));
  const change = (value: unknown): unknown => {
    if (typeof value === "string") return urls.get(value) ?? value;
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
  };
  return <Value>(value: Value) => change(value) as Value;
}

function createRoles(world: World, app: App): void {
  const roles = new Roles(world);
  for (const { name, arn, trust, policies, managedPolicyArns } of app.roles) {
    const [account, path] = [arn.split(":")[4]!, arn.split(":role")[1]!.slice(0, -name.length)];
    const there = roles.get(account, name);
    roles.put({
      account,
      name,
      path,
      id: there?.id ?? uniqueId(world, "AROA"),
      trust: JSON.stringify(trust),
      createdAt: there?.createdAt ?? world.clock.now(),
      assumableAt: there?.assumableAt ?? world.clock.now(),
      maxSessionSeconds: 3600,
      inline: Object.fromEntries(
        policies.map((policy, at) => [`policy-${at}`, JSON.stringify(policy)]),
      ),
      attached: managedPolicyArns,
    });
  }
}

async function createQueues(world: World, app: App): Promise<void> {
  for (const queue of app.queues) {
    const settable = {
      VisibilityTimeout: `${queue.visibilityTimeoutSeconds}`,
      DelaySeconds: `${queue.delaySeconds}`,
      MessageRetentionPeriod: `${queue.retentionSeconds}`,
      ...(queue.fifo && { ContentBasedDeduplication: `${queue.contentBasedDeduplication}` }),
      ...(queue.deadLetter && {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: queue.deadLetter.arn,
          maxReceiveCount: queue.deadLetter.maxReceiveCount,
        }),
      }),
    };
    const Attributes = { ...settable, ...(queue.fifo && { FifoQueue: "true" }) };
    const created = await tried(
      world,
      app,
      "sqs",
      "CreateQueue",
      { QueueName: queue.name, Attributes },
      "QueueNameExists",
    );
    if (!created)
      await world.call(
        "sqs",
        "SetQueueAttributes",
        { QueueUrl: queue.name, Attributes: settable },
        app,
      );
  }
}

async function createBuckets(world: World, app: App): Promise<void> {
  for (const { name, versioning, notifications, eventBridge } of app.buckets) {
    const place =
      app.region === "us-east-1"
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: app.region } };
    await tried(
      world,
      app,
      "s3",
      "CreateBucket",
      { Bucket: name, ...place },
      "BucketAlreadyOwnedByYou",
    );
    if (versioning)
      await world.call(
        "s3",
        "PutBucketVersioning",
        { Bucket: name, VersioningConfiguration: { Status: "Enabled" } },
        app,
      );
    const rules = (service: string, key: string) =>
      notifications
        .filter(({ targetArn }) => targetArn.split(":")[2] === service)
        .map(({ targetArn, events, prefix, suffix }, at) => ({
          Id: `${service}-${at}`,
          [key]: targetArn,
          Events: events,
          Filter: {
            Key: {
              FilterRules: [
                ...(prefix ? [{ Name: "prefix", Value: prefix }] : []),
                ...(suffix ? [{ Name: "suffix", Value: suffix }] : []),
              ],
            },
          },
        }));
    const NotificationConfiguration = {
      LambdaFunctionConfigurations: rules("lambda", "LambdaFunctionArn"),
      QueueConfigurations: rules("sqs", "QueueArn"),
      ...(eventBridge && { EventBridgeConfiguration: {} }),
    };
    await world.call(
      "s3",
      "PutBucketNotificationConfiguration",
      { Bucket: name, NotificationConfiguration },
      app,
    );
  }
}

async function createParameters(world: World, app: App): Promise<void> {
  for (const { name, value } of app.parameters)
    await tried(
      world,
      app,
      "ssm",
      "PutParameter",
      { Name: name, Value: value, Type: "String" },
      "ParameterAlreadyExists",
    );
}

async function createMachines(
  world: World,
  app: App,
  here: <Value>(value: Value) => Value,
): Promise<void> {
  for (const { arn, name, type, roleArn, definition } of app.stateMachines) {
    const text = JSON.stringify(here(definition));
    const created = await tried(
      world,
      app,
      "states",
      "CreateStateMachine",
      { name, type, roleArn, definition: text },
      "StateMachineAlreadyExists",
    );
    if (!created)
      await world.call(
        "states",
        "UpdateStateMachine",
        { stateMachineArn: arn, roleArn, definition: text },
        app,
      );
  }
}

async function createRules(world: World, app: App): Promise<void> {
  for (const { name } of app.buses)
    if (name !== "default")
      await tried(
        world,
        app,
        "events",
        "CreateEventBus",
        { Name: name },
        "ResourceAlreadyExistsException",
      );
  for (const { name, bus, pattern, targets } of app.rules) {
    const rule = { Name: name, EventBusName: bus, EventPattern: JSON.stringify(pattern) };
    await world.call("events", "PutRule", rule, app);
    const Targets = targets.map(({ id, arn, roleArn, deadLetterArn, input }) => ({
      Id: id,
      Arn: arn,
      ...(roleArn && { RoleArn: roleArn }),
      ...(deadLetterArn && { DeadLetterConfig: { Arn: deadLetterArn } }),
      ...(input !== undefined && { Input: input }),
    }));
    await world.call("events", "PutTargets", { Rule: name, EventBusName: bus, Targets }, app);
  }
}

/** True when the call worked; false when it was refused because the thing is there already. */
async function tried(
  world: World,
  { account, region }: App,
  service: string,
  operation: string,
  input: object,
  there: string,
): Promise<boolean> {
  try {
    await world.call(service, operation, input, { account, region });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === there) return false;
    throw error;
  }
}
