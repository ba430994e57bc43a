// Operations on buckets and their configuration.
import { AwsError, type Handlers } from "../../wire/service.ts";
import { checkListOfNewBucket, checkOwnership } from "./access.ts";
import type { Buckets } from "./bucket.ts";
import { invalidArgument, malformedXml } from "./errors.ts";
import { ownerOf } from "./list-operations.ts";
import type { Objects } from "./object.ts";

const missing = (code: string, message: string, bucket: string) =>
  new AwsError(code, message, { status: 404, fields: { BucketName: bucket } });

// What S3 encrypts with where nothing is configured, since January 2023 (S3 user guide).
const DEFAULT_ENCRYPTION = {
  Rules: [
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
  ],
};

/** The handlers. */
export function bucketOperations(buckets: Buckets, objects: Objects): Handlers {
  return {
    CreateBucket(input, context) {
      const { Bucket, CreateBucketConfiguration } = input;
      checkListOfNewBucket(input);
      checkOwnership(input.ObjectOwnership);
      if (input.ObjectLockEnabledForBucket === true)
        throw new AwsError("NotImplemented", "not emulated: s3:ObjectLock", { status: 501 });
      buckets.create(Bucket, CreateBucketConfiguration?.LocationConstraint, context);
      return { Location: `/${Bucket}` };
    },
    HeadBucket: ({ Bucket }, context) => ({ BucketRegion: buckets.get(Bucket, context).region }),
    /** The one output that is text: S3 writes it without a member's element. */
    GetBucketLocation({ Bucket }, context) {
      const { region } = buckets.get(Bucket, context);
      return region === "us-east-1" ? "" : region;
    },
    ListBuckets({ Prefix, BucketRegion, MaxBuckets, ContinuationToken }, { account }) {
      if (MaxBuckets !== undefined && !(MaxBuckets >= 1 && MaxBuckets <= 10_000))
        throw invalidArgument(
          "Argument max-buckets must be an integer between 1 and 10000",
          "max-buckets",
          MaxBuckets,
        );
      const after = ContinuationToken ? Buffer.from(ContinuationToken, "base64url").toString() : "";
      const all = buckets
        .of(account)
        .filter(({ name }) => name.startsWith(Prefix ?? "") && name > after)
        .filter(({ region }) => BucketRegion === undefined || region === BucketRegion);
      const listed = all.slice(0, MaxBuckets);
      // The Region is told only where the request has a parameter (Bucket, API reference).
      const asked = [Prefix, BucketRegion, MaxBuckets, ContinuationToken].some(
        (one) => one !== undefined,
      );
      return {
        Buckets: listed.map(({ name, createdAt, region }) => ({
          Name: name,
          CreationDate: new Date(createdAt),
          ...(asked && { BucketRegion: region }),
        })),
        Owner: ownerOf(account),
        Prefix,
        ...(listed.length < all.length && {
          ContinuationToken: Buffer.from(listed.at(-1)!.name).toString("base64url"),
        }),
      };
    },
    DeleteBucket({ Bucket }, context) {
      const bucket = buckets.get(Bucket, context);
      if (objects.rows(bucket).size > 0)
        throw new AwsError(
          "BucketNotEmpty",
          bucket.versioning
            ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
            : "The bucket you tried to delete is not empty",
          { status: 409, fields: { BucketName: Bucket } },
        );
      buckets.delete(Bucket);
    },
    PutBucketVersioning({ Bucket, VersioningConfiguration }, context) {
      const { Status } = VersioningConfiguration;
      if (Status !== undefined && Status !== "Enabled" && Status !== "Suspended")
        throw malformedXml();
      if (Status === undefined)
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
    DeleteBucketEncryption({ Bucket }, context) {
      const { encryption: _, ...rest } = buckets.get(Bucket, context);
      buckets.replace(rest);
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
        throw missing("NoSuchBucketPolicy", "The bucket policy does not exist", Bucket);
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
          Bucket,
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
