import { createHash } from "node:crypto";
import http from "node:http";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { bucket, client, inOwnBuckets, own, put, text, versioned, world } from "./s3-world.ts";

inOwnBuckets();

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

it.each(["", "s3.", "s3.us-east-1."])(
  "finds a bucket in the host's name before %slocalhost",
  async (infix) => {
    await put("a/hello", "hello");
    const said = await new Promise<string>((resolve, reject) => {
      const headers = {
        host: `${bucket}.${infix}localhost:4566`,
        authorization:
          "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
      };
      http
        .get(`${world.endpoint}/a/hello`, { headers }, (answer) => {
          answer.setEncoding("utf8").once("data", resolve);
        })
        .once("error", reject);
    });
    expect(said).toBe("hello");
  },
);
