// Listings: keys in the order of their UTF-8 bytes, folded at a delimiter, in pages.
import type { Handlers } from "../../wire/service.ts";
import type { Buckets } from "./bucket.ts";
import { invalidArgument } from "./errors.ts";
import type { Objects, Version } from "./object.ts";

/** Most keys in a page (ListObjectsV2, API reference). */
const PAGE = 1000;

interface Page {
  keys: string[];
  prefixes: string[];
  /** The last key or prefix of the page, when there is more. */
  next?: string;
}

/** UTF-16 order is UTF-8 order but for surrogates, which stand for the highest code points. */
function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  if (at === a.length) return -1;
  if (at === b.length) return 1;
  const rank = (code: number) => (code >= 0xd800 && code <= 0xdfff ? code + 0x10000 : code);
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}

/** The key that a token of ListObjectsV2 stands for. */
function keyOfToken(token: string): string {
  const key = Buffer.from(token, "base64url").toString();
  if (key !== "" && Buffer.from(key).toString("base64url") === token) return key;
  throw invalidArgument(
    "The continuation token provided is incorrect",
    "continuation-token",
    token,
  );
}

function page(
  keys: Iterable<string>,
  {
    prefix,
    delimiter,
    after,
    limit,
  }: { prefix: string; delimiter: string; after: string; limit: number },
): Page {
  const result: Page = { keys: [], prefixes: [] };
  let last = "";
  for (const key of [...keys].filter((one) => one.startsWith(prefix)).sort(byBytes)) {
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const entry = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    // A prefix counts once, and the page that ended with it goes on behind all of its keys.
    if (byBytes(entry, after) <= 0 || (cut >= 0 && result.prefixes.at(-1) === entry)) continue;
    if (result.keys.length + result.prefixes.length >= limit) {
      if (limit > 0) result.next = last;
      break;
    }
    (cut < 0 ? result.keys : result.prefixes).push(entry);
    last = entry;
  }
  return result;
}

/** How a listing writes names; refuses every encoding but `url`. */
export function encoded(type: string | undefined): (text: string) => string {
  if (type === undefined) return (text) => text;
  if (type !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type);
  return (text) => encodeURIComponent(text).replace(/%2F/g, "/").replace(/%20/g, "+");
}

/** Who an account is in S3: its canonical user id. */
export const ownerOf = (account: string) => ({ ID: account.padStart(64, "0") });

