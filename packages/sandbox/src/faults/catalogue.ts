// Everything that can go wrong in the sandbox, in one table: what it is, how strong each profile has it, and how it
// is known. The hooks that make it happen read their strength here, by way of `Faults`.

/** From today's sandbox, through AWS on an ordinary day, to AWS on the worst day that a correct program survives. */
export const PROFILES = ["fast", "realistic", "hostile"] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * What a strength counts: a probability from 0 to 1, milliseconds at most, a factor of documented or usual values, or
 * 1 for on and 0 for off.
 */
export type Unit = "chance" | "milliseconds" | "factor" | "switch";

/** `documented` by AWS or Slack, `observed` by somebody who says where, or `assumed`. */
export type Known = "documented" | "observed" | "assumed";

/** One kind of trouble. */
export interface FaultEntry {
  about: string;
  unit: Unit;
  /** Strength by profile. */
  profiles: Record<Profile, number>;
  /** How it is known that it happens; how often is assumed, unless `source` says more. */
  known: Known;
  source: string;
}

const fault = (
  unit: Unit,
  [fast, realistic, hostile]: [fast: number, realistic: number, hostile: number],
  about: string,
  known: Known,
  source: string,
): FaultEntry => ({ about, unit, profiles: { fast, realistic, hostile }, known, source });

/** All faults by name, in the order in which they are listed. */
export const FAULTS = {
  "account-rates": fault(
    "factor",
    [1, 1, 1],
    "token buckets of Security Hub, Organizations, Account and STS; 0: no limits",
    "documented",
    "Security Hub user guide and Organizations quotas (2023)",
  ),
  "machine-rates": fault(
    "factor",
    [0, 1, 1],
    "rates of PutEvents, StartExecution, state transitions, FIFO queues and others, and Lambda's concurrency; 0: no limits",
    "documented",
    "service quotas of each; which Region has which is in the table of rates",
  ),
  throttling: fault(
    "chance",
    [0, 0.0005, 0.02],
    "a call is refused as too fast although its bucket is full",
    "observed",
    "other programs of the same account draw from the same bucket",
  ),
  latency: fault(
    "factor",
    [0, 1, 2],
    "a call takes its time, by the service's own distribution",
    "assumed",
    "medians as seen from one Region; no lengths are documented",
  ),
  "server-errors": fault(
    "chance",
    [0, 0.0002, 0.02],
    "5xx in the service's own words, and nothing has happened",
    "documented",
    "common errors of every API reference",
  ),
  "late-errors": fault(
    "chance",
    [0, 0.00005, 0.01],
    "5xx, and it has happened",
    "documented",
    "DynamoDB guide, Error handling: a 500 may have succeeded",
  ),
  "dropped-calls": fault(
    "chance",
    [0, 0.0001, 0.01],
    "the connection ends before anything has happened",
    "observed",
    "ECONNRESET and EPIPE in the SDK's issues",
  ),
  "lost-answers": fault(
    "chance",
    [0, 0.00005, 0.01],
    "the connection ends after it has happened",
    "observed",
    "ECONNRESET and timeouts in the SDK's issues",
  ),
  "failed-entries": fault(
    "chance",
    [0, 0.0001, 0.03],
    "an entry of PutEvents, or of a batch of SQS or DynamoDB, fails in a 200",
    "documented",
    "API references: FailedEntryCount, Failed, UnprocessedItems, UnprocessedKeys",
  ),
  outages: fault(
    "chance",
    [0, 0, 0.03],
    "share of its time for which a service is down in a Region, half a minute at a time",
    "documented",
    "AWS post-event summaries; how often is assumed",
  ),
  "cut-sessions": fault(
    "chance",
    [0, 0, 0.05],
    "credentials of AssumeRole end long before the time that they state",
    "documented",
    "IAM guide: a role's sessions may be revoked at any time",
  ),
  lags: fault(
    "factor",
    [1, 1, 4],
    "listings, invitations, roles, accounts and Regions show late",
    "documented",
    "eventual consistency of each; the lengths are assumed",
  ),
  "index-lag": fault(
    "milliseconds",
    [0, 100, 4_000],
    "secondary indexes behind their table, up to",
    "documented",
    "DynamoDB guide: eventually consistent, usually within a fraction of a second",
  ),
  "empty-pages": fault(
    "chance",
    [0.1, 0.1, 0.3],
    "a page of Organizations comes empty, with a token",
    "documented",
    "Organizations API reference; how often is assumed",
  ),
  "event-duplicates": fault(
    "chance",
    [0.005, 0.005, 0.1],
    "EventBridge hands an event over twice",
    "documented",
    "EventBridge guide: at least once",
  ),
  "event-disorder": fault(
    "milliseconds",
    [0, 500, 5_000],
    "EventBridge delivers each event late by itself, so in any order, up to",
    "documented",
    "EventBridge guide: no order; typical latency half a second",
  ),
  "notification-duplicates": fault(
    "chance",
    [0.005, 0.005, 0.1],
    "S3 tells of an object twice",
    "documented",
    "S3 guide: at least once",
  ),
  "schedule-duplicates": fault(
    "chance",
    [0, 0.001, 0.1],
    "EventBridge Scheduler fires twice",
    "documented",
    "Scheduler guide: at least once",
  ),
  "queue-duplicates": fault(
    "chance",
    [0.005, 0.005, 0.1],
    "a standard queue hands out a deleted message once more",
    "documented",
    "SQS guide: at least once",
  ),
  "queue-disorder": fault(
    "chance",
    [0, 0.05, 0.5],
    "a standard queue hands messages out in another order",
    "documented",
    "SQS guide: best-effort ordering",
  ),
  "stream-duplicates": fault(
    "chance",
    [0, 0.002, 0.1],
    "Lambda reads a batch of a table's stream twice",
    "documented",
    "Lambda guide: event source mappings process at least once",
  ),
  "invocation-duplicates": fault(
    "chance",
    [0, 0.001, 0.1],
    "Lambda runs an asynchronous invocation twice",
    "documented",
    "Lambda guide: the queue is eventually consistent",
  ),
  "function-crashes": fault(
    "chance",
    [0, 0, 0.02],
    "a function's process is killed in the middle: Runtime.ExitError",
    "observed",
    "out of memory and lost hosts",
  ),
  "function-timeouts": fault(
    "chance",
    [0, 0, 0.01],
    "a function hangs until Lambda ends it: Task timed out",
    "documented",
    "Lambda guide: timeouts",
  ),
  "slack-rate-limits": fault(
    "chance",
    [0, 0.001, 0.03],
    "Slack answers 429, with Retry-After or without",
    "documented",
    "Slack: rate limits",
  ),
  "slack-errors": fault(
    "chance",
    [0, 0.0005, 0.03],
    "Slack answers 5xx, ratelimited or internal_error, and nothing has happened",
    "documented",
    "Slack: errors of each method",
  ),
  "slack-lost-answers": fault(
    "chance",
    [0, 0.0002, 0.03],
    "Slack shows a message, and nobody learns of it",
    "observed",
    "5xx and closed connections in issues of the clients",
  ),
} as const satisfies Record<string, FaultEntry>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;

/** Names of all faults, in order. */
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Whether a text names a fault. */
export const isFault = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);
