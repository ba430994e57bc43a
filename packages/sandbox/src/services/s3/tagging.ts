// Tags of objects and of buckets.
import type { Handlers } from "../../wire/service.ts";
import type { Buckets } from "./bucket.ts";
import { invalidArgument, refusal } from "./errors.ts";
import type { Objects } from "./object.ts";

/** A tag as the API has it. */
export interface Tag {
  Key: string;
  Value: string;
}

const MOST_OBJECT_TAGS = 10; // S3 user guide, "Categorizing your objects using tags"
const MOST_BUCKET_TAGS = 50; // S3 user guide, "Using cost allocation tags"
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
/** Letters, numbers, spaces and a few signs (S3 user guide). */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const invalidTag = (message: string, fields?: Record<string, string>) =>
  refusal("InvalidTag", 400, message)(fields);

function checked(tags: Tag[], most: number): Tag[] {
  if (tags.length > most)
    throw refusal(
      "BadRequest",
      400,
      most === MOST_OBJECT_TAGS
        ? "Object tags cannot be greater than 10"
        : "Bucket tag count cannot be greater than 50",
    )();
  const seen = new Set<string>();
  for (const { Key, Value = "" } of tags) {
    if (!Key || Key.length > LONGEST_KEY || !CHARACTERS.test(Key))
      throw invalidTag("The TagKey you have provided is invalid", { TagKey: Key ?? "" });
    if (Value.length > LONGEST_VALUE || !CHARACTERS.test(Value))
      throw invalidTag("The TagValue you have provided is invalid", {
        TagKey: Key,
        TagValue: Value,
      });
    if (Key.startsWith("aws:"))
      throw invalidTag("System tags cannot be added/updated by requester", { TagKey: Key });
    if (seen.has(Key))
      throw invalidTag("Cannot provide multiple Tags with the same key", { TagKey: Key });
    seen.add(Key);
  }
  return tags.map(({ Key, Value = "" }) => ({ Key, Value }));
}

/** Tags as an upload's header has them, like the query of an address. */
export function tagsInHeader(header: string | undefined): Tag[] | undefined {
  if (header === undefined) return undefined;
  const given = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  if (new Set(given.map(({ Key }) => Key)).size < given.length)
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      "x-amz-tagging",
      header,
    );
  return checked(given, MOST_OBJECT_TAGS);
}

/** The handlers. */
export function taggingOperations(buckets: Buckets, objects: Objects): Handlers {
  return {
    PutObjectTagging({ Bucket, Key, VersionId, Tagging }, context) {
      const bucket = buckets.get(Bucket, context);
      const tags = checked(Tagging?.TagSet ?? [], MOST_OBJECT_TAGS);
      const version = objects.tag(bucket, Key, VersionId, tags);
      return bucket.versioning ? { VersionId: version.versionId } : {};
    },
    GetObjectTagging({ Bucket, Key, VersionId }, context) {
      const bucket = buckets.get(Bucket, context);
      const { versionId, content } = objects.find(bucket, Key, VersionId);
      return { TagSet: content.tags ?? [], ...(bucket.versioning && { VersionId: versionId }) };
    },
    DeleteObjectTagging({ Bucket, Key, VersionId }, context) {
      const bucket = buckets.get(Bucket, context);
      const version = objects.tag(bucket, Key, VersionId, []);
      return bucket.versioning ? { VersionId: version.versionId } : {};
    },
    PutBucketTagging({ Bucket, Tagging }, context) {
      const bucket = buckets.get(Bucket, context);
      buckets.change(bucket, { tags: checked(Tagging?.TagSet ?? [], MOST_BUCKET_TAGS) });
    },
    GetBucketTagging({ Bucket }, context) {
      const { tags = [] } = buckets.get(Bucket, context);
      if (tags.length === 0)
        throw refusal("NoSuchTagSet", 404, "The TagSet does not exist")({ BucketName: Bucket });
      return { TagSet: tags };
    },
    DeleteBucketTagging({ Bucket }, context) {
      const { tags: _, ...rest } = buckets.get(Bucket, context);
      buckets.replace(rest);
    },
  };
}
