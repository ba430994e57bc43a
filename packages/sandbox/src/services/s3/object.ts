// Objects and their versions. The bytes are blobs of the store; what is said about them is one row for
// each key, newest version first.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { randomHex, randomText } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import type { Bucket } from "./bucket.ts";
import {
  badDigest,
  invalidArgument,
  methodNotAllowed,
  noSuchKey,
  noSuchVersion,
} from "./errors.ts";

/** One version of an object, or a delete marker. */
export interface Version {
  /** "null" for versions from before, or without, versioning. */
  versionId: string;
  /** Milliseconds since 1970 on the sandbox's clock. */
  modifiedAt: number;
  /** Absent: a delete marker. */
  content?: Content;
}

/** What a version holds. */
export interface Content {
  blob: string;
  size: number;
  /** With quotes, as in the header. */
  etag: string;
  /** CRC-32 of the bytes in base64, which today's clients ask for; absent for multipart uploads. */
  crc32?: string;
  /** Members of GetObject's output, such as ContentType; `Expires` is text. */
  headers: Record<string, unknown>;
}

const KEPT_HEADERS = [
  "CacheControl",
  "ContentDisposition",
  "ContentLanguage",
  "ContentType",
  "WebsiteRedirectLocation",
  "Metadata",
  "StorageClass",
] as const;

/** What an upload's input says about the object, for later answers. */
export function headersOf(input: Record<string, unknown>): Record<string, unknown> {
  const headers: Record<string, unknown> = {};
  for (const name of KEPT_HEADERS) if (input[name] !== undefined) headers[name] = input[name];
  // "aws-chunked" is how the body travelled, not what it is.
  const encoding = String(input.ContentEncoding ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part && part !== "aws-chunked")
    .join(",");
  if (encoding) headers.ContentEncoding = encoding;
  return headers;
}

/** The MD5 digest, of which S3 makes entity tags. */
export const md5 = (bytes: Buffer): Buffer => createHash("md5").update(bytes).digest();

/** Refuses an upload whose bytes are not what its headers promised. */
export function checkDigest(
  bytes: Buffer,
  digest: Buffer,
  input: { ContentMD5?: string; ChecksumCRC32?: string },
): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  const text = sum.toString("base64");
  if (input.ContentMD5 !== undefined && input.ContentMD5 !== digest.toString("base64"))
    throw badDigest();
  if (input.ChecksumCRC32 !== undefined && input.ChecksumCRC32 !== text) throw badDigest();
  return text;
}

/** Of a version id; "null" is of the time before versioning. */
const FORM = /^(null|[\w.-]{32})$/;

/** The objects of all buckets. */
export class Objects {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Versions by key. */
  rows(bucket: Bucket) {
    return this.#world.store.collection<Version[]>(`s3/objects/${bucket.name}`);
  }

  /** Keeps bytes; gives the blob's id. */
  keep(bytes: Buffer): string {
    const id = `s3-${randomHex(this.#world.random, 32)}`;
    this.#world.store.putBlob(id, bytes);
    return id;
  }

  bytes(content: Content): Buffer {
    return this.#world.store.getBlob(content.blob) ?? Buffer.alloc(0);
  }

  /** The newest version; undefined when there is none or it is a delete marker. */
  current(bucket: Bucket, key: string): (Version & { content: Content }) | undefined {
    const newest = this.rows(bucket).get(key)?.[0];
    return newest && holds(newest) ? newest : undefined;
  }

  /** A version to read, by its id or the newest one. */
  find(bucket: Bucket, key: string, versionId?: string): Version & { content: Content } {
    const versions = this.rows(bucket).get(key) ?? [];
    if (versionId !== undefined && !versions.some((one) => one.versionId === versionId))
      throw FORM.test(versionId)
        ? noSuchVersion({ Key: key, VersionId: versionId })
        : invalidArgument("Invalid version id specified");
    const found = versionId ? versions.find((one) => one.versionId === versionId) : versions[0];
    if (!found) throw noSuchKey({ Key: key });
    if (holds(found)) return found;
    const headers = { "x-amz-delete-marker": "true", "x-amz-version-id": found.versionId };
    throw (versionId ? methodNotAllowed : noSuchKey)({ Key: key }, headers);
  }

  /** Makes `content` (or, without, a delete marker) the newest version. */
  add(bucket: Bucket, key: string, content?: Content): Version {
    const rows = this.rows(bucket);
    const enabled = bucket.versioning === "Enabled";
    const version: Version = {
      versionId: enabled ? randomText(this.#world.random, 32, ID_ALPHABET) : "null",
      modifiedAt: this.#world.clock.now(),
      ...(content && { content }),
    };
    const older = rows.get(key) ?? [];
    const kept = enabled ? older : older.filter((one) => one.versionId !== "null");
    rows.set(key, [version, ...kept]);
    if (!enabled) for (const one of older) if (one.versionId === "null") this.#forget(one);
    return version;
  }

  /** Takes a version away for good. */
  remove(bucket: Bucket, key: string, versionId: string): Version | undefined {
    const rows = this.rows(bucket);
    const versions = rows.get(key) ?? [];
    const gone = versions.find((one) => one.versionId === versionId);
    if (!gone) return undefined;
    const left = versions.filter((one) => one !== gone);
    if (left.length > 0) rows.set(key, left);
    else rows.delete(key);
    this.#forget(gone);
    return gone;
  }

  #forget({ content }: Version): void {
    if (content) this.#world.store.deleteBlob(content.blob);
  }
}

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

const holds = (version: Version): version is Version & { content: Content } =>
  version.content !== undefined;
