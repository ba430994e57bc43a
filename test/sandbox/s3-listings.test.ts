import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  ListPartsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, it } from "vitest";
import { bucket, inOwnBuckets, own, put, text, versioned } from "./s3-world.ts";

inOwnBuckets();

describe("versions", () => {
  beforeEach(() => versioned());

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
    await versioned(plain);
    await own.send(new PutObjectCommand({ Bucket: plain, Key: "a", Body: "after" }));
    const before = { Bucket: plain, Key: "a", VersionId: "null" };
    const { Body } = await own.send(new GetObjectCommand(before));
    expect(await Body!.transformToString()).toBe("before");
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
