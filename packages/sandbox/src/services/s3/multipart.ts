// Multipart uploads.
import { randomHex } from "../../random.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { attributesOf, encryptionShown } from "./attributes.ts";
import type { Bucket, Buckets } from "./bucket.ts";
import {
  type Algorithm,
  algorithmOf,
  type Checksum,
  checkDigest,
  checksum,
  composite,
  md5,
  shown,
} from "./checksum.ts";
import { checkSource, checkWrite } from "./conditions.ts";
import { sourceOf } from "./copy.ts";
import { invalidArgument, invalidRequest, noSuchUpload } from "./errors.ts";
import type { Announce } from "./index.ts";
import { encoded, ownerOf } from "./list-operations.ts";
import type { Content, Objects } from "./object.ts";
import { checkKey, versionIn } from "./object-operations.ts";

interface Part {
  blob: string;
  size: number;
  etag: string;
  checksum?: Checksum;
  modifiedAt: number;
}

interface Upload extends Pick<Content, "headers" | "tags"> {
  id: string;
  bucket: string;
  key: string;
  startedAt: number;
  /** Asked for at the start: what the object's checksum is of. */
  algorithm?: Algorithm;
  checksumType?: Checksum["type"];
  parts: Record<string, Part>;
}

/** All parts but the last have at least 5 MiB (S3 user guide, "Multipart upload limits"). */
const SMALLEST_PART = 5 * 1024 * 1024;

type Named = { Bucket: string; Key: string; UploadId: string };

