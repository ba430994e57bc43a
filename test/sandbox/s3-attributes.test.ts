// What stands beside an object's bytes: its parts, checksums, tags, storage class and encryption.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketTaggingCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { bucket, inOwnBuckets, own, put, text, versioned } from "./s3-world.ts";

inOwnBuckets();

const head = (Key: string, more: object = {}) =>
  own.send(new HeadObjectCommand({ Bucket: bucket, Key, ...more }));
const copy = (Key: string, more: object = {}) =>
  own.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource: `${bucket}/hello`, ...more }));
const list = (more: object) => own.send(new ListObjectsV2Command({ Bucket: bucket, ...more }));
const tagged = (...keys: string[]) => ({ TagSet: keys.map((Key) => ({ Key, Value: "v" })) });
const tag = (...keys: string[]) =>
  own.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: "hello", Tagging: tagged(...keys) }));

it.each([
  ["bytes=1-2", "el", 206, "bytes 1-2/5"],
  ["bytes=3-", "lo", 206, "bytes 3-4/5"],
  ["bytes=3-1", "hello", 200, undefined],
  ["bytes=0-0,2-2", "hello", 200, undefined],
  ["lines=1-2", "hello", 200, undefined],
])("reads %s, and says so of the head too", async (Range, expected, status, ContentRange) => {
  await put("hello", "hello");
  const got = await own.send(new GetObjectCommand({ Bucket: bucket, Key: "hello", Range }));
  expect(await got.Body!.transformToString()).toBe(expected);
  for (const one of [got, await head("hello", { Range })]) {
    expect(one).toMatchObject({
      ContentLength: expected.length,
      $metadata: { httpStatusCode: status },
    });
    expect(one.ContentRange).toBe(ContentRange);
  }
});

// Of "hello": the CRCs by their published definitions, the digests by any sha*sum.
it.each([
  ["CRC32", "NhCmhg=="],
  ["CRC32C", "mnG7TA=="],
  ["CRC64NVME", "M3eFcAZSQlc="],
  ["SHA1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="],
  ["SHA256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="],
] as const)("keeps the %s of an upload", async (algorithm, value) => {
  const answer = await put("sum", "hello", { [`Checksum${algorithm}`]: value });
  const shown = { [`Checksum${algorithm}`]: value, ChecksumType: "FULL_OBJECT" };
  expect(answer).toMatchObject(shown);
  expect(await head("sum", { ChecksumMode: "ENABLED" })).toMatchObject(shown);
});

describe("tags", () => {
  it("of an object come with it, and are changed and copied on their own", async () => {
    await put("hello", "hello", { Tagging: "a=1&b=two%20words" });
    const tags = async (Key: string) =>
      (await own.send(new GetObjectTaggingCommand({ Bucket: bucket, Key }))).TagSet;
    expect(await tags("hello")).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "two words" },
    ]);
    expect(await own.send(new GetObjectCommand({ Bucket: bucket, Key: "hello" }))).toMatchObject({
      TagCount: 2,
    });
    await copy("kept");
    await copy("fresh", { TaggingDirective: "REPLACE", Tagging: "c=3" });
    await tag("d");
    expect(
      [await tags("kept"), await tags("fresh"), await tags("hello")].map((all) =>
        all!.map(({ Key }) => Key),
      ),
    ).toEqual([["a", "b"], ["c"], ["d"]]);
    await own.send(new DeleteObjectTaggingCommand({ Bucket: bucket, Key: "hello" }));
    expect(await tags("hello")).toEqual([]);
  });

  it("of a bucket", async () => {
    await own.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: tagged("a") }));
    const { TagSet } = await own.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    expect(TagSet).toEqual([{ Key: "a", Value: "v" }]);
    await own.send(new DeleteBucketTaggingCommand({ Bucket: bucket }));
  });
});

it("keeps storage class, encryption and the key that a customer keeps", async () => {
  await put("hello", "hello", {
    StorageClass: "STANDARD_IA",
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: "k",
  });
  const SSEKMSKeyId = "arn:aws:kms:us-east-1:111111111111:key/k";
  expect(await head("hello")).toMatchObject({
    StorageClass: "STANDARD_IA",
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId,
  });
  const { Contents } = await own.send(new ListObjectsCommand({ Bucket: bucket }));
  expect(Contents).toMatchObject(
    [{ StorageClass: "STANDARD_IA", Owner: { ID: /1{12}$/ } }].map((one) => ({
      ...one,
      Owner: { ID: expect.stringMatching(one.Owner.ID) },
    })),
  );
  const mine = { SSECustomerAlgorithm: "AES256", SSECustomerKey: "k".repeat(32) };
  expect((await copy("hello", { StorageClass: "STANDARD" })).ServerSideEncryption).toBe("AES256");
  await put("own", "hello", mine);
  await expect(text("own")).rejects.toMatchObject({ name: "InvalidRequest" });
  expect(await text("own", mine)).toBe("hello");
});

