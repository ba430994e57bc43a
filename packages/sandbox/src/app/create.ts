// What a deployment would create, created by the services' own operations wherever there is one.
import { Roles, uniqueId } from "../estate/roles.ts";
import type { Permissions } from "../permissions/index.ts";
import { compile } from "../permissions/policy.ts";
import { AwsError, type World } from "../wire/service.ts";
import type { App } from "./manifest.ts";

/** Roles with their trust and policies; they can be assumed at once. Throws for a condition that is not emulated. */
export function createRoles(world: World, app: App): void {
  const roles = new Roles(world);
  for (const { name, arn, trust, policies, managedPolicyArns } of app.roles) {
    const [account, path] = [arn.split(":")[4]!, arn.split(":role")[1]!.slice(0, -name.length)];
    const there = roles.get(account, name);
    for (const document of [trust, ...policies])
      for (const unknown of compile(document).unknown)
        throw new Error(`the role ${name} cannot be judged here: not emulated: ${unknown}`);
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

/** What takes a role for a part of the app, and the part. */
const takers = (app: App): [service: string, roleArn: string, arn: string][] => [
  ...app.functions.map((one): [string, string, string] => [
    "lambda.amazonaws.com",
    one.roleArn,
    one.arn,
  ]),
  ...app.stateMachines.map((one): [string, string, string] => [
    "states.amazonaws.com",
    one.roleArn,
    one.arn,
  ]),
  ...app.schedules.map((one): [string, string, string] => [
    "scheduler.amazonaws.com",
    one.roleArn,
    `arn:aws:scheduler:${app.region}:${app.account}:schedule/default/${one.name}`,
  ]),
];

/** Refuses an app whose roles do not trust the service that takes them, as the services refuse to make such a part. */
export function refuseDistrust(app: App, permissions: Pick<Permissions, "trusts">): void {
  for (const [service, roleArn, arn] of takers(app))
    if (!permissions.trusts(service, roleArn, arn))
      throw new Error(`${roleArn} does not let ${service} take it for ${arn} (its trust policy)`);
}

/** The queues, each behind its dead-letter queue: SQS refuses a target that does not exist. */
function behindTargets(queues: App["queues"]): App["queues"] {
  const ordered = new Set<App["queues"][number]>();
  const place = (queue: App["queues"][number]) => {
    const target = queues.find(({ arn }) => arn === queue.deadLetter?.arn);
    if (target && target !== queue && !ordered.has(target)) place(target);
    ordered.add(queue);
  };
  for (const queue of queues) place(queue);
  return [...ordered];
}

/** Queues; settings of those that are there are brought in line. */
export async function createQueues(world: World, app: App): Promise<void> {
  for (const queue of behindTargets(app.queues)) {
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

/** Buckets, their versioning and whom they notify. */
export async function createBuckets(world: World, app: App): Promise<void> {
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

/** Parameters; those that are there get the value of this app. */
export async function createParameters(world: World, app: App): Promise<void> {
  const { account, region } = app;
  for (const { name, value, tier } of app.parameters) {
    const asked = { Names: [name], WithDecryption: true };
    const found = await world.call("ssm", "GetParameters", asked, { account, region });
    const [there] = (found as { Parameters: { Value: string }[] }).Parameters;
    if (there?.Value === value) continue;
    const parameter = { Name: name, Value: value, Type: "String", Tier: tier, Overwrite: true };
    await world.call("ssm", "PutParameter", parameter, { account, region });
  }
}

/** State machines; those that are there get the definition of this app. */
export async function createMachines(
  world: World,
  app: App,
  here: <Value>(value: Value) => Value,
): Promise<void> {
  for (const { arn, name, type, roleArn, definition } of app.stateMachines) {
    const text = JSON.stringify(here(definition));
    await tried(
      world,
      app,
      "states",
      "CreateStateMachine",
      { name, type, roleArn, definition: text },
      "StateMachineAlreadyExists",
    );
    // In any case: creating one that is there leaves its role as it was.
    const update = { stateMachineArn: arn, roleArn, definition: text };
    await world.call("states", "UpdateStateMachine", update, app);
  }
}

/** Buses, who may put events on them, and rules with their targets. */
export async function createRules(world: World, app: App): Promise<void> {
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
  for (const { bus, policy } of app.busPolicies)
    await world.call("events", "PutPermission", { EventBusName: bus, Policy: policy }, app);
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