/** The handlers. */
export function multipartOperations(
  world: World,
  buckets: Buckets,
  objects: Objects,
  announce: Announce,
): Handlers {
  const uploads = world.store.collection<Upload>("s3/uploads");
  const find = ({ Bucket, Key, UploadId }: Named, context: Context): [Bucket, Upload] => {
    const bucket = buckets.get(Bucket, context);
    const upload = uploads.get(UploadId);
    if (!upload || upload.bucket !== Bucket || upload.key !== Key) throw noSuchUpload({ UploadId });
    return [bucket, upload];
  };
  const end = (upload: Upload) => {
    uploads.delete(upload.id);
    for (const part of Object.values(upload.parts)) world.store.deleteBlob(part.blob);
  };

  return {
    CreateMultipartUpload(input, context) {
      const bucket = buckets.get(input.Bucket, context);
      checkKey(input.Key);
      const id = randomHex(world.random, 64);
      const algorithm = algorithmOf(input.ChecksumAlgorithm);
      const checksumType =
        input.ChecksumType ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
      const attributes = attributesOf(input, bucket, context);
      uploads.set(id, {
        id,
        bucket: bucket.name,
        key: input.Key,
        startedAt: world.clock.now(),
        ...attributes,
        ...(algorithm && { algorithm, checksumType }),
        parts: {},
      });
      return {
        Bucket: bucket.name,
        Key: input.Key,
        UploadId: id,
        ...(algorithm && { ChecksumAlgorithm: algorithm, ChecksumType: checksumType }),
        ...encryptionShown(attributes),
      };
    },

    UploadPart(input, context) {
      const [, upload] = find(input, context);
      checkNumber(input.PartNumber);
      const bytes: Buffer = input.Body ?? Buffer.alloc(0);
      const sum = checkDigest(bytes, md5(bytes), input);
      const part = keep(upload, input.PartNumber, bytes, sum);
      const { ChecksumType: _, ...checksums } = shown(sum);
      return { ETag: part.etag, ...checksums, ...encryptionShown(upload) };
    },

    UploadPartCopy(input, context) {
      const [, upload] = find(input, context);
      checkNumber(input.PartNumber);
      const source = sourceOf(buckets, objects, input.CopySource, context);
      checkSource(input, source.version, world.clock.now());
      const whole = objects.bytes(source.version.content);
      const bytes = copiedRange(whole, input.CopySourceRange);
      const sum = upload.algorithm && checksum(upload.algorithm, bytes);
      const part = keep(upload, input.PartNumber, bytes, sum);
      return {
        CopyPartResult: { ETag: part.etag, LastModified: new Date(part.modifiedAt) },
        ...(source.bucket.versioning && { CopySourceVersionId: source.version.versionId }),
        ...encryptionShown(upload),
      };
    },

    CompleteMultipartUpload(input, context) {
      const [bucket, upload] = find(input, context);
      const parts = chosen(upload, input.MultipartUpload?.Parts ?? []);
      checkWrite(upload.key, input, objects.current(bucket, upload.key));
      const bytes = Buffer.concat(parts.map((part) => world.store.getBlob(part.blob)!));
      const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), "hex")));
      const { algorithm, headers, tags } = upload;
      const sum =
        algorithm &&
        (upload.checksumType === "FULL_OBJECT"
          ? checksum(algorithm, bytes)
          : composite(
              algorithm,
              parts.map((part) => checksumOf(part, algorithm)),
            ));
      const version = objects.add(bucket, upload.key, {
        blob: objects.keep(bytes),
        size: bytes.length,
        etag: `"${md5(digests).toString("hex")}-${parts.length}"`,
        parts: parts.map(({ size }) => size),
        headers,
        ...(sum && { checksum: sum }),
        ...(tags && { tags }),
      });
      end(upload);
      announce("ObjectCreated:CompleteMultipartUpload", bucket, upload.key, version, context);
      return {
        Bucket: bucket.name,
        Key: upload.key,
        Location: `/${bucket.name}/${upload.key}`,
        ETag: version.content!.etag,
        ...(sum && shown(sum)),
        ...encryptionShown(upload),
        ...versionIn(bucket, version),
      };
    },

    AbortMultipartUpload(input, context) {
      end(find(input, context)[1]);
    },

    ListParts(input, context) {
      const [{ account }, upload] = find(input, context);
      const { MaxParts = MOST_LISTED, PartNumberMarker = 0 } = input;
      const later = Object.entries(upload.parts)
        .map(([number, part]) => ({ number: Number(number), part }))
        .filter(({ number }) => number > Number(PartNumberMarker))
        .sort((a, b) => a.number - b.number);
      const listed = later.slice(0, Math.min(MaxParts, MOST_LISTED));
      return {
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.id,
        PartNumberMarker: String(PartNumberMarker),
        NextPartNumberMarker: String(listed.at(-1)?.number ?? 0),
        MaxParts,
        IsTruncated: listed.length < later.length,
        StorageClass: upload.headers.StorageClass ?? "STANDARD",
        Owner: ownerOf(account),
        Initiator: ownerOf(account),
        ...(upload.algorithm && {
          ChecksumAlgorithm: upload.algorithm,
          ChecksumType: upload.checksumType,
        }),
        Parts: listed.map(({ number, part }) => ({
          PartNumber: number,
          ETag: part.etag,
          Size: part.size,
          LastModified: new Date(part.modifiedAt),
          ...(upload.algorithm && {
            [`Checksum${upload.algorithm}`]: checksumOf(part, upload.algorithm),
          }),
        })),
      };
    },

    ListMultipartUploads(input, context) {
      const { Bucket, Prefix = "", Delimiter = "", MaxUploads = MOST_LISTED } = input;
      const { KeyMarker = "", UploadIdMarker = "", EncodingType } = input;
      const bucket = buckets.get(Bucket, context);
      const name = encoded(EncodingType);
      // An upload's marker means nothing without a key's (ListMultipartUploads, API reference).
      const isLater = ({ key, id }: Upload) =>
        key > KeyMarker || (key === KeyMarker && KeyMarker !== "" && id > UploadIdMarker);
      const open = [...uploads.values()]
        .filter((one) => one.bucket === bucket.name && one.key.startsWith(Prefix))
        .filter((one) => (UploadIdMarker ? isLater(one) : one.key > KeyMarker))
        .sort((a, b) => (a.key === b.key ? a.startedAt - b.startedAt : a.key < b.key ? -1 : 1));
      const cut = (key: string) => (Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1);
      const listed = open.filter(({ key }) => cut(key) < 0).slice(0, MaxUploads);
      const prefixes = new Set(
        open
          .filter(({ key }) => cut(key) >= 0)
          .map(({ key }) => key.slice(0, cut(key) + Delimiter.length)),
      );
      const isTruncated = listed.length < open.filter(({ key }) => cut(key) < 0).length;
      const last = listed.at(-1);
      const owner = ownerOf(bucket.account);
      return {
        Bucket,
        Prefix: name(Prefix),
        KeyMarker: name(KeyMarker),
        UploadIdMarker,
        MaxUploads,
        EncodingType,
        ...(Delimiter && { Delimiter: name(Delimiter) }),
        IsTruncated: isTruncated,
        ...(isTruncated && last && { NextKeyMarker: name(last.key), NextUploadIdMarker: last.id }),
        CommonPrefixes: [...prefixes].map((prefix) => ({ Prefix: name(prefix) })),
        Uploads: listed.map((one) => ({
          Key: name(one.key),
          UploadId: one.id,
          Initiated: new Date(one.startedAt),
          StorageClass: one.headers.StorageClass ?? "STANDARD",
          Owner: owner,
          Initiator: owner,
        })),
      };
    },
  };

  function keep(upload: Upload, number: number, bytes: Buffer, sum: Checksum | undefined): Part {
    const replaced = upload.parts[number];
    const part: Part = {
      blob: objects.keep(bytes),
      size: bytes.length,
      etag: objects.etag(bytes),
      ...(sum && { checksum: sum }),
      modifiedAt: world.clock.now(),
    };
    uploads.set(upload.id, { ...upload, parts: { ...upload.parts, [number]: part } });
    if (replaced) world.store.deleteBlob(replaced.blob);
    return part;
  }

  function checksumOf({ blob, checksum: kept }: Part, algorithm: Algorithm): string {
    if (kept?.algorithm === algorithm) return kept.value;
    return checksum(algorithm, world.store.getBlob(blob)!).value;
  }
}

