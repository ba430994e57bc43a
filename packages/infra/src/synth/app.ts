// The synthesized app: what was wired, as plain data. Whatever boots or checks the app reads this.

import type { Json } from "./json.ts";

/** One Lambda function, with exactly what it is given. */
export interface AppFunction {
  arn: string;
  name: string;
  /** Logical name, such as "StartRun". */
  id: string;
  handler: string;
  /** Absolute path of the bundle. */
  bundle: string;
  roleArn: string;
  links: Json;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  asyncRetries: number;
  onFailureArn?: string;
  /** Its URL, and who may call it. */
  url?: { address: string; authorization: "AWS_IAM" | "NONE" };
}

export interface AppStateMachine {
  arn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
  roleArn: string;
  definition: Json;
}

export interface AppIndex {
  name: string;
  hashKey: string;
  rangeKey?: string;
  projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  nonKeyAttributes?: string[];
}

export interface AppTable {
  name: string;
  arn: string;
  hashKey: string;
  rangeKey?: string;
  attributes: Record<string, "S" | "N" | "B">;
  globalIndexes: AppIndex[];
  streamArn?: string;
  streamView?: string;
  ttlAttribute?: string;
  pointInTimeRecovery?: boolean;
}

export interface AppEventSourceMapping {
  id: string;
  sourceArn: string;
  functionArn: string;
  batchSize: number;
  windowSeconds: number;
  /** JSON texts. */
  filters: string[];
  bisect: boolean;
  /** -1: until the record expires. */
  maximumRetryAttempts: number;
  functionResponseTypes: string[];
  onFailureArn?: string;
  parallelization: number;
  maximumConcurrency?: number;
}

export interface AppQueue {
  name: string;
  arn: string;
  url: string;
  fifo: boolean;
  contentBasedDeduplication: boolean;
  visibilityTimeoutSeconds: number;
  delaySeconds: number;
  retentionSeconds: number;
  deadLetter?: { arn: string; maxReceiveCount: number };
}

export interface AppBucket {
  name: string;
  arn: string;
  versioning: boolean;
  notifications: { targetArn: string; events: string[]; prefix?: string; suffix?: string }[];
  eventBridge: boolean;
}

export interface AppRule {
  name: string;
  bus: string;
  pattern: Json;
  targets: {
    id: string;
    arn: string;
    roleArn?: string;
    deadLetterArn?: string;
    input?: string;
  }[];
}

export interface AppSchedule {
  name: string;
  expression: string;
  timezone: string;
  targetArn: string;
  roleArn: string;
  input?: string;
  retries: number;
  deadLetterArn?: string;
}

export interface AppRole {
  name: string;
  arn: string;
  trust: Json;
  policies: Json[];
  managedPolicyArns: string[];
}

export interface AppAlarm {
  name: string;
  metric: string;
  namespace: string;
  dimensions: Record<string, string>;
  threshold: number;
}

/** Everything that was synthesized, for one stage of one account and Region. */
export interface App {
  formatVersion: 1;
  name: string;
  stage: string;
  account: string;
  region: string;
  /** Absolute path of the directory that this was written to. */
  root: string;
  functions: AppFunction[];
  stateMachines: AppStateMachine[];
  tables: AppTable[];
  eventSourceMappings: AppEventSourceMapping[];
  queues: AppQueue[];
  buckets: AppBucket[];
  buses: { name: string; arn: string }[];
  /** Who may put events on a bus: policies as JSON text. */
  busPolicies: { bus: string; policy: string }[];
  rules: AppRule[];
  schedules: AppSchedule[];
  secrets: { name: string; arn: string }[];
  parameters: { name: string; value: string; tier: string }[];
  roles: AppRole[];
  alarms: AppAlarm[];
}
