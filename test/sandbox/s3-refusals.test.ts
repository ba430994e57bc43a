// What S3 refuses, with status, code and the fields that tell what of the request it is about.
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectLockConfigurationCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketAclCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { bucket, inOwnBuckets, own, put, text, world } from "./s3-world.ts";

inOwnBuckets();

const MD5_OF_HELLO = "XUFAKrxLKna5cZ2REBfFkg==";
const other = (more: object) => ({ Bucket: bucket, Key: "other", ...more });
const copy = (Key: string, more: object = {}) =>
  own.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource: `${bucket}/hello`, ...more }));
const list = (more: object) => own.send(new ListObjectsV2Command({ Bucket: bucket, ...more }));
const versioning = (Status: string) =>
  own.send(
    new PutBucketVersioningCommand({
      Bucket: bucket,
      VersioningConfiguration: { Status: Status as "Enabled" },
    }),
  );
const tagged = (...keys: string[]) => ({ TagSet: keys.map((Key) => ({ Key, Value: "v" })) });
const tag = (...keys: string[]) =>
  own.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: "hello", Tagging: tagged(...keys) }));

type Case = [string, () => Promise<unknown>, number, string, object?];
const cases: Case[] = [
  [
    "a body that is not what its MD5 says",
    () => put("a", "other", { ContentMD5: MD5_OF_HELLO }),
    400,
    "BadDigest",
    { message: "The Content-MD5 you specified did not match what we received." },
  ],
  ["an MD5 that is none", () => put("a", "b", { ContentMD5: "garbage" }), 400, "InvalidDigest"],
  [
    "a wrong SHA-256",
    () => put("a", "b", { ChecksumSHA256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" }),
    400,
    "BadDigest",
    { message: "The SHA256 you specified did not match the calculated checksum." },
  ],
  [
    "a checksum of another length",
    () => put("a", "b", { ChecksumSHA1: "AAAA" }),
    400,
    "InvalidRequest",
    { message: "Value for x-amz-checksum-sha1 header is invalid." },
  ],
  [
    "If-None-Match with an entity tag",
    () => put("a", "b", { IfNoneMatch: '"x"' }),
    501,
    "NotImplemented",
    { Header: "If-None-Match" },
  ],
  [
    "both conditions of a write",
    () => put("a", "b", { IfNoneMatch: "*", IfMatch: '"x"' }),
    501,
    "NotImplemented",
  ],
  [
    "too much metadata",
    () => put("a", "b", { Metadata: { a: "x".repeat(2048) } }),
    400,
    "MetadataTooLarge",
    { MaxSizeAllowed: "2048" },
  ],
  [
    "an unknown storage class",
    () => put("a", "b", { StorageClass: "COLD" }),
    400,
    "InvalidStorageClass",
  ],
  [
    "a lock in a bucket without",
    () => put("a", "b", { ObjectLockLegalHoldStatus: "ON" }),
    400,
    "InvalidRequest",
    { message: "Bucket is missing Object Lock Configuration" },
  ],
  [
    "a tag twice in a header",
    () => put("a", "b", { Tagging: "a=1&a=2" }),
    400,
    "InvalidArgument",
    { ArgumentName: "x-amz-tagging" },
  ],
  ["eleven tags", () => tag(..."abcdefghijk"), 400, "BadRequest"],
  ["a tag of AWS's", () => tag("aws:x"), 400, "InvalidTag"],
  [
    "a tag twice",
    () => tag("a", "a"),
    400,
    "InvalidTag",
    { message: "Cannot provide multiple Tags with the same key" },
  ],
  [
    "tags of nothing",
    () => own.send(new GetObjectTaggingCommand(other({}))),
    404,
    "NoSuchKey",
    { Key: "other" },
  ],
  [
    "a range behind the end",
    () => text("hello", { Range: "bytes=5-" }),
    416,
    "InvalidRange",
    { ActualObjectSize: "5", RangeRequested: "bytes=5-" },
  ],
  ["a part that is not there", () => text("hello", { PartNumber: 2 }), 416, "InvalidPartNumber"],
  [
    "a range and a part",
    () => text("hello", { PartNumber: 1, Range: "bytes=0-1" }),
    400,
    "InvalidRequest",
  ],
  ["a copy onto itself", () => copy("hello"), 400, "InvalidRequest"],
  [
    "a copy that has not changed",
    () => copy("a", { CopySourceIfNoneMatch: "5d41402abc4b2a76b9719d911017c592" }),
    412,
    "PreconditionFailed",
    { Condition: "x-amz-copy-source-If-None-Match" },
  ],
  [
    "a copy that is newer",
    () => copy("a", { CopySourceIfUnmodifiedSince: new Date(0) }),
    412,
    "PreconditionFailed",
    { Condition: "x-amz-copy-source-If-Unmodified-Since" },
  ],
  ["an unknown directive", () => copy("a", { MetadataDirective: "KEEP" }), 400, "InvalidArgument"],
  [
    "a deletion on condition",
    () => own.send(new DeleteObjectCommand({ Bucket: bucket, Key: "hello", IfMatch: '"x"' })),
    412,
    "PreconditionFailed",
  ],
  [
    "no keys to delete",
    () => own.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [] } })),
    400,
    "MalformedXML",
  ],
  [
    "an unknown encoding",
    () => list({ EncodingType: "gzip" }),
    400,
    "InvalidArgument",
    { ArgumentName: "encoding-type" },
  ],
  [
    "a version marker alone",
    () => own.send(new ListObjectVersionsCommand({ Bucket: bucket, VersionIdMarker: "x" })),
    400,
    "InvalidArgument",
  ],
  ["an unknown versioning", () => versioning("On"), 400, "MalformedXML"],
  [
    "tags of a bucket without",
    () => own.send(new GetBucketTaggingCommand({ Bucket: bucket })),
    404,
    "NoSuchTagSet",
  ],
  [
    "a reserved name",
    () => own.send(new CreateBucketCommand({ Bucket: "xn--name" })),
    400,
    "InvalidBucketName",
  ],
  [
    "an unknown place",
    () =>
      own.send(
        new CreateBucketCommand({
          Bucket: "elsewhere",
          CreateBucketConfiguration: { LocationConstraint: "moon" as "EU" },
        }),
      ),
    400,
    "InvalidLocationConstraint",
  ],
  [
    "an unknown attribute",
    () =>
      own.send(
        new GetObjectAttributesCommand({
          Bucket: bucket,
          Key: "hello",
          ObjectAttributes: ["Colour" as "ETag"],
        }),
      ),
    400,
    "InvalidArgument",
  ],
  [
    "a public object",
    () => put("a", "b", { ACL: "public-read" }),
    400,
    "AccessControlListNotSupported",
    { message: "The bucket does not allow ACLs" },
  ],
  [
    "a list that lets others in",
    () => own.send(new PutBucketAclCommand({ Bucket: bucket, GrantRead: "id=1" })),
    400,
    "AccessControlListNotSupported",
  ],
  [
    "a public bucket",
    () => own.send(new CreateBucketCommand({ Bucket: "public", ACL: "public-read" })),
    400,
    "InvalidBucketAclWithObjectOwnership",
  ],
  [
    "another ownership",
    () => own.send(new CreateBucketCommand({ Bucket: "written", ObjectOwnership: "ObjectWriter" })),
    501,
    "NotImplemented",
  ],
  [
    "CORS of a bucket without",
    () => own.send(new GetBucketCorsCommand({ Bucket: bucket })),
    404,
    "NoSuchCORSConfiguration",
    { BucketName: expect.any(String) },
  ],
  [
    "a lifecycle of a bucket without",
    () => own.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket })),
    404,
    "NoSuchLifecycleConfiguration",
  ],
  [
    "locks of a bucket without",
    () => own.send(new GetObjectLockConfigurationCommand({ Bucket: bucket })),
    404,
    "ObjectLockConfigurationNotFoundError",
  ],
  [
    "configurations that cannot be put",
    () => own.send(new PutBucketWebsiteCommand({ Bucket: bucket, WebsiteConfiguration: {} })),
    501,
    "NotImplemented",
    { message: "not emulated: s3:PutBucketWebsite" },
  ],
];

