// S3 (Service Authorization Reference, "Amazon S3"; API reference, "Required permissions for Amazon S3 API operations").
import type { KeyValue } from "../condition.ts";
import type { Need, Place, Row, Rows } from "../need.ts";

const bucketArn = (bucket: unknown): string => `arn:aws:s3:::${bucket}`;

const onBucket =
  (action: string, keys?: (input: Record<string, unknown>) => Record<string, KeyValue>): Row =>
  (input, { facts }) => ({
    action: `s3:${action}`,
    resource: bucketArn(input.Bucket),
    owner: facts.bucketOwner(input.Bucket),
    ...(keys && { keys: () => keys(input) }),
  });

interface Named {
  Bucket?: unknown;
  Key?: unknown;
  VersionId?: string;
}

const onObject = (action: string, { Bucket, Key, VersionId }: Named, { facts }: Place): Need => ({
  action: `s3:${action}`,
  resource: `${bucketArn(Bucket)}/${Key}`,
  owner: facts.bucketOwner(String(Bucket)),
  keys: () => ({ "s3:versionid": VersionId }),
});

/** Whoever may not list a bucket is not told that a key is missing: S3 answers AccessDenied (GetObject, API reference). */
function reading(given: Named, at: Place): Need[] {
  if (given.VersionId !== undefined) return [onObject("GetObjectVersion", given, at)];
  const found = at.facts.hasObject(String(given.Bucket), String(given.Key));
  const read = onObject("GetObject", given, at);
  return found ? [read] : [read, onBucket("ListBucket")(given, at) as Need];
}

const text = (value: unknown): KeyValue => (value === undefined ? undefined : String(value));
const listing = (action: string): Row =>
  onBucket(action, ({ Prefix, Delimiter, MaxKeys }) => ({
    "s3:prefix": text(Prefix),
    "s3:delimiter": text(Delimiter),
    "s3:max-keys": text(MaxKeys),
  }));

const removing = ({ VersionId }: Named) =>
  VersionId === undefined ? "DeleteObject" : "DeleteObjectVersion";

/** `GetObjectTagging`, or `GetObjectVersionTagging` for a version that is named. */
const versioned = (verb: string, { VersionId }: Named, what = ""): string =>
  `${verb}${VersionId === undefined ? "" : "Version"}${what}`;

/** `bucket/key?versionId=…` or the same behind a slash. */
function source(text: string): Named {
  const [path = "", query = ""] = text.replace(/^\//, "").split("?");
  const [Bucket = "", ...key] = path.split("/");
  const VersionId = new URLSearchParams(query).get("versionId") ?? undefined;
  return { Bucket, Key: decodeURIComponent(key.join("/")), ...(VersionId && { VersionId }) };
}

const put: Row = (input, at) => onObject("PutObject", input, at);

export const s3: Rows = {
  GetObject: reading,
  HeadObject: reading,
  PutObject: put,
  CreateMultipartUpload: put,
  UploadPart: put,
  CompleteMultipartUpload: put,
  AbortMultipartUpload: (input, at) => onObject("AbortMultipartUpload", input, at),
  ListParts: (input, at) => onObject("ListMultipartUploadParts", input, at),
  CopyObject: (input, at) => [
    ...reading(source(String(input.CopySource ?? "")), at),
    onObject("PutObject", input, at),
  ],
  UploadPartCopy: (input, at) => [
    ...reading(source(String(input.CopySource ?? "")), at),
    onObject("PutObject", input, at),
  ],
  GetObjectAttributes: (input, at) => [
    onObject(versioned("GetObject", input), input, at),
    onObject(versioned("GetObject", input, "Attributes"), input, at),
  ],
  GetObjectTagging: (input, at) => onObject(versioned("GetObject", input, "Tagging"), input, at),
  PutObjectTagging: (input, at) => onObject(versioned("PutObject", input, "Tagging"), input, at),
  DeleteObjectTagging: (input, at) =>
    onObject(versioned("DeleteObject", input, "Tagging"), input, at),
  DeleteObject: (input, at) => onObject(removing(input), input, at),
  DeleteObjects: ({ Bucket, Delete }: { Bucket: string; Delete?: { Objects?: Named[] } }, at) =>
    (Delete?.Objects ?? []).map((one) => onObject(removing(one), { ...one, Bucket }, at)),
  ListObjects: listing("ListBucket"),
  ListObjectsV2: listing("ListBucket"),
  ListObjectVersions: listing("ListBucketVersions"),
  ListMultipartUploads: onBucket("ListBucketMultipartUploads"),
  HeadBucket: onBucket("ListBucket"),
  ListBuckets: () => ({ action: "s3:ListAllMyBuckets", resource: "*" }),
  CreateBucket: onBucket("CreateBucket"),
  DeleteBucket: onBucket("DeleteBucket"),
  GetBucketLocation: onBucket("GetBucketLocation"),
  GetBucketEncryption: onBucket("GetEncryptionConfiguration"),
  PutBucketEncryption: onBucket("PutEncryptionConfiguration"),
  DeleteBucketEncryption: onBucket("PutEncryptionConfiguration"),
  GetBucketAcl: onBucket("GetBucketAcl"),
  PutBucketAcl: onBucket("PutBucketAcl"),
  GetObjectAcl: (input, at) => onObject(versioned("GetObject", input, "Acl"), input, at),
  PutObjectAcl: (input, at) => onObject(versioned("PutObject", input, "Acl"), input, at),
  GetBucketOwnershipControls: onBucket("GetBucketOwnershipControls"),
  PutBucketOwnershipControls: onBucket("PutBucketOwnershipControls"),
  GetBucketCors: onBucket("GetBucketCORS"),
  GetBucketLifecycleConfiguration: onBucket("GetLifecycleConfiguration"),
  GetBucketWebsite: onBucket("GetBucketWebsite"),
  GetBucketReplication: onBucket("GetReplicationConfiguration"),
  GetObjectLockConfiguration: onBucket("GetBucketObjectLockConfiguration"),
  GetBucketLogging: onBucket("GetBucketLogging"),
  GetBucketAccelerateConfiguration: onBucket("GetAccelerateConfiguration"),
  GetBucketRequestPayment: onBucket("GetBucketRequestPayment"),
  GetBucketTagging: onBucket("GetBucketTagging"),
  PutBucketTagging: onBucket("PutBucketTagging"),
  DeleteBucketTagging: onBucket("PutBucketTagging"),
  GetBucketNotificationConfiguration: onBucket("GetBucketNotification"),
  PutBucketNotificationConfiguration: onBucket("PutBucketNotification"),
  GetBucketPolicy: onBucket("GetBucketPolicy"),
  PutBucketPolicy: onBucket("PutBucketPolicy"),
  DeleteBucketPolicy: onBucket("DeleteBucketPolicy"),
  GetBucketVersioning: onBucket("GetBucketVersioning"),
  PutBucketVersioning: onBucket("PutBucketVersioning"),
  GetPublicAccessBlock: onBucket("GetBucketPublicAccessBlock"),
  PutPublicAccessBlock: onBucket("PutBucketPublicAccessBlock"),
  DeletePublicAccessBlock: onBucket("PutBucketPublicAccessBlock"),
};
