// The synthesized app: what a deployment would create, as plain data. Synthesis writes it, the sandbox
// boots it; neither knows the other.
import * as z from "zod";

const Names = z.record(z.string(), z.string());

const AppFunction = z.strictObject({
  arn: z.string(),
  name: z.string(),
  /** The name in the app's source, such as `StartRun`. */
  id: z.string(),
  /** `bundle.handler`: the export after the last dot. */
  handler: z.string(),
  /** Absolute path of the bundled module. */
  bundle: z.string(),
  roleArn: z.string(),
  links: z.record(z.string(), z.unknown()),
  environment: Names,
  timeoutSeconds: z.number().int().min(1).max(900),
  memoryMb: z.number().int().min(128).max(10_240),
  /** Retries of asynchronous invocations. */
  asyncRetries: z.number().int().min(0).max(2),
  onFailureArn: z.string().optional(),
  /** The URL that a deployment would have; the sandbox serves the function under its own. */
  url: z
    .strictObject({ address: z.string(), authorization: z.enum(["AWS_IAM", "NONE"]) })
    .optional(),
});

const AppStateMachine = z.strictObject({
  arn: z.string(),
  name: z.string(),
  type: z.enum(["STANDARD", "EXPRESS"]),
  roleArn: z.string(),
  definition: z.looseObject({}),
});

const AppTable = z.strictObject({
  name: z.string(),
  arn: z.string(),
  hashKey: z.string(),
  rangeKey: z.string().optional(),
  attributes: z.record(z.string(), z.enum(["S", "N", "B"])),
  globalIndexes: z.array(
    z.strictObject({
      name: z.string(),
      hashKey: z.string(),
      rangeKey: z.string().optional(),
      projection: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
      nonKeyAttributes: z.array(z.string()).optional(),
    }),
  ),
  streamArn: z.string().optional(),
  streamView: z.string().optional(),
  ttlAttribute: z.string().optional(),
  pointInTimeRecovery: z.boolean().optional(),
});

const AppMapping = z.strictObject({
  id: z.string(),
  sourceArn: z.string(),
  functionArn: z.string(),
  batchSize: z.number().int().min(1).max(10_000),
  windowSeconds: z.number().min(0).max(300),
  /** Event patterns as JSON text; a record that matches any of them is delivered. */
  filters: z.array(z.string()),
  bisect: z.boolean(),
  /** -1: until the record leaves the stream. */
  maximumRetryAttempts: z.number().int().min(-1),
  functionResponseTypes: z.array(z.string()),
  onFailureArn: z.string().optional(),
  parallelization: z.number().int().min(1).max(10),
  maximumConcurrency: z.number().int().min(2).optional(),
});

const AppQueue = z.strictObject({
  name: z.string(),
  arn: z.string(),
  /** The URL that a deployment would have; the sandbox serves the queue under its own. */
  url: z.string(),
  fifo: z.boolean(),
  contentBasedDeduplication: z.boolean(),
  visibilityTimeoutSeconds: z.number(),
  delaySeconds: z.number(),
  retentionSeconds: z.number(),
  deadLetter: z
    .strictObject({ arn: z.string(), maxReceiveCount: z.number().int().min(1) })
    .optional(),
});

const AppBucket = z.strictObject({
  name: z.string(),
  arn: z.string(),
  versioning: z.boolean(),
  notifications: z.array(
    z.strictObject({
      targetArn: z.string(),
      events: z.array(z.string()),
      prefix: z.string().optional(),
      suffix: z.string().optional(),
    }),
  ),
  eventBridge: z.boolean(),
});

const AppRule = z.strictObject({
  name: z.string(),
  bus: z.string(),
  pattern: z.looseObject({}),
  targets: z.array(
    z.strictObject({
      id: z.string(),
      arn: z.string(),
      roleArn: z.string().optional(),
      deadLetterArn: z.string().optional(),
      input: z.string().optional(),
    }),
  ),
});

const AppSchedule = z.strictObject({
  name: z.string(),
  expression: z.string(),
  timezone: z.string(),
  targetArn: z.string(),
  roleArn: z.string(),
  input: z.string().optional(),
  retries: z.number().int().min(0),
  deadLetterArn: z.string().optional(),
});

const AppRole = z.strictObject({
  name: z.string(),
  arn: z.string(),
  trust: z.looseObject({}),
  policies: z.array(z.looseObject({})),
  managedPolicyArns: z.array(z.string()),
});

/** Everything that a deployment of the app would create. */
export const App = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string(),
  stage: z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string(),
  /** Absolute path of the build output. */
  root: z.string(),
  functions: z.array(AppFunction),
  stateMachines: z.array(AppStateMachine),
  tables: z.array(AppTable),
  eventSourceMappings: z.array(AppMapping),
  queues: z.array(AppQueue),
  buckets: z.array(AppBucket),
  buses: z.array(z.strictObject({ name: z.string(), arn: z.string() })),
  busPolicies: z.array(z.strictObject({ bus: z.string(), policy: z.string() })),
  rules: z.array(AppRule),
  schedules: z.array(AppSchedule),
  secrets: z.array(z.strictObject({ name: z.string(), arn: z.string() })),
  parameters: z.array(z.strictObject({ name: z.string(), value: z.string(), tier: z.string() })),
  roles: z.array(AppRole),
  alarms: z.array(
    z.strictObject({
      name: z.string(),
      metric: z.string(),
      namespace: z.string(),
      dimensions: z.unknown(),
      threshold: z.number(),
    }),
  ),
});

/** The app, checked. */
export type App = z.infer<typeof App>;