it.each(cases)("refuses %s", async (_, act, status, name, more = {}) => {
  await put("hello", "hello");
  await expect(act()).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: status },
    ...more,
  });
});

it("answers what is no operation in its own form", async () => {
  const ask = async (method: string) => {
    const answer = await fetch(`${world.endpoint}/${bucket}/hello`, { method });
    return `${answer.status} ${await answer.text()}`;
  };
  expect(await ask("PATCH")).toMatch(/^405 .*<Code>MethodNotAllowed<\/Code>/s);
  expect(await ask("OPTIONS")).toMatch(/^403 .*<Code>AccessForbidden<\/Code>/s);
  expect(await ask("POST")).toMatch(/^501 .*<Message>not emulated: s3:PostObject<\/Message>/s);
});

it("holds a caller to the owner whom it expects", async () => {
  const of = (ExpectedBucketOwner: string) => list({ ExpectedBucketOwner });
  expect((await of("111111111111")).KeyCount).toBe(0);
  await expect(of("222222222222")).rejects.toMatchObject({ name: "AccessDenied" });
});

it("wants parts in their order, and at least one", async () => {
  const at = { Bucket: bucket, Key: "parts" };
  const { UploadId } = await own.send(new CreateMultipartUploadCommand(at));
  const complete = (...numbers: number[]) =>
    own.send(
      new CompleteMultipartUploadCommand({
        ...at,
        UploadId,
        MultipartUpload: { Parts: numbers.map((PartNumber) => ({ PartNumber, ETag: "x" })) },
      }),
    );
  await expect(complete()).rejects.toMatchObject({ name: "InvalidRequest" });
  await expect(complete(2, 1)).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(complete(1)).rejects.toMatchObject({ name: "InvalidPart", PartNumber: "1" });
});

it("lists who may do what: the owner everything", async () => {
  await put("hello", "hello", { ACL: "bucket-owner-full-control" });
  const { Owner, Grants } = await own.send(
    new GetObjectAclCommand({ Bucket: bucket, Key: "hello" }),
  );
  expect(Grants).toEqual([
    { Grantee: { ...Owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" },
  ]);
  await own.send(new PutBucketAclCommand({ Bucket: bucket, ACL: "private" }));
  const { OwnershipControls } = await own.send(
    new GetBucketOwnershipControlsCommand({ Bucket: bucket }),
  );
  expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
});
