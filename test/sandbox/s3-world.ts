// A bucket of its own for every test of S3, and what is done to it over and over.
import type { Readable } from "node:stream";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { s3 } from "../../packages/sandbox/src/services/s3/index.ts";

let count = 0;

/** The world of the file's tests. */
export let world: RunningWorld;

/** A client of an account in a Region. */
export const client = (account = "111111111111", region = "us-east-1") =>
  new S3Client({
    region,
    endpoint: world.endpoint,
    credentials: { accessKeyId: account, secretAccessKey: "unused" },
    maxAttempts: 1,
  });

/** The client that owns the test's bucket. */
export let own: S3Client;
/** The test's bucket. */
export let bucket: string;

/** Starts the world for the tests of a file, and makes a bucket for each. */
export function inOwnBuckets(): void {
  beforeAll(async () => {
    world = await startWorld({}, (inner) => ({ services: [s3(inner)] }));
    own = client();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    bucket = `bucket-${++count}`;
    await own.send(new CreateBucketCommand({ Bucket: bucket }));
  });
}

/** Puts an object. */
export const put = (Key: string, Body: string | Buffer | Readable = "text", more: object = {}) =>
  own.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));

/** An object's text. */
export const text = async (Key: string, more: object = {}) => {
  const { Body } = await own.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }));
  return Body!.transformToString();
};

/** Keeps versions from now on. */
export const versioned = (Bucket = bucket) =>
  own.send(
    new PutBucketVersioningCommand({
      Bucket,
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );
