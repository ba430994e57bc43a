import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { s3 } from "../../packages/sandbox/src/services/s3/index.ts";

let world: RunningWorld;
const client = (account = "111111111111", region = "us-east-1") =>
  new S3Client({
    region,
    endpoint: world.endpoint,
    credentials: { accessKeyId: account, secretAccessKey: "unused" },
    maxAttempts: 1,
  });
let own: S3Client;
let bucket: string;
let count = 0;

beforeAll(async () => {
  world = await startWorld({}, (inner) => ({ services: [s3(inner)] }));
  own = client();
});
afterAll(() => world.stop());
beforeEach(async () => {
  bucket = `bucket-${++count}`;
  await own.send(new CreateBucketCommand({ Bucket: bucket }));
});

const put = (Key: string, Body: string | Buffer | Readable = "text", more: object = {}) =>
  own.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));
const text = async (Key: string, more: object = {}) => {
  const { Body } = await own.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }));
  return Body!.transformToString();
};
const versioned = () =>
  own.send(
    new PutBucketVersioningCommand({
      Bucket: bucket,
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );

describe("buckets", () => {
  it("belong to the account that made them, and names to everybody", async () => {
    const other = client("222222222222");
    await expect(other.send(new CreateBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
      name: "BucketAlreadyExists",
    });
    const seen = await other.send(new ListBucketsCommand());
    expect(seen.Buckets ?? []).toEqual([]);
    await expect(
      other.send(new PutObjectCommand({ Bucket: bucket, Key: "a", Body: "b" })),
    ).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("are in the Region of the client that made them", async () => {
    const west = client("111111111111", "eu-west-1");
    await west.send(new CreateBucketCommand({ Bucket: `west-${bucket}` }));
    const at = await west.send(new GetBucketLocationCommand({ Bucket: `west-${bucket}` }));
    expect(at.LocationConstraint).toBe("eu-west-1");
    await expect(
      west.send(new CreateBucketCommand({ Bucket: `west-${bucket}` })),
    ).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou" });
  });

  it("refuse names that S3 refuses", async () => {
    for (const name of ["ab", "Upper", "a..b", "1.2.3.4"])
      await expect(own.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject({
        name: "InvalidBucketName",
      });
  });

  it("can only be deleted when empty", async () => {
    await put("a");
    await expect(own.send(new DeleteBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    await own.send(new DeleteObjectCommand({ Bucket: bucket, Key: "a" }));
    await own.send(new DeleteBucketCommand({ Bucket: bucket }));
    await expect(own.send(new HeadBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  it("keep what was configured", async () => {
    const versioning = () => own.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    expect((await versioning()).Status).toBeUndefined();
    await versioned();
    expect((await versioning()).Status).toBe("Enabled");
    await expect(own.send(new GetBucketPolicyCommand({ Bucket: bucket }))).rejects.toMatchObject({
      name: "NoSuchBucketPolicy",
    });
    const Policy = '{"Version":"2012-10-17","Statement":[]}';
    await own.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
    expect((await own.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy).toBe(Policy);
    const block = await own.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
    expect(block.PublicAccessBlockConfiguration?.BlockPublicAcls).toBe(true);
    const encryption = await own.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
    expect(
      encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
        ?.SSEAlgorithm,
    ).toBe("AES256");
  });
});

describe("objects", () => {
  it("come back as they were put", async () => {
    const Key = "ledgers/台帳 2026 (最終)+&=?#%.xlsx";
    const bytes = Buffer.from([0, 255, 1, 13, 10, 128]);
    const { ETag } = await put(Key, bytes, {
      ContentType: "application/x-ledger",
      Metadata: { from: "somebody" },
    });
    expect(ETag).toBe(`"${createHash("md5").update(bytes).digest("hex")}"`);
    const got = await own.send(
      new GetObjectCommand({ Bucket: bucket, Key, ChecksumMode: "ENABLED" }),
    );
    expect(Buffer.from(await got.Body!.transformToByteArray())).toEqual(bytes);
    expect(got).toMatchObject({
      ContentLength: 6,
      ETag,
      ContentType: "application/x-ledger",
      Metadata: { from: "somebody" },
    });
    expect(got.VersionId).toBeUndefined();
    const head = await own.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    expect(head.ContentLength).toBe(6);
    expect(Math.abs(head.LastModified!.getTime() - world.world.clock.now())).toBeLessThan(5000);
  });

  it("keep dots and slashes of their keys apart", async () => {
    for (const key of ["a/../b", "a//b", "./a", "a/", "dir/%2F"]) await put(key, key);
    for (const key of ["a/../b", "a//b", "./a", "a/", "dir/%2F"]) expect(await text(key)).toBe(key);
    await expect(text("b")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("may be streamed", async () => {
    const parts = ["one,", "two,", "x".repeat(100_000)];
    await put("stream", Readable.from(parts.map((part) => Buffer.from(part))), {
      ContentLength: parts.join("").length,
    });
    expect(await text("stream")).toBe(parts.join(""));
  });

  it("may be read in part", async () => {
    await put("digits", "0123456789");
    expect(await text("digits", { Range: "bytes=2-4" })).toBe("234");
    expect(await text("digits", { Range: "bytes=-3" })).toBe("789");
    await expect(text("digits", { Range: "bytes=10-" })).rejects.toMatchObject({
      name: "InvalidRange",
    });
  });

  it("are refused when they are not what their digest says", async () => {
    await expect(
      put("a", "text", { ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" }),
    ).rejects.toMatchObject({ name: "BadDigest" });
    await expect(put("a", "text", { ChecksumCRC32: "AAAAAA==" })).rejects.toMatchObject({
      name: "BadDigest",
    });
    await expect(text("a")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("are written on condition", async () => {
    const { ETag } = await put("a", "1", { IfNoneMatch: "*" });
    await expect(put("a", "2", { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    await put("a", "3", { IfMatch: ETag });
    await expect(put("a", "4", { IfMatch: ETag })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    await expect(put("b", "5", { IfMatch: ETag })).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await text("a")).toBe("3");
  });

  it("are read on condition", async () => {
    const { ETag } = await put("a");
    await expect(text("a", { IfMatch: '"other"' })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 412 },
    });
    await expect(text("a", { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it("are copied with what is said about them, or without", async () => {
    await put("from +1", "content", { ContentType: "text/csv", Metadata: { kept: "yes" } });
    const CopySource = `${bucket}/${encodeURIComponent("from +1")}`;
    const copied = await own.send(new CopyObjectCommand({ Bucket: bucket, Key: "to", CopySource }));
    expect(copied.CopyObjectResult?.ETag).toBe(
      `"${createHash("md5").update("content").digest("hex")}"`,
    );
    const head = (Key: string) => own.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    expect(await head("to")).toMatchObject({ ContentType: "text/csv", Metadata: { kept: "yes" } });
    await own.send(
      new CopyObjectCommand({
        Bucket: bucket,
        Key: "plain",
        CopySource,
        MetadataDirective: "REPLACE",
      }),
    );
    expect((await head("plain")).Metadata).toEqual({});
    await own.send(new DeleteObjectCommand({ Bucket: bucket, Key: "from +1" }));
    expect(await text("to")).toBe("content");
  });
});

describe("versions", () => {
  beforeEach(versioned);

  it("are kept, read by their id, and hidden by a delete marker", async () => {
    const first = (await put("a", "first")).VersionId!;
    const second = (await put("a", "second")).VersionId!;
    expect(first).toMatch(/^[\w.]{32}$/);
    expect(await text("a")).toBe("second");
    expect(await text("a", { VersionId: first })).toBe("first");
    const marker = await own.send(new DeleteObjectCommand({ Bucket: bucket, Key: "a" }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(text("a")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(text("a", { VersionId: marker.VersionId })).rejects.toMatchObject({
      name: "MethodNotAllowed",
    });
    expect(await text("a", { VersionId: second })).toBe("second");
    await own.send(
      new DeleteObjectCommand({ Bucket: bucket, Key: "a", VersionId: marker.VersionId! }),
    );
    expect(await text("a")).toBe("second");
    await expect(text("a", { VersionId: "n".repeat(32) })).rejects.toMatchObject({
      name: "NoSuchVersion",
    });
    await expect(text("a", { VersionId: "none" })).rejects.toMatchObject({
      name: "InvalidArgument",
    });
  });

  it("are listed in pages, newest first", async () => {
    const ids: string[] = [];
    for (const body of ["1", "2", "3"]) ids.unshift((await put("a", body)).VersionId!);
    await put("b");
    await own.send(new DeleteObjectCommand({ Bucket: bucket, Key: "b" }));
    const versions: string[] = [];
    let markers = 0;
    let pages = 0;
    let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (next) {
      const input = { Bucket: bucket, MaxKeys: 2, ...next };
      const page: ListObjectVersionsCommandOutput = await own.send(
        new ListObjectVersionsCommand(input),
      );
      next = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker!, VersionIdMarker: page.NextVersionIdMarker! }
        : undefined;
      pages++;
      markers += page.DeleteMarkers?.length ?? 0;
      for (const one of page.Versions ?? []) versions.push(`${one.Key} ${one.VersionId}`);
    }
    expect(versions.slice(0, 3)).toEqual(ids.map((id) => `a ${id}`));
    expect({ versions: versions.length, markers, pages }).toEqual({
      versions: 4,
      markers: 1,
      pages: 3,
    });
  });

  it("that are null stay beside those with an id", async () => {
    const plain = `${bucket}-plain`;
    await own.send(new CreateBucketCommand({ Bucket: plain }));
    await own.send(new PutObjectCommand({ Bucket: plain, Key: "a", Body: "before" }));
    bucket = plain;
    await versioned();
    await put("a", "after");
    expect(await text("a", { VersionId: "null" })).toBe("before");
    const listed = await own.send(new ListObjectVersionsCommand({ Bucket: plain }));
    expect(listed.Versions?.map((one) => one.IsLatest)).toEqual([true, false]);
  });
});

describe("listings", () => {
  it("fold at a delimiter and go on where they stopped", async () => {
    for (const key of ["a", "dir/1", "dir/2", "dir2/1", "z", "ﬀ", "😀"]) await put(key);
    const seen: string[] = [];
    const pager = paginateListObjectsV2(
      { client: own, pageSize: 2 },
      { Bucket: bucket, Delimiter: "/" },
    );
    for await (const page of pager) {
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      const keys = (page.Contents ?? []).map((one) => one.Key!);
      seen.push(...keys, ...(page.CommonPrefixes ?? []).map((one) => one.Prefix!));
    }
    expect(seen.toSorted()).toEqual(["a", "dir/", "dir2/", "z", "ﬀ", "😀"].toSorted());
  });

  it("are in the order of UTF-8", async () => {
    for (const key of ["😀", "ﬀ", "b", "B"]) await put(key);
    const { Contents } = await own.send(new ListObjectsCommand({ Bucket: bucket }));
    expect(Contents?.map((one) => one.Key)).toEqual(["B", "b", "ﬀ", "😀"]);
  });

  it("know prefixes, markers and URL encoding", async () => {
    for (const key of ["p/1", "p/2", "p/3 x", "q"]) await put(key);
    const page = await own.send(
      new ListObjectsCommand({ Bucket: bucket, Prefix: "p/", Marker: "p/1", EncodingType: "url" }),
    );
    expect(page.Contents?.map((one) => one.Key)).toEqual(["p/2", "p/3+x"]);
    expect(page.IsTruncated).toBe(false);
  });

  it("do not show what was deleted, many at a time", async () => {
    for (const key of ["a", "b", "c"]) await put(key);
    const gone = await own.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: [{ Key: "a" }, { Key: "b" }, { Key: "never" }] },
      }),
    );
    expect(gone.Deleted?.map((one) => one.Key)).toEqual(["a", "b", "never"]);
    const { Contents } = await own.send(new ListObjectsCommand({ Bucket: bucket }));
    expect(Contents?.map((one) => one.Key)).toEqual(["c"]);
  });
});

describe("multipart uploads", () => {
  const start = async () => {
    const { UploadId } = await own.send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: "big" }),
    );
    return { Bucket: bucket, Key: "big", UploadId: UploadId! };
  };
  const part = async (
    upload: Awaited<ReturnType<typeof start>>,
    PartNumber: number,
    Body: Buffer,
  ) => ({
    PartNumber,
    ETag: (await own.send(new UploadPartCommand({ ...upload, PartNumber, Body }))).ETag!,
  });

  it("become one object", async () => {
    const upload = await start();
    const [one, two] = [Buffer.alloc(5 * 1024 * 1024, "a"), Buffer.from("end")];
    const Parts = [await part(upload, 1, one), await part(upload, 2, two)];
    const listed = await own.send(new ListPartsCommand(upload));
    expect(listed.Parts?.map(({ Size }) => Size)).toEqual([one.length, 3]);
    await expect(text("big")).rejects.toMatchObject({ name: "NoSuchKey" });
    const done = await own.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
    );
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(await text("big")).toBe(Buffer.concat([one, two]).toString());
  });

  it("refuse small parts, unknown parts, and what was aborted", async () => {
    const upload = await start();
    const small = [
      await part(upload, 1, Buffer.from("a")),
      await part(upload, 2, Buffer.from("b")),
    ];
    const complete = (Parts: typeof small) =>
      own.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    await expect(complete(small)).rejects.toMatchObject({ name: "EntityTooSmall" });
    await expect(complete([{ PartNumber: 3, ETag: '"x"' }])).rejects.toMatchObject({
      name: "InvalidPart",
    });
    await own.send(new AbortMultipartUploadCommand(upload));
    await expect(complete(small)).rejects.toMatchObject({ name: "NoSuchUpload" });
  });
});