it("lists no more than asked, and says as little as S3 does", async () => {
  await put("hello", "hello");
  expect((await list({ MaxKeys: 5000 })).MaxKeys).toBe(1000);
  expect((await list({})).Contents![0]!.Owner).toBeUndefined();
  expect((await list({ FetchOwner: true })).Contents![0]!.Owner).toBeDefined();
  const buckets = async (more: object) => own.send(new ListBucketsCommand(more));
  expect((await buckets({})).Buckets![0]!.BucketRegion).toBeUndefined();
  const first = await buckets({ MaxBuckets: 1 });
  expect(first.Buckets).toMatchObject([{ BucketRegion: "us-east-1" }]);
  const rest = await buckets({ ContinuationToken: first.ContinuationToken });
  expect(rest.Buckets!.map(({ Name }) => Name)).not.toContain(first.Buckets![0]!.Name);
});

it("tells the version that was tagged", async () => {
  await versioned();
  const { VersionId } = await put("hello", "hello");
  expect((await tag("a")).VersionId).toBe(VersionId);
});

describe("multipart uploads", () => {
  it("are made of copies as well, and read part by part", async () => {
    await put("source", "x".repeat(5 * 1024 * 1024 + 3));
    const at = { Bucket: bucket, Key: "parts" };
    const { UploadId } = await own.send(
      new CreateMultipartUploadCommand({
        ...at,
        ChecksumAlgorithm: "SHA256",
        Tagging: "a=1",
        StorageClass: "STANDARD_IA",
      }),
    );
    const CopySource = `${bucket}/source`;
    const copied = await own.send(
      new UploadPartCopyCommand({
        ...at,
        UploadId,
        PartNumber: 1,
        CopySource,
        CopySourceRange: "bytes=3-5242882",
      }),
    );
    const sent = await own.send(
      new UploadPartCommand({
        ...at,
        UploadId,
        PartNumber: 3,
        Body: "tail",
        ChecksumAlgorithm: "SHA256",
      }),
    );
    const listed = await own.send(new ListPartsCommand({ ...at, UploadId, MaxParts: 1 }));
    expect(listed).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: "1",
      MaxParts: 1,
      StorageClass: "STANDARD_IA",
    });
    const later = await own.send(new ListPartsCommand({ ...at, UploadId, PartNumberMarker: "1" }));
    expect(later.Parts).toMatchObject([
      { PartNumber: 3, Size: 4, ChecksumSHA256: sent.ChecksumSHA256 },
    ]);
    const Parts = [
      { PartNumber: 1, ETag: copied.CopyPartResult!.ETag },
      { PartNumber: 3, ETag: sent.ETag },
    ];
    const done = await own.send(
      new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done).toMatchObject({
      ChecksumType: "COMPOSITE",
      ChecksumSHA256: expect.stringMatching(/-2$/),
      ETag: expect.stringMatching(/-2"$/),
    });
    const part = await own.send(new GetObjectCommand({ ...at, PartNumber: 2 }));
    expect(await part.Body!.transformToString()).toBe("tail");
    expect(part).toMatchObject({
      PartsCount: 2,
      TagCount: 1,
      ContentRange: "bytes 5242880-5242883/5242884",
    });
    const attributes = await own.send(
      new GetObjectAttributesCommand({
        ...at,
        ObjectAttributes: ["ETag", "ObjectParts", "ObjectSize"],
      }),
    );
    expect(attributes).toMatchObject({
      ETag: done.ETag!.replaceAll('"', ""),
      ObjectSize: 5242884,
      ObjectParts: { TotalPartsCount: 2 },
    });
    const plain = await own.send(
      new CopyObjectCommand({ Bucket: bucket, Key: "one", CopySource: `${bucket}/parts` }),
    );
    expect(plain.CopyObjectResult!.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it("are listed in pages, folded at a delimiter, until they are given up", async () => {
    const start = (Key: string) =>
      own.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
    const [a] = [await start("a"), await start("b/1"), await start("b/2"), await start("c")];
    const uploads = (more: object) =>
      own.send(new ListMultipartUploadsCommand({ Bucket: bucket, ...more }));
    const first = await uploads({ MaxUploads: 1 });
    expect(first).toMatchObject({
      IsTruncated: true,
      NextKeyMarker: "a",
      NextUploadIdMarker: a!.UploadId,
    });
    const next = await uploads({
      KeyMarker: first.NextKeyMarker,
      UploadIdMarker: first.NextUploadIdMarker,
    });
    expect(next.Uploads!.map(({ Key }) => Key)).toEqual(["b/1", "b/2", "c"]);
    const folded = await uploads({ Delimiter: "/" });
    expect([folded.Uploads!.length, folded.CommonPrefixes]).toEqual([2, [{ Prefix: "b/" }]]);
    const wrong = { Bucket: bucket, Key: "a", UploadId: a!.UploadId, PartNumber: 10_001 };
    await expect(own.send(new UploadPartCommand({ ...wrong, Body: "x" }))).rejects.toMatchObject({
      name: "InvalidArgument",
    });
    await own.send(
      new AbortMultipartUploadCommand({ Bucket: bucket, Key: "a", UploadId: a!.UploadId }),
    );
    expect((await uploads({})).Uploads).toHaveLength(3);
  });
});
