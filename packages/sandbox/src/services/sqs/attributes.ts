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
export const defaults = (fifo: boolean): QueueAttributes => ({
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, [, , value]]) => [name, `${value}`])),
  SqsManagedSseEnabled: "true",
  ...(fifo && {
    ContentBasedDeduplication: "false",
    DeduplicationScope: "queue",
    FifoThroughputLimit: "perQueue",
  }),
});

const wrongValue = (name: string, reason = "") =>
  new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.${reason}`);

/** Texts of which only some are values. */
const CHOICES: Record<string, string[]> = {
  FifoQueue: ["true", "false"],
  ContentBasedDeduplication: ["true", "false"],
  SqsManagedSseEnabled: ["true", "false"],
  DeduplicationScope: ["queue", "messageGroup"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
};

function checkPolicy(text: string): void {
  try {
    if (text === "" || typeof JSON.parse(text) === "object") return;
  } catch {
    // Said below.
  }
  throw wrongValue("Policy");
}

/** Checks attributes that a caller sets. */
export function checkAttributes(given: QueueAttributes, fifo: boolean): void {
  for (const [name, value] of Object.entries(given)) {
    const bounds = NUMBERS[name];
    const known = bounds || TEXTS.includes(name);
    if (!known || (!fifo && ONLY_FIFO.includes(name)))
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    if (bounds && !(/^\d+$/.test(value) && +value >= bounds[0] && +value <= bounds[1]))
      throw wrongValue(name);
    if (CHOICES[name] && !CHOICES[name].includes(value)) throw wrongValue(name);
    if (name === "Policy") checkPolicy(value);
    if (name === "RedrivePolicy" && value !== "") redrivePolicy(value);
  }
  if (given.KmsMasterKeyId && given.SqsManagedSseEnabled === "true")
    throw new AwsError(
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    );
}

/** Checks a change of a queue that is there: it stays of its kind. */
export function checkChange(given: QueueAttributes, fifo: boolean): void {
  if (given.FifoQueue !== undefined) {
    if (!fifo) throw new AwsError("InvalidAttributeName", "Unknown Attribute FifoQueue.");
    if (given.FifoQueue !== "true")
      throw wrongValue("FifoQueue", " Reason: Modifying queue type is not supported.");
  }
  checkAttributes(given, fifo);
}

/** The attributes with those that were given; one kind of encryption takes the place of the other. */
export function changed(old: QueueAttributes, given: QueueAttributes): QueueAttributes {
  const { KmsMasterKeyId, KmsDataKeyReusePeriodSeconds, ...rest } = { ...old, ...given };
  const sqsManaged = given.SqsManagedSseEnabled === "true" && !given.KmsMasterKeyId;
  if (!KmsMasterKeyId || sqsManaged) return rest;
  return {
    ...rest,
    KmsMasterKeyId,
    ...(KmsDataKeyReusePeriodSeconds !== undefined && { KmsDataKeyReusePeriodSeconds }),
    SqsManagedSseEnabled: "false",
  };
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
  const refused = (reason: string) =>
    invalid(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  for (const name of ["deadLetterTargetArn", "maxReceiveCount"] as const)
    if (policy[name] === undefined)
      throw refused(`Redrive policy does not contain mandatory attribute: ${name}.`);
  if (!/^arn:[^:]+:sqs:[^:]*:\d+:.+$/.test(String(policy.deadLetterTargetArn)))
    throw refused("Invalid value for deadLetterTargetArn.");
  const count = Number(policy.maxReceiveCount);
  if (!(count >= 1 && count <= 1000))
    throw refused(
      `Invalid value for maxReceiveCount: ${policy.maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  return { deadLetterTargetArn: policy.deadLetterTargetArn!, maxReceiveCount: count };
}
