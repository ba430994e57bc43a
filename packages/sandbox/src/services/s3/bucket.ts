// Buckets: names are shared by all accounts, content belongs to the account that made them.
import { AwsError, type Context, type World } from "../../wire/service.ts";
import { accessDenied, noSuchBucket } from "./errors.ts";
import type { Tag } from "./tagging.ts";

/** A bucket and its configuration, as the API's own structures. */
export interface Bucket {
  name: string;
  account: string;
  region: string;
  /** Milliseconds since 1970 on the sandbox's clock. */
  createdAt: number;
  versioning?: "Enabled" | "Suspended";
  policy?: string;
  encryption?: unknown;
  publicAccessBlock?: unknown;
  tags?: Tag[];
  notification?: NotificationConfiguration;
}

/** `NotificationConfiguration` of the API, as far as it is acted on. */
export interface NotificationConfiguration {
  TopicConfigurations?: (Rule & { TopicArn: string })[];
  QueueConfigurations?: (Rule & { QueueArn: string })[];
  LambdaFunctionConfigurations?: (Rule & { LambdaFunctionArn: string })[];
  EventBridgeConfiguration?: object;
}

interface Rule {
  Id?: string;
  Events: string[];
  Filter?: { Key?: { FilterRules?: { Name?: string; Value?: string }[] } };
}

// Naming rules of general purpose buckets (S3 user guide, "Bucket naming rules").
const NAME =
  /^(?!.*\.\.)(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const REGION = /^(EU|[a-z]{2}(-[a-z]+)+-\d)$/;

/** All buckets, kept in the store. */
export class Buckets {
  readonly #world: World;
  readonly #rows;

  constructor(world: World) {
    this.#world = world;
    this.#rows = world.store.collection<Bucket>("s3/buckets");
  }

  /** The bucket by name alone. */
  named(name: string): Bucket | undefined {
    return this.#rows.get(name);
  }

  /** The bucket, if the caller may use it: its own account's, or one with a bucket policy. */
  get(name: string, context: Context): Bucket {
    const bucket = this.#rows.get(name);
    if (!bucket) throw noSuchBucket({ BucketName: name });
    // Which statement of a policy lets whom in is left to a gate hook.
    if (bucket.account !== context.account && bucket.policy === undefined) throw accessDenied();
    return bucket;
  }

  of(account: string): Bucket[] {
    const own = [...this.#rows.values()].filter((bucket) => bucket.account === account);
    return own.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  create(name: string, constraint: string | undefined, { account, region }: Context): void {
    if (!NAME.test(name))
      throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", {
        status: 400,
        fields: { BucketName: name },
      });
    if (constraint === "us-east-1" || (constraint !== undefined && !REGION.test(constraint)))
      throw new AwsError(
        "InvalidLocationConstraint",
        "The specified location-constraint is not valid",
        { status: 400, fields: { LocationConstraint: constraint } },
      );
    const wanted = region === "us-east-1" ? (constraint ?? region) : constraint;
    if (region !== "us-east-1" && wanted !== region)
      throw new AwsError(
        "IllegalLocationConstraintException",
        `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
        { status: 400 },
      );
    const existing = this.#rows.get(name);
    if (existing && existing.account !== account)
      throw new AwsError(
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        { fields: { BucketName: name } },
      );
    // In us-east-1, creating what one owns already succeeds (CreateBucket, API reference).
    if (existing && region === "us-east-1") return;
    if (existing)
      throw new AwsError(
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
        { fields: { BucketName: name } },
      );
    this.#rows.set(name, {
      name,
      account,
      region: wanted ?? region,
      createdAt: this.#world.clock.now(),
      // On for every bucket that was made since April 2023 (S3 user guide).
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    });
  }

  change(bucket: Bucket, change: Partial<Bucket>): void {
    this.replace({ ...bucket, ...change });
  }

  replace(bucket: Bucket): void {
    this.#rows.set(bucket.name, bucket);
  }

  delete(name: string): void {
    this.#rows.delete(name);
  }
}
