// Buckets in the name of the host. Clients that are given a name rather than an address, such as
// http://localhost:4566, ask `bucket.localhost` for a key (S3 user guide, "Virtual hosting of buckets").
import type { Scope } from "./caller.ts";

/** A bucket's name in front of this machine's, with or without S3's own between them. */
const HOST =
  /^(?!s3[.-])([a-z0-9][a-z0-9.-]{1,61}?[a-z0-9])\.(?:s3(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?\.)?localhost(?::\d+)?$/;

/** The path with the bucket in it, where the host names one and the request is for S3; else the path as it is. */
export function withBucket(
  path: string,
  host: string | undefined,
  scope: Scope | undefined,
): string {
  if (scope && scope.service !== "s3") return path;
  const [, bucket] = HOST.exec(host ?? "") ?? [];
  return bucket === undefined ? path : `/${bucket}${path}`;
}
