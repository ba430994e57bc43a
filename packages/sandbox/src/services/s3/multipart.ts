// Multipart uploads.
import { randomHex } from "../../random.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import type { Bucket, Buckets } from "./bucket.ts";
import { checkWrite } from "./conditions.ts";
import { noSuchUpload } from "./errors.ts";
import type { Announce } from "./index.ts";
import { checkDigest, headersOf, md5, type Objects } from "./object.ts";
import { checkKey, versionIn } from "./object-operations.ts";

interface Part {
  blob: string;
  size: number;
  etag: string;
  modifiedAt: number;
}

interface Upload {
  id: string;
  bucket: string;
  key: string;
  startedAt: number;
  headers: Record<string, unknown>;
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
    if (!upload || upload.bucket !== Bucket || upload.key !== Key) throw noSuchUpload();
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
      uploads.set(id, {
        id,
        bucket: bucket.name,
        key: input.Key,
        startedAt: world.clock.now(),
        headers: headersOf(input),
        parts: {},
      });
      return { Bucket: bucket.name, Key: input.Key, UploadId: id, ServerSideEncryption: "AES256" };
    },

    UploadPart(input, context) {
      const [, upload] = find(input, context);
      const bytes: Buffer = input.Body ?? Buffer.alloc(0);
      const digest = md5(bytes);
      const crc32 = checkDigest(bytes, digest, input);
      const replaced = upload.parts[input.PartNumber];
      const part: Part = {
        blob: objects.keep(bytes),
        size: bytes.length,
        etag: `"${digest.toString("hex")}"`,
        modifiedAt: world.clock.now(),
      };
      uploads.set(upload.id, { ...upload, parts: { ...upload.parts, [input.PartNumber]: part } });
      if (replaced) world.store.deleteBlob(replaced.blob);
      return { ETag: part.etag, ChecksumCRC32: crc32, ServerSideEncryption: "AES256" };
    },

    CompleteMultipartUpload(input, context) {
      const [bucket, upload] = find(input, context);
      const parts = chosen(upload, input.MultipartUpload?.Parts ?? []);
      checkWrite(upload.key, input, objects.current(bucket, upload.key));
      const bytes = Buffer.concat(parts.map((part) => world.store.getBlob(part.blob)!));
      const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), "hex")));
      const version = objects.add(bucket, upload.key, {
        blob: objects.keep(bytes),
        size: bytes.length,
        etag: `"${md5(digests).toString("hex")}-${parts.length}"`,
        headers: upload.headers,
      });
      end(upload);
      announce("ObjectCreated:CompleteMultipartUpload", bucket, upload.key, version, context);
      return {
        Bucket: bucket.name,
        Key: upload.key,
        Location: `/${bucket.name}/${upload.key}`,
        ETag: version.content!.etag,
        ...versionIn(bucket, version),
      };
    },

    AbortMultipartUpload(input, context) {
      end(find(input, context)[1]);
    },

    ListParts(input, context) {
      const [, upload] = find(input, context);
      return {
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.id,
        IsTruncated: false,
        Parts: Object.entries(upload.parts).map(([number, part]) => ({
          PartNumber: Number(number),
          ETag: part.etag,
          Size: part.size,
          LastModified: new Date(part.modifiedAt),
        })),
      };
    },

    ListMultipartUploads({ Bucket, Prefix = "" }, context) {
      const bucket = buckets.get(Bucket, context);
      const open = [...uploads.values()]
        .filter((one) => one.bucket === bucket.name && one.key.startsWith(Prefix))
        .sort((a, b) => (a.key === b.key ? a.startedAt - b.startedAt : a.key < b.key ? -1 : 1));
      return {
        Bucket,
        Prefix,
        IsTruncated: false,
        Uploads: open.map((one) => ({
          Key: one.key,
          UploadId: one.id,
          Initiated: new Date(one.startedAt),
        })),
      };
    },
  };
}

/** The parts that a completion names; refuses what S3 refuses. */
function chosen(upload: Upload, named: { PartNumber?: number; ETag?: string }[]): Part[] {
  if (named.length === 0)
    throw new AwsError("MalformedXML", "You must specify at least one part", { status: 400 });
  let before = 0;
  return named.map(({ PartNumber = 0, ETag = "" }, at) => {
    const part = upload.parts[PartNumber];
    if (!part || part.etag.replaceAll('"', "") !== ETag.replaceAll('"', ""))
      throw new AwsError(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { status: 400 },
      );
    if (PartNumber <= before)
      throw new AwsError(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
        { status: 400 },
      );
    if (at < named.length - 1 && part.size < SMALLEST_PART)
      throw new AwsError(
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
        { status: 400 },
      );
    before = PartNumber;
    return part;
  });
}
