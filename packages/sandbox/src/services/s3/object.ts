// Objects and their versions. The bytes are blobs of the store; what is said about them is one row for
// each key, newest version first.
import { randomHex, randomText } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import type { Bucket } from "./bucket.ts";
import { type Checksum, md5 } from "./checksum.ts";
import { invalidArgument, methodNotAllowed, noSuchKey, noSuchVersion } from "./errors.ts";
import type { Tag } from "./tagging.ts";

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
  checksum?: Checksum;
  /** Bytes of each part of a multipart upload. */
  parts?: number[];
  /** Members of GetObject's output, such as ContentType; `Expires` is text. */
  headers: Record<string, unknown>;
  tags?: Tag[];
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

  /** The entity tag of bytes that were uploaded in one piece. */
  etag(bytes: Buffer): string {
    return `"${md5(bytes).toString("hex")}"`;
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
        : invalidArgument("Invalid version id specified", "versionId", versionId);
    const found = versionId ? versions.find((one) => one.versionId === versionId) : versions[0];
    if (!found) throw noSuchKey({ Key: key });
    if (holds(found)) return found;
    const headers = { "x-amz-delete-marker": "true", "x-amz-version-id": found.versionId };
    throw (versionId ? methodNotAllowed : noSuchKey)({ Key: key }, headers);
  }

  /** Gives a version other tags; its time stays. */
  tag(bucket: Bucket, key: string, versionId: string | undefined, tags: Tag[]): Version {
    const found = this.find(bucket, key, versionId);
    const tagged = { ...found, content: { ...found.content, tags } };
    const rows = this.rows(bucket);
    rows.set(
      key,
      rows.get(key)!.map((one) => (one === found ? tagged : one)),
    );
    return tagged;
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
    if (!FORM.test(versionId))
      throw invalidArgument("Invalid version id specified", "versionId", versionId);
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
