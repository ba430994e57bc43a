// What S3 tells others about a new object: the record that Lambda and SQS get, the detail of the
// EventBridge event, and whom a bucket's configuration names. Formats: S3 user guide, "Event message
// structure" and "Using EventBridge".
import type { NotificationConfiguration } from "./bucket.ts";

/** A new object or version. */
export interface ObjectCreated {
  /** Such as "ObjectCreated:Put". */
  name: "ObjectCreated:Put" | "ObjectCreated:Copy" | "ObjectCreated:CompleteMultipartUpload";
  bucket: string;
  /** Account and Region of the bucket. */
  account: string;
  region: string;
  key: string;
  /** Absent where versioning was never on. */
  versionId?: string;
  size: number;
  /** Without quotes. */
  etag: string;
  /** ARN of who put it there. */
  principal: string;
  /** Unique id of the role, when a role's session did; `AROA…`. */
  roleId?: string;
  requestId: string;
  /** Milliseconds since 1970 on the sandbox's clock. */
  time: number;
  /** Later events of a key have greater ones, compared as text. */
  sequencer: string;
}

/** Keys are written as in a form: a space is "+", and a slash stays. */
const urlEncoded = (key: string) =>
  encodeURIComponent(key)
    .replace(/%20/g, "+")
    .replace(/%2F/g, "/")
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** `userIdentity.principalId`: "AWS:" and the unique id of the user, or of the role with its session. */
function principalId({ principal, roleId, account }: ObjectCreated): string {
  const session = /^arn:[^:]+:sts::\d+:assumed-role\/.*\/([^/]+)$/.exec(principal)?.[1];
  if (session) return `AWS:${roleId ?? "AROAUNKNOWN"}:${session}`;
  return principal.endsWith(":root") ? account : `AWS:${principal.split("/").at(-1)}`;
}

/** The message for Lambda, SQS and SNS: `{ Records: [record] }`. */
export function s3Notification(event: ObjectCreated, configurationId = "notification"): object {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: event.region,
        eventTime: new Date(event.time).toISOString(),
        eventName: event.name,
        userIdentity: { principalId: principalId(event) },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: {
          "x-amz-request-id": event.requestId,
          "x-amz-id-2": event.requestId,
        },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId,
          bucket: {
            name: event.bucket,
            ownerIdentity: { principalId: event.account },
            arn: `arn:aws:s3:::${event.bucket}`,
          },
          object: {
            key: urlEncoded(event.key),
            size: event.size,
            eTag: event.etag,
            ...(event.versionId !== undefined && { versionId: event.versionId }),
            sequencer: event.sequencer,
          },
        },
      },
    ],
  };
}

/** The detail of "Object Created" from `aws.s3`; here the key stands as it is. */
export function objectCreatedDetail(event: ObjectCreated): object {
  return {
    version: "0",
    bucket: { name: event.bucket },
    object: {
      key: event.key,
      size: event.size,
      etag: event.etag,
      ...(event.versionId !== undefined && { "version-id": event.versionId }),
      sequencer: event.sequencer,
    },
    "request-id": event.requestId,
    requester: event.account,
    "source-ip-address": "127.0.0.1",
    reason:
      event.name === "ObjectCreated:Put" ? "PutObject" : event.name.slice("ObjectCreated:".length),
  };
}

/** Whom a bucket's configuration names for an event: ARNs of functions, queues and topics. */
export function notificationTargets(
  configuration: NotificationConfiguration,
  { name, key }: Pick<ObjectCreated, "name" | "key">,
): { arn: string; id: string }[] {
  const rules = [
    ...(configuration.LambdaFunctionConfigurations ?? []).map((rule) => ({
      ...rule,
      arn: rule.LambdaFunctionArn,
    })),
    ...(configuration.QueueConfigurations ?? []).map((rule) => ({ ...rule, arn: rule.QueueArn })),
    ...(configuration.TopicConfigurations ?? []).map((rule) => ({ ...rule, arn: rule.TopicArn })),
  ];
  const wanted = (pattern: string) => {
    const event = pattern.replace(/^s3:/, "");
    return event === name || event === "ObjectCreated:*";
  };
  const matches = (filter: (typeof rules)[number]["Filter"]) =>
    (filter?.Key?.FilterRules ?? []).every(({ Name, Value = "" }) =>
      Name?.toLowerCase() === "suffix" ? key.endsWith(Value) : key.startsWith(Value),
    );
  return rules
    .filter((rule) => rule.Events.some(wanted) && matches(rule.Filter))
    .map(({ arn, Id }) => ({ arn, id: Id ?? "notification" }));
}
