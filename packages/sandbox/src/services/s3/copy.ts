// CopyObject, and UploadPartCopy's way to its source.
import type { Context, Handlers, World } from "../../wire/service.ts";
import {
  attributesOf,
  checkCustomerKey,
  encryptionOf,
  encryptionShown,
  storageClassOf,
} from "./attributes.ts";
import type { Bucket, Buckets } from "./bucket.ts";
import { algorithmOf, checksum, shown } from "./checksum.ts";
import { checkSource, checkWrite } from "./conditions.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";
import type { Announce } from "./index.ts";
import type { Content, Objects, Version } from "./object.ts";
import { checkKey, versionIn } from "./object-operations.ts";
import { tagsInHeader } from "./tagging.ts";

/** What is copied. */
export interface Source {
  bucket: Bucket;
  key: string;
  version: Version & { content: Content };
}

/** The source of a copy, "bucket/key?versionId=…", URL-encoded, with or without a slash before it. */
export function sourceOf(
  buckets: Buckets,
  objects: Objects,
  copySource: string,
  context: Context,
): Source {
  const [path = "", versionId] = copySource.split("?versionId=");
  const [, name, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path)) ?? [];
  if (!name || !key)
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      "x-amz-copy-source",
    );
  const bucket = buckets.get(name, context);
  return { bucket, key, version: objects.find(bucket, key, versionId) };
}

/** What makes a copy onto itself a change. */
const CHANGES = [
  "StorageClass",
  "ServerSideEncryption",
  "WebsiteRedirectLocation",
  "SSECustomerAlgorithm",
  "ChecksumAlgorithm",
];

const DIRECTIVES = ["COPY", "REPLACE"];

/** The handler of CopyObject. */
export function copyOperations(
  world: World,
  buckets: Buckets,
  objects: Objects,
  announce: Announce,
): Handlers {
  return {
    CopyObject(input, context) {
      const bucket = buckets.get(input.Bucket, context);
      checkKey(input.Key);
      for (const name of ["MetadataDirective", "TaggingDirective"])
        if (input[name] !== undefined && !DIRECTIVES.includes(input[name]))
          throw invalidArgument(
            `Unknown ${name === "MetadataDirective" ? "metadata" : "tagging"} directive.`,
            name === "MetadataDirective" ? "x-amz-metadata-directive" : "x-amz-tagging-directive",
            input[name],
          );
      const source = sourceOf(buckets, objects, input.CopySource, context);
      const from = source.version;
      checkCustomerKey(input.CopySourceSSECustomerKeyMD5, from.content);
      const replaces = input.MetadataDirective === "REPLACE";
      const isItself =
        source.bucket.name === bucket.name &&
        source.key === input.Key &&
        from === objects.current(bucket, input.Key);
      if (isItself && !replaces && !CHANGES.some((name) => input[name] !== undefined))
        throw invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
        );
      checkSource(input, from, world.clock.now());
      checkWrite(input.Key, input, objects.current(bucket, input.Key));
      const bytes = objects.bytes(from.content);
      // Storage class and encryption are the copy's own (CopyObject, API reference).
      const own = { ...storageClassOf(input), ...encryptionOf(input, bucket, context) };
      const headers = replaces
        ? attributesOf(input, bucket, context).headers
        : { ...described(from.content.headers), ...own };
      const retags = input.TaggingDirective === "REPLACE";
      const tags = retags ? tagsInHeader(input.Tagging) : from.content.tags;
      const algorithm = algorithmOf(input.ChecksumAlgorithm) ?? from.content.checksum?.algorithm;
      const content: Content = {
        blob: objects.keep(bytes),
        size: from.content.size,
        etag: objects.etag(bytes),
        checksum: checksum(algorithm ?? "CRC32", bytes),
        headers,
        ...(tags && { tags }),
      };
      const version = objects.add(bucket, input.Key, content);
      announce("ObjectCreated:Copy", bucket, input.Key, version, context);
      return {
        CopyObjectResult: {
          ETag: content.etag,
          LastModified: new Date(version.modifiedAt),
          ...shown(content.checksum!),
        },
        ...(source.bucket.versioning && { CopySourceVersionId: from.versionId }),
        ...encryptionShown(content),
        ...versionIn(bucket, version),
      };
    },
  };
}

const NOT_COPIED = ["StorageClass", "WebsiteRedirectLocation"];

/** Headers that a copy takes over; encryption is not among them. */
function described(headers: Record<string, unknown>): Record<string, unknown> {
  const gone = [...NOT_COPIED, ...Object.keys(encryptionShown({ headers }))];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !gone.includes(name)));
}