const MOST_LISTED = 1000; // parts or uploads of a page (ListParts and ListMultipartUploads, API reference)
const MOST_PARTS = 10_000; // S3 user guide, "Amazon S3 multipart upload limits"

function checkNumber(number: number): void {
  if (!(number >= 1 && number <= MOST_PARTS))
    throw invalidArgument(
      "Part number must be an integer between 1 and 10000, inclusive",
      "partNumber",
      number,
    );
}

/** The bytes of a source that a part is copied from. */
function copiedRange(whole: Buffer, range: string | undefined): Buffer {
  if (range === undefined) return whole;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last))
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      range,
    );
  if (Number(last) >= whole.length)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${whole.length}`,
      "x-amz-copy-source-range",
      range,
    );
  return whole.subarray(Number(first), Number(last) + 1);
}

/** The parts that a completion names; refuses what S3 refuses. */
function chosen(upload: Upload, named: { PartNumber?: number; ETag?: string }[]): Part[] {
  if (named.length === 0) throw invalidRequest("You must specify at least one part");
  if (named.some(({ PartNumber = 0 }, at) => PartNumber <= (named[at - 1]?.PartNumber ?? 0)))
    throw new AwsError(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
      { status: 400, fields: { UploadId: upload.id } },
    );
  return named.map(({ PartNumber = 0, ETag = "" }, at) => {
    const part = upload.parts[PartNumber];
    if (!part || part.etag.replaceAll('"', "") !== ETag.replaceAll('"', ""))
      throw new AwsError(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { status: 400, fields: { UploadId: upload.id, PartNumber, ETag } },
      );
    if (at < named.length - 1 && part.size < SMALLEST_PART)
      throw new AwsError(
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
        {
          status: 400,
          fields: {
            ProposedSize: part.size,
            MinSizeAllowed: SMALLEST_PART,
            PartNumber,
            ETag: part.etag.replaceAll('"', ""),
          },
        },
      );
    return part;
  });
}
