// Operations on single objects: put, get, head, copy, delete.
import { STATUS } from "../../wire/response.ts";
import { AwsError, type Context, type Handlers } from "../../wire/service.ts";
import type { Bucket, Buckets } from "./bucket.ts";
import { checkRead, checkWrite, type ReadConditions } from "./conditions.ts";
import { invalidArgument, invalidRange } from "./errors.ts";
import type { Announce } from "./index.ts";
import { type Content, checkDigest, headersOf, md5, type Objects, type Version } from "./object.ts";

type Input = Record<string, unknown>;
type Named = { Bucket: string; Key: string; VersionId?: string };

/** Only versioned buckets tell version ids. */
export const versionIn = (bucket: Bucket, { versionId }: Version): { VersionId?: string } =>
  bucket.versioning ? { VersionId: versionId } : {};

const LONGEST_KEY = 1024; // bytes of UTF-8 (S3 user guide, "Creating object key names")

/** Refuses keys that S3 refuses. */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > LONGEST_KEY)
    throw new AwsError("KeyTooLongError", "Your key is too long", { status: 400 });
}

/** The handlers. */
export function objectOperations(buckets: Buckets, objects: Objects, announce: Announce): Handlers {
  const read = (input: Named & ReadConditions & Input, context: Context) => {
    const bucket = buckets.get(input.Bucket, context);
    const version = objects.find(bucket, input.Key, input.VersionId);
    checkRead(input, version);
    return { version, output: { ...described(bucket, version, input), ...overrides(input) } };
  };
  type Removal = { VersionId?: string; DeleteMarker?: true };
  const remove = (bucket: Bucket, key: string, versionId?: string): Removal => {
    if (versionId !== undefined) {
      const gone = objects.remove(bucket, key, versionId);
      return { VersionId: versionId, ...(gone && !gone.content && { DeleteMarker: true }) };
    }
    if (bucket.versioning)
      return { DeleteMarker: true, VersionId: objects.add(bucket, key).versionId };
    objects.remove(bucket, key, "null");
    return {};
  };

  return {
    PutObject(input, context) {
      const bucket = buckets.get(input.Bucket, context);
      checkKey(input.Key);
      const bytes: Buffer = input.Body ?? Buffer.alloc(0);
      const digest = md5(bytes);
      const crc32 = checkDigest(bytes, digest, input);
      checkWrite(input.Key, input, objects.current(bucket, input.Key));
      const version = objects.add(bucket, input.Key, {
        blob: objects.keep(bytes),
        size: bytes.length,
        etag: `"${digest.toString("hex")}"`,
        crc32,
        headers: headersOf(input),
      });
      announce("ObjectCreated:Put", bucket, input.Key, version, context);
      return {
        ETag: version.content!.etag,
        ServerSideEncryption: "AES256",
        ChecksumCRC32: crc32,
        ChecksumType: "FULL_OBJECT",
        ...versionIn(bucket, version),
      };
    },

    GetObject(input, context) {
      const { version, output } = read(input, context);
      const bytes = objects.bytes(version.content);
      if (input.Range === undefined) return { ...output, Body: bytes };
      const [first, last] = rangeIn(input.Range, bytes.length);
      return {
        ...output,
        ContentLength: last - first + 1,
        ContentRange: `bytes ${first}-${last}/${bytes.length}`,
        // The checksum is of the whole object, and clients would hold it against the part.
        ChecksumCRC32: undefined,
        Body: bytes.subarray(first, last + 1),
        [STATUS]: 206,
      };
    },

    HeadObject: (input, context) => read(input, context).output,

    CopyObject(input, context) {
      const bucket = buckets.get(input.Bucket, context);
      checkKey(input.Key);
      const { source, from } = sourceOf(input.CopySource, context);
      checkRead(
        { IfMatch: input.CopySourceIfMatch, IfNoneMatch: input.CopySourceIfNoneMatch },
        from,
      );
      checkWrite(input.Key, input, objects.current(bucket, input.Key));
      const replaces = input.MetadataDirective === "REPLACE";
      const content: Content = {
        ...from.content,
        blob: objects.keep(objects.bytes(from.content)),
        headers: replaces ? headersOf(input) : from.content.headers,
      };
      const version = objects.add(bucket, input.Key, content);
      announce("ObjectCreated:Copy", bucket, input.Key, version, context);
      return {
        CopyObjectResult: { ETag: content.etag, LastModified: new Date(version.modifiedAt) },
        ...(source.versioning && { CopySourceVersionId: from.versionId }),
        ...versionIn(bucket, version),
      };
    },

    DeleteObject({ Bucket, Key, VersionId }: Named, context) {
      return remove(buckets.get(Bucket, context), Key, VersionId);
    },

    DeleteObjects({ Bucket, Delete }, context) {
      const bucket = buckets.get(Bucket, context);
      const wanted: { Key: string; VersionId?: string }[] = Delete.Objects;
      // DeleteObjects takes up to 1,000 keys (API reference).
      if (wanted.length > 1000)
        throw new AwsError(
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema",
          { status: 400 },
        );
      const deleted = wanted.map(({ Key, VersionId }) => {
        const { DeleteMarker, VersionId: made } = remove(bucket, Key, VersionId);
        const marker = DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: made };
        return { Key, ...(VersionId !== undefined && { VersionId }), ...marker };
      });
      return Delete.Quiet ? {} : { Deleted: deleted };
    },
  };

  /** "bucket/key?versionId=…", URL-encoded, with or without a slash before it. */
  function sourceOf(copySource: string, context: Context) {
    const [path = "", versionId] = copySource.split("?versionId=");
    const [, name, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path)) ?? [];
    if (!name || !key)
      throw invalidArgument(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      );
    const source = buckets.get(name, context);
    return { source, from: objects.find(source, key, versionId) };
  }
}

function described(
  bucket: Bucket,
  version: Version & { content: Content },
  { ChecksumMode }: Input,
): Input {
  const { content, modifiedAt } = version;
  return {
    ContentType: "binary/octet-stream",
    ...content.headers,
    AcceptRanges: "bytes",
    ContentLength: content.size,
    ETag: content.etag,
    LastModified: new Date(modifiedAt),
    ServerSideEncryption: "AES256",
    ...(ChecksumMode === "ENABLED" &&
      content.crc32 !== undefined && { ChecksumCRC32: content.crc32, ChecksumType: "FULL_OBJECT" }),
    ...versionIn(bucket, version),
  };
}

/** A presigned link may say how a browser is to take the answer. */
function overrides(input: Input): Input {
  const result: Input = {};
  for (const name of [
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentType",
  ])
    if (input[`Response${name}`] !== undefined) result[name] = input[`Response${name}`];
  return result;
}

/** First and last byte of "bytes=0-9", "bytes=5-" or "bytes=-3". */
function rangeIn(range: string, size: number): [number, number] {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (from === "" && to === "") return [0, size - 1];
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first > last) throw invalidRange();
  return [first, last];
}
