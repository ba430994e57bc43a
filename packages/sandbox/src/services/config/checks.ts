// What Config refuses in a recorder and a delivery channel, in its own words.
import { AwsError } from "../../wire/service.ts";
import { mislong, refuseAll, unlisted } from "../constraints.ts";

/** An error of Config: all of them are 400. */
export const refusal = (code: string, message: string): AwsError =>
  new AwsError(code, message, { status: 400 });

/** How often the recorder's state is delivered (API reference, MaximumExecutionFrequency). */
const FREQUENCIES = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];
const LONGEST = 256;

const CODES = {
  "configuration recorder": "InvalidConfigurationRecorderNameException",
  "delivery channel": "InvalidDeliveryChannelNameException",
};

/** The name of a recorder or channel; `default` where none is given. */
export function nameOf(kind: keyof typeof CODES, name: string | undefined): string {
  if (name === undefined) return "default";
  if (name.trim() === "")
    throw refusal(CODES[kind], `The ${kind} name '${name}' is not valid, blank string.`);
  const member = kind === "delivery channel" ? "deliveryChannel" : "configurationRecorder";
  refuseAll(mislong(`${member}.name`, name, 1, LONGEST), "ValidationException");
  return name;
}

interface RecorderInput {
  roleARN?: string;
  recordingGroup?: {
    allSupported?: boolean;
    includeGlobalResourceTypes?: boolean;
    resourceTypes?: string[];
    exclusionByResourceTypes?: { resourceTypes?: string[] };
    recordingStrategy?: { useOnly?: string };
  };
}

/** Refuses a role that is none, and groups whose parts do not go together (API reference, RecordingGroup). */
export function checkRecorder({ roleARN, recordingGroup: group }: RecorderInput): void {
  if (roleARN !== undefined && !/^arn:[\w-]+:iam::\d+:role\/./.test(roleARN))
    throw refusal("InvalidRoleException", `The role arn '${roleARN}' is not valid.`); // assumed, text only
  if (!group) return;
  const { allSupported = false, includeGlobalResourceTypes = false, resourceTypes = [] } = group;
  const excluded = group.exclusionByResourceTypes?.resourceTypes ?? [];
  const strategy = group.recordingStrategy?.useOnly;
  const mixed =
    (allSupported && (resourceTypes.length > 0 || excluded.length > 0)) ||
    (includeGlobalResourceTypes && !allSupported) ||
    (resourceTypes.length > 0 && excluded.length > 0);
  const nothing = !allSupported && resourceTypes.length === 0 && excluded.length === 0;
  if (mixed || (nothing && strategy === undefined))
    throw refusal("InvalidRecordingGroupException", "The recording group provided is not valid");
  const wrong = [...resourceTypes, ...excluded].filter((type) => !/^AWS::\w+::\w+$/.test(type));
  refuseAll(
    wrong.map(
      (type) =>
        `Value '[${type}]' at 'configurationRecorder.recordingGroup.resourceTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set]`,
    ),
    "ValidationException",
  );
}

interface ChannelInput {
  s3BucketName?: string;
  s3KeyPrefix?: string;
  snsTopicARN?: string;
  configSnapshotDeliveryProperties?: { deliveryFrequency?: string };
}

/** Refuses what of a delivery channel is empty or none of the model's. */
export function checkChannel(given: ChannelInput): void {
  if (!given.s3BucketName)
    throw refusal("NoSuchBucketException", "Cannot find a S3 bucket with an empty bucket name.");
  if (given.s3KeyPrefix === "")
    throw refusal(
      "InvalidS3KeyPrefixException",
      "The s3 key prefix '' is not valid, empty s3 key prefix.",
    );
  const { snsTopicARN: topic } = given;
  if (topic !== undefined && !/^arn:[\w-]+:sns:[\w-]+:\d{12}:.+$/.test(topic))
    throw refusal("InvalidSNSTopicARNException", `The sns topic arn '${topic}' is not valid.`);
  const frequency = given.configSnapshotDeliveryProperties?.deliveryFrequency;
  refuseAll(
    unlisted(
      "deliveryChannel.configSnapshotDeliveryProperties.deliveryFrequency",
      frequency,
      FREQUENCIES,
    ),
    "ValidationException",
  );
}
