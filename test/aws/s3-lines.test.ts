import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { bucket, inOwnBuckets, own, world } from "../sandbox/s3-world.ts";

const script = path.join(import.meta.dirname, "lines-through-s3.ts");

inOwnBuckets();

it.each([
  ["nothing", 0, /^"\w{32}"$/],
  ["less than a part", 1_000, /^"\w{32}"$/],
  // 250 bytes each: two parts of 5 MiB, and what is left. S3 gives such an object an ETag that counts its parts.
  ["several parts", 50_000, /^"\w{32}-3"$/],
])("writes %s line by line, and reads every line back whole", async (_, lines, etag) => {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: world.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "111111111111",
    AWS_SECRET_ACCESS_KEY: "unused",
    SST_RESOURCES_JSON: JSON.stringify({
      Ledgers: { name: bucket },
      App: { name: "a", stage: "b" },
    }),
  };
  const { stdout } = await promisify(execFile)(process.execPath, [script, "lines", String(lines)], {
    env,
    timeout: 60_000,
  });
  expect(JSON.parse(stdout)).toEqual({ read: lines, none: true });
  const { ETag } = await own.send(new HeadObjectCommand({ Bucket: bucket, Key: "lines" }));
  expect(ETag).toMatch(etag);
});
