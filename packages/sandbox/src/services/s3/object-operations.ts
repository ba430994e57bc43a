// Operations on single objects: put, get, head, delete, and what they hold.
import { STATUS } from "../../wire/response.ts";
import { AwsError, type Context, type Handlers } from "../../wire/service.ts";
import { attributesOf, checkCustomerKey, encryptionShown } from "./attributes.ts";
import type { Bucket, Buckets } from "./bucket.ts";
import { checkDigest, md5, shown } from "./checksum.ts";
import { checkRead, checkWrite, type ReadConditions } from "./conditions.ts";
import { invalidArgument, malformedXml } from "./errors.ts";
import type { Announce } from "./index.ts";
import type { Content, Objects, Version } from "./object.ts";
import { type PartialRead, spanOf } from "./range.ts";

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
  const read = (input: Named & ReadConditions & PartialRead & Input, context: Context) => {
    const bucket = buckets.get(input.Bucket, context);
    const version = objects.find(bucket, input.Key, input.VersionId);
    checkCustomerKey(input.SSECustomerKeyMD5, version.content);
    checkRead(input, version);
    const span = spanOf(input, version.content);
    const output = { ...described(bucket, version, input), ...overrides(input) };
    if (!span) return { version, span, output };
    const [first, last] = span;
    const part = {
      ContentLength: last - first + 1,
      ContentRange: `bytes ${first}-${last}/${version.content.size}`,
      ...(input.PartNumber !== undefined &&
        version.content.parts && { PartsCount: version.content.parts.length }),
      [STATUS]: 206,
    };
    // The checksum is of the whole object, and clients would hold it against the part.
    for (const name of Object.keys(output)) if (name.startsWith("Checksum")) delete output[name];
    return { version, span, output: { ...output, ...part } };
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
      const checksum = checkDigest(bytes, digest, input);
      const attributes = attributesOf(input, bucket, context);
      checkWrite(input.Key, input, objects.current(bucket, input.Key));
      const version = objects.add(bucket, input.Key, {
        blob: objects.keep(bytes),
        size: bytes.length,
        etag: `"${digest.toString("hex")}"`,
        checksum,
        ...attributes,
      });
      announce("ObjectCreated:Put", bucket, input.Key, version, context);
      return {
        ETag: version.content!.etag,
        ...encryptionShown(attributes),
        ...shown(checksum),
        ...versionIn(bucket, version),
      };
    },

    GetObject(input, context) {
      const { version, output, span } = read(input, context);
      const bytes = objects.bytes(version.content);
      return { ...output, Body: span ? bytes.subarray(span[0], span[1] + 1) : bytes };
    },

    HeadObject: (input, context) => read(input, context).output,

    GetObjectAttributes(input, context) {
      const { version } = read({ ...input, Range: undefined, PartNumber: undefined }, context);
      return attributesAsked(buckets.get(input.Bucket, context), version, input);
    },

    DeleteObject({ Bucket, Key, VersionId, IfMatch }: Named & { IfMatch?: string }, context) {
      const bucket = buckets.get(Bucket, context);
      const current = objects.current(bucket, Key);
      if (IfMatch !== undefined && current) checkRead({ IfMatch }, current);
      return remove(bucket, Key, VersionId);
    },

    DeleteObjects({ Bucket, Delete }, context) {
      const bucket = buckets.get(Bucket, context);
      const wanted: { Key: string; VersionId?: string }[] = Delete.Objects ?? [];
      // DeleteObjects takes up to 1,000 keys (API reference).
      if (wanted.length === 0 || wanted.length > 1000) throw malformedXml();
      const deleted = wanted.map(({ Key, VersionId }) => {
        const { DeleteMarker, VersionId: made } = remove(bucket, Key, VersionId);
        const marker = DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: made };
        return { Key, ...(VersionId !== undefined && { VersionId }), ...marker };
      });
      return Delete.Quiet ? {} : { Deleted: deleted };
    },
  };
}

/** GetObjectAttributes answers what was asked for, and its entity tag has no quotes. */
function attributesAsked(
  bucket: Bucket,
  version: Version & { content: Content },
  { ObjectAttributes: asked = [], MaxParts = 1000, PartNumberMarker = 0 }: Input,
): Input {
  const { checksum, etag, headers, parts, size } = version.content;
  const marker = Number(PartNumberMarker);
  const shownParts = (parts ?? [])
    .map((Size, at) => ({ PartNumber: at + 1, Size }))
    .slice(marker, marker + Number(MaxParts));
  const all: Input = {
    ETag: etag.replaceAll('"', ""),
    Checksum: checksum && shown(checksum),
    ObjectParts: parts && {
      TotalPartsCount: parts.length,
      PartNumberMarker: String(marker),
      NextPartNumberMarker: String(shownParts.at(-1)?.PartNumber ?? 0),
      MaxParts,
      IsTruncated: marker + shownParts.length < parts.length,
      ...(checksum?.type === "FULL_OBJECT" && { Parts: shownParts }),
    },
    StorageClass: headers.StorageClass ?? "STANDARD",
    ObjectSize: size,
  };
  const names = asked as string[];
  if (names.length === 0 || names.some((name) => !(name in all)))
    throw invalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", names);
  return {
    ...Object.fromEntries(names.map((name) => [name, all[name]])),
    LastModified: new Date(version.modifiedAt),
    ...versionIn(bucket, version),
  };
}

function described(
  bucket: Bucket,
  version: Version & { content: Content },
  { ChecksumMode }: Input,
): Input {
  const { content, modifiedAt } = version;
  const { Expires, ...headers } = content.headers;
  return {
    ContentType: "binary/octet-stream",
    ...(headers.SSECustomerAlgorithm === undefined && { ServerSideEncryption: "AES256" }),
    ...headers,
    ...(Expires !== undefined && { Expires: new Date(String(Expires)) }),
    AcceptRanges: "bytes",
    ContentLength: content.size,
    ETag: content.etag,
    LastModified: new Date(modifiedAt),
    ...(ChecksumMode === "ENABLED" && content.checksum && shown(content.checksum)),
    ...(content.tags?.length && { TagCount: content.tags.length }),
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
