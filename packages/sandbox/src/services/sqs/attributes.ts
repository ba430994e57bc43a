// Attributes of a queue: which there are, their defaults and bounds.
import { AwsError } from "../../wire/service.ts";
import { invalid, LARGEST_MESSAGE } from "./message.ts";

/** Attributes that can be set, as SQS spells them: all values are text. */
export type QueueAttributes = Record<string, string>;

/** Seconds or bytes: smallest, largest, default (API reference of SetQueueAttributes). */
const NUMBERS: Record<string, [number, number, number]> = {
  DelaySeconds: [0, 900, 0],
  MaximumMessageSize: [1024, LARGEST_MESSAGE, LARGEST_MESSAGE],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  VisibilityTimeout: [0, 43_200, 30],
};
const TEXTS = [
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "SqsManagedSseEnabled",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
];
const ONLY_FIFO = ["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];
const READ_ONLY = [
  "All",
  "QueueArn",
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
];

/** Attributes of a fresh queue. */
export const DEFAULTS: QueueAttributes = {
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, [, , value]]) => [name, `${value}`])),
  SqsManagedSseEnabled: "true",
};

/** Checks attributes that a caller sets. */
export function checkAttributes(given: QueueAttributes, fifo: boolean): void {
  for (const [name, value] of Object.entries(given)) {
    const bounds = NUMBERS[name];
    const known = bounds || TEXTS.includes(name);
    if (!known || (!fifo && ONLY_FIFO.includes(name)))
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    if (bounds && !(/^\d+$/.test(value) && +value >= bounds[0] && +value <= bounds[1]))
      throw new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
    if (name === "RedrivePolicy" && value !== "") redrivePolicy(value);
  }
}

/** Checks the names that a caller asks for. */
export function checkNames(names: string[]): void {
  for (const name of names)
    if (!(name in NUMBERS) && !TEXTS.includes(name) && !READ_ONLY.includes(name))
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
}

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

/** The policy in its JSON text; undefined for none. */
export function redrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (!text) return undefined;
  let policy: Partial<RedrivePolicy>;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalid(
      `Value ${text} for parameter RedrivePolicy is invalid. Reason: Redrive policy is not a valid JSON map.`,
    );
  }
  const count = Number(policy.maxReceiveCount);
  if (typeof policy.deadLetterTargetArn !== "string" || !(count >= 1 && count <= 1000))
    throw invalid(
      `Value ${text} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: ${policy.deadLetterTargetArn ? "maxReceiveCount" : "deadLetterTargetArn"}.`,
    );
  return { deadLetterTargetArn: policy.deadLetterTargetArn, maxReceiveCount: count };
}
