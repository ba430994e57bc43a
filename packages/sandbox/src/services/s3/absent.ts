// Configurations that no bucket here can have: what S3 says of a bucket that has none. Putting one is not
// emulated, so these answers stay true; programs that look a bucket over ask for all of them.
import type { Handlers } from "../../wire/service.ts";
import type { Buckets } from "./bucket.ts";
import { refusal } from "./errors.ts";

/** Code and sentence of the refusal, by operation (S3 API reference, "List of error codes"). */
const REFUSED: Record<string, [code: string, message: string]> = {
  GetBucketCors: ["NoSuchCORSConfiguration", "The CORS configuration does not exist"],
  GetBucketLifecycleConfiguration: [
    "NoSuchLifecycleConfiguration",
    "The lifecycle configuration does not exist",
  ],
  GetBucketWebsite: [
    "NoSuchWebsiteConfiguration",
    "The specified bucket does not have a website configuration",
  ],
  GetBucketReplication: [
    "ReplicationConfigurationNotFoundError",
    "The replication configuration was not found",
  ],
  GetObjectLockConfiguration: [
    "ObjectLockConfigurationNotFoundError",
    "Object Lock configuration does not exist for this bucket",
  ],
};

/** What is answered where a configuration's absence is none of its errors. */
const PLAIN: Record<string, object> = {
  GetBucketLogging: {},
  GetBucketAccelerateConfiguration: {},
  GetBucketRequestPayment: { Payer: "BucketOwner" },
};

/** The handlers. */
export function absentConfigurations(buckets: Buckets): Handlers {
  const handlers: Handlers = {};
  for (const [operation, [code, message]] of Object.entries(REFUSED))
    handlers[operation] = ({ Bucket }, context) => {
      buckets.get(Bucket, context);
      throw refusal(code, 404, message)({ BucketName: Bucket });
    };
  for (const [operation, output] of Object.entries(PLAIN))
    handlers[operation] = ({ Bucket }, context) => {
      buckets.get(Bucket, context);
      return output;
    };
  return handlers;
}
