// Operations on buckets and their configuration.
import { AwsError, type Handlers } from "../../wire/service.ts";
import type { Buckets } from "./bucket.ts";
import type { Objects } from "./object.ts";

const missing = (code: string, message: string) => new AwsError(code, message, { status: 404 });

// What S3 encrypts with where nothing is configured, since January 2023 (S3 user guide).
const DEFAULT_ENCRYPTION = {
  Rules: [
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
  ],
};

/** The handlers. */
export function bucketOperations(buckets: Buckets, objects: Objects): Handlers {
  return {
    CreateBucket({ Bucket, CreateBucketConfiguration }, context) {
      buckets.create(Bucket, CreateBucketConfiguration?.LocationConstraint, context);
      return { Location: `/${Bucket}` };
    },
    HeadBucket: ({ Bucket }, context) => ({ BucketRegion: buckets.get(Bucket, context).region }),
    /** The one output that is text: S3 writes it without a member's element. */
    GetBucketLocation({ Bucket }, context) {
      const { region } = buckets.get(Bucket, context);
      return region === "us-east-1" ? "" : region;
    },
    ListBuckets: ({ Prefix = "" }, { account }) => ({
      Buckets: buckets
        .of(account)
        .filter(({ name }) => name.startsWith(Prefix))
        .map((bucket) => ({
          Name: bucket.name,
          CreationDate: new Date(bucket.createdAt),
          BucketRegion: bucket.region,
        })),
      Owner: { ID: account.padStart(64, "0") },
    }),
    DeleteBucket({ Bucket }, context) {
      const bucket = buckets.get(Bucket, context);
      if (objects.rows(bucket).size > 0)
        throw new AwsError(
          "BucketNotEmpty",
          bucket.versioning
            ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
            : "The bucket you tried to delete is not empty",
          { status: 409 },
        );
      buckets.delete(Bucket);
    },
    PutBucketVersioning({ Bucket, VersioningConfiguration }, context) {
      const { Status } = VersioningConfiguration;
      if (Status !== "Enabled" && Status !== "Suspended")
        throw new AwsError(
          "IllegalVersioningConfigurationException",
          "The Versioning element must be specified",
          { status: 400 },
        );
      buckets.change(buckets.get(Bucket, context), { versioning: Status });
    },
    GetBucketVersioning: ({ Bucket }, context) => ({
      Status: buckets.get(Bucket, context).versioning,
    }),
    PutBucketEncryption({ Bucket, ServerSideEncryptionConfiguration }, context) {
      const bucket = buckets.get(Bucket, context);
      buckets.change(bucket, { encryption: ServerSideEncryptionConfiguration });
    },
    GetBucketEncryption: ({ Bucket }, context) => ({
      ServerSideEncryptionConfiguration:
        buckets.get(Bucket, context).encryption ?? DEFAULT_ENCRYPTION,
    }),
    PutBucketPolicy({ Bucket, Policy }, context) {
      const bucket = buckets.get(Bucket, context);
      try {
        JSON.parse(Policy);
      } catch {
        throw new AwsError("MalformedPolicy", "This policy contains invalid Json", { status: 400 });
      }
      buckets.change(bucket, { policy: Policy });
    },
    GetBucketPolicy({ Bucket }, context) {
      const { policy } = buckets.get(Bucket, context);
      if (policy === undefined)
        throw missing("NoSuchBucketPolicy", "The bucket policy does not exist");
      return { Policy: policy };
    },
    DeleteBucketPolicy({ Bucket }, context) {
      const { policy: _, ...rest } = buckets.get(Bucket, context);
      buckets.replace(rest);
    },
    PutPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration }, context) {
      const bucket = buckets.get(Bucket, context);
      buckets.change(bucket, { publicAccessBlock: PublicAccessBlockConfiguration });
    },
    GetPublicAccessBlock({ Bucket }, context) {
      const { publicAccessBlock } = buckets.get(Bucket, context);
      if (!publicAccessBlock)
        throw missing(
          "NoSuchPublicAccessBlockConfiguration",
          "The public access block configuration was not found",
        );
      return { PublicAccessBlockConfiguration: publicAccessBlock };
    },
    DeletePublicAccessBlock({ Bucket }, context) {
      const { publicAccessBlock: _, ...rest } = buckets.get(Bucket, context);
      buckets.replace(rest);
    },
    PutBucketNotificationConfiguration({ Bucket, NotificationConfiguration }, context) {
      const bucket = buckets.get(Bucket, context);
      buckets.change(bucket, { notification: NotificationConfiguration });
    },
    GetBucketNotificationConfiguration: ({ Bucket }, context) =>
      buckets.get(Bucket, context).notification ?? {},
  };
}