/** The handlers. */
export function listOperations(buckets: Buckets, objects: Objects): Handlers {
  const listed = (
    input: Record<string, unknown>,
    bucketRows: Map<string, Version>,
    after: string,
    owner: Owner | undefined,
  ) => {
    const {
      Prefix = "",
      Delimiter = "",
      MaxKeys = PAGE,
      EncodingType,
    } = input as {
      Prefix?: string;
      Delimiter?: string;
      MaxKeys?: number;
      EncodingType?: string;
    };
    const limit = limitOf(MaxKeys);
    const found = page(bucketRows.keys(), { prefix: Prefix, delimiter: Delimiter, after, limit });
    const name = encoded(EncodingType);
    return {
      found,
      name,
      common: {
        Name: input.Bucket,
        Prefix: name(Prefix),
        MaxKeys: limit,
        EncodingType,
        ...(Delimiter && { Delimiter: name(Delimiter) }),
        IsTruncated: found.next !== undefined,
        Contents: found.keys.map((key) => entry(name(key), bucketRows.get(key)!, owner)),
        CommonPrefixes: found.prefixes.map((prefix) => ({ Prefix: name(prefix) })),
      },
    };
  };
  const current = (rows: ReturnType<Objects["rows"]>) => {
    const result = new Map<string, Version>();
    for (const [key, [newest]] of rows.entries()) if (newest?.content) result.set(key, newest);
    return result;
  };

  return {
    ListObjects(input, context) {
      const bucket = buckets.get(input.Bucket, context);
      const { found, name, common } = listed(
        input,
        current(objects.rows(bucket)),
        input.Marker ?? "",
        ownerOf(bucket.account),
      );
      // Without a delimiter S3 leaves NextMarker out: the last key serves (API reference).
      const next =
        found.next !== undefined && input.Delimiter ? { NextMarker: name(found.next) } : {};
      return { ...common, Marker: name(input.Marker ?? ""), ...next };
    },

    ListObjectsV2(input, context) {
      const bucket = buckets.get(input.Bucket, context);
      const { ContinuationToken: token, StartAfter = "" } = input;
      const after = token === undefined ? StartAfter : keyOfToken(token);
      const owner = input.FetchOwner === true ? ownerOf(bucket.account) : undefined;
      const { found, name, common } = listed(input, current(objects.rows(bucket)), after, owner);
      return {
        ...common,
        KeyCount: found.keys.length + found.prefixes.length,
        ContinuationToken: token,
        ...(StartAfter && { StartAfter: name(StartAfter) }),
        ...(found.next !== undefined && {
          NextContinuationToken: Buffer.from(found.next).toString("base64url"),
        }),
      };
    },

    ListObjectVersions(input, context) {
      const bucket = buckets.get(input.Bucket, context);
      const {
        KeyMarker = "",
        VersionIdMarker,
        Prefix = "",
        MaxKeys = PAGE,
        Delimiter = "",
      } = input;
      const owner = ownerOf(bucket.account);
      const name = encoded(input.EncodingType);
      const rows = objects.rows(bucket);
      const limit = limitOf(MaxKeys);
      if (VersionIdMarker !== undefined && KeyMarker === "")
        throw invalidArgument(
          "A version-id marker cannot be specified without a key marker.",
          "version-id-marker",
          VersionIdMarker,
        );
      const started = VersionIdMarker === undefined ? undefined : rows.get(KeyMarker);
      const rest = started?.slice(
        started.findIndex((one) => one.versionId === VersionIdMarker) + 1,
      );
      const found = page(rows.keys(), {
        prefix: Prefix,
        delimiter: Delimiter,
        after: KeyMarker,
        limit,
      });
      const all = [
        ...(rest ?? []).map((version, at) => ({ key: KeyMarker, version, latest: false, at })),
        ...found.keys.flatMap((key) =>
          rows.get(key)!.map((version, at) => ({ key, version, latest: at === 0, at })),
        ),
      ];
      const shown = all.slice(0, limit);
      const last = shown.at(-1);
      const truncated = all.length > shown.length || found.next !== undefined;
      const described = shown.map(({ key, version, latest }) => ({
        ...entry(name(key), version, owner),
        VersionId: version.versionId,
        IsLatest: latest,
        marker: !version.content,
      }));
      return {
        Name: input.Bucket,
        Prefix: name(Prefix),
        KeyMarker: name(KeyMarker),
        VersionIdMarker,
        MaxKeys: limit,
        EncodingType: input.EncodingType,
        ...(Delimiter && { Delimiter: name(Delimiter) }),
        IsTruncated: truncated,
        ...(truncated &&
          last && { NextKeyMarker: name(last.key), NextVersionIdMarker: last.version.versionId }),
        Versions: described.filter(({ marker }) => !marker),
        DeleteMarkers: described.filter(({ marker }) => marker),
        CommonPrefixes: found.prefixes.map((prefix) => ({ Prefix: name(prefix) })),
      };
    },
  };
}

type Owner = ReturnType<typeof ownerOf>;

/** The number of entries of a page, as asked and as S3 gives. */
function limitOf(asked: number): number {
  if (asked >= 0) return Math.min(asked, PAGE);
  throw invalidArgument(
    "Argument maxKeys must be an integer between 0 and 2147483647",
    "maxKeys",
    asked,
  );
}

const entry = (key: string, { content, modifiedAt }: Version, owner: Owner | undefined) => ({
  Key: key,
  LastModified: new Date(modifiedAt),
  ETag: content?.etag,
  Size: content?.size,
  ...(content?.checksum && {
    ChecksumAlgorithm: [content.checksum.algorithm],
    ChecksumType: content.checksum.type,
  }),
  ...(owner && { Owner: owner }),
  StorageClass: content ? (content.headers.StorageClass ?? "STANDARD") : undefined,
});
