// Token buckets of the machinery that an app is made of: what its own pace runs into on an ordinary day. Numbers are
// the defaults of each service's quota page, in calls per second for an account in a Region unless a line says more.
import { throttled } from "../faults/service-errors.ts";
import type { GatedCall, GateHook } from "../wire/gate.ts";
import { AwsError } from "../wire/service.ts";
import { Buckets, type Rate, rate, scaled, type Weather } from "./buckets.ts";

/** Regions with the higher quotas of Step Functions and EventBridge. */
export const LARGE = new Set(["us-east-1", "us-west-2", "eu-west-1"]);

interface Limit {
  /** The rate; none where a call is not limited here. */
  of(call: Pick<GatedCall, "region" | "input">): Rate | undefined;
  /** What has a bucket of its own within account and Region. */
  each?(call: Pick<GatedCall, "input">): string;
  /** Calls of other services of the sandbox count as well. */
  inside?: true;
}

const queueOf = ({ input }: Pick<GatedCall, "input">) => String(input.QueueUrl ?? "");
/** "300 transactions per second, per API method" for a FIFO queue without high throughput (SQS guide, quotas). */
const fifo: Limit = {
  of: (call) => (/\.fifo$/.test(queueOf(call)) ? rate(300, 300) : undefined),
  each: queueOf,
};
const bucketOf = ({ input }: Pick<GatedCall, "input">) => String(input.Bucket ?? "");
/** "3,500 PUT/COPY/POST/DELETE or 5,500 GET/HEAD requests per second per prefix" (S3 guide); a bucket is one prefix here. */
const writes: Limit = { of: () => rate(3_500, 3_500), each: bucketOf };
const reads: Limit = { of: () => rate(5_500, 5_500), each: bucketOf };
const fixed = (perSecond: number, burst = perSecond): Limit => ({
  of: () => rate(perSecond, burst),
});

const LIMITS: Record<string, Limit> = {
  // Bucket and refill of standard workflows (Step Functions quotas).
  "states:StartExecution": {
    of: ({ region }) => (LARGE.has(region) ? rate(300, 1_300) : rate(150, 800)),
    inside: true,
  },
  "states:DescribeExecution": {
    of: ({ region }) => (LARGE.has(region) ? rate(15, 300) : rate(10, 250)),
  },
  "states:GetExecutionHistory": fixed(20, 400),
  "states:ListExecutions": {
    of: ({ region }) => (LARGE.has(region) ? rate(5, 200) : rate(2, 100)),
  },
  "states:SendTaskSuccess": fixed(25, 500),
  "states:SendTaskFailure": fixed(25, 500),
  // Transactions, as the quota says; us-east-1's number is taken for the large Regions.
  "events:PutEvents": {
    of: ({ region }) => (LARGE.has(region) ? rate(10_000, 10_000) : rate(1_200, 1_200)),
  },
  "sqs:SendMessage": fifo,
  "sqs:SendMessageBatch": fifo,
  "sqs:ReceiveMessage": fifo,
  "sqs:DeleteMessage": fifo,
  "sqs:DeleteMessageBatch": fifo,
  "sqs:ChangeMessageVisibility": fifo,
  "s3:PutObject": writes,
  "s3:DeleteObject": writes,
  "s3:GetObject": reads,
  "s3:HeadObject": reads,
  // "40 transactions per second" without higher throughput (Systems Manager quotas).
  "ssm:GetParameter": fixed(40),
  "ssm:GetParameters": fixed(40),
  "secretsmanager:GetSecretValue": fixed(10_000),
  "secretsmanager:PutSecretValue": fixed(50),
  "lambda:GetFunction": fixed(100),
};

/** A hook for the gate that refuses calls beyond the machinery's rates. */
export function machineRates({ clock, faults }: Weather): GateHook {
  const buckets = new Buckets(clock);
  return (call) => {
    const { service, operation, account, region, wire } = call;
    const limit = LIMITS[`${service}:${operation}`];
    if (!limit || !(wire || limit.inside)) return;
    const factor = faults.value("machine-rates");
    if (factor === 0) return;
    const most = limit.of(call);
    if (!most) return;
    const key = `${service}:${operation}/${account}/${region}/${limit.each?.(call) ?? ""}`;
    if (buckets.take(key, scaled(most, factor))) return;
    const { code, message, status } = throttled(service);
    throw new AwsError(code, message, { status });
  };
}
