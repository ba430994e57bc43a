// Access control lists. Buckets are made with their owner enforced, as on AWS since April 2023: lists say
// that the owner may do everything, and cannot say anything else (S3 user guide, "Controlling ownership of objects").
import { AwsError, type Handlers } from "../../wire/service.ts";
import type { Bucket, Buckets } from "./bucket.ts";
import { malformedXml, refusal } from "./errors.ts";
import { ownerOf } from "./list-operations.ts";
import type { Objects } from "./object.ts";

const GRANTS = ["GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"];
const CANNED = [
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
  "aws-exec-read",
  "bucket-owner-read",
  "bucket-owner-full-control",
  "log-delivery-write",
];
/** Canned lists that say what holds anyway. */
const SELF_EVIDENT = ["private", "bucket-owner-full-control"];

type Input = Record<string, unknown>;

function grantsMore(input: Input): boolean {
  const { ACL } = input as { ACL?: string };
  if (ACL !== undefined && !CANNED.includes(ACL))
    throw refusal("InvalidArgument", 400, "")({ ArgumentName: "x-amz-acl", ArgumentValue: ACL });
  return (ACL !== undefined && !SELF_EVIDENT.includes(ACL)) || GRANTS.some((name) => input[name]);
}

/** Refuses a list that comes with an upload, or is put, and lets in anybody but the owner. */
export function checkList(input: Input): void {
  if (grantsMore(input))
    throw refusal("AccessControlListNotSupported", 400, "The bucket does not allow ACLs")();
}

/** Refuses a bucket that is to be made with such a list. */
export function checkListOfNewBucket(input: Input): void {
  if (grantsMore(input))
    throw refusal(
      "InvalidBucketAclWithObjectOwnership",
      400,
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    )();
}

/** Refuses every ownership but the one that there is here. */
export function checkOwnership(ownership: string | undefined): void {
  if (ownership === undefined || ownership === "BucketOwnerEnforced") return;
  if (!["BucketOwnerPreferred", "ObjectWriter"].includes(ownership)) throw malformedXml();
  throw new AwsError("NotImplemented", `not emulated: s3:ObjectOwnership ${ownership}`, {
    status: 501,
  });
}

function listOf({ account }: Bucket) {
  const Owner = ownerOf(account);
  return {
    Owner,
    Grants: [{ Grantee: { ...Owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }],
  };
}

/** The handlers. */
export function accessOperations(buckets: Buckets, objects: Objects): Handlers {
  /** A list in the body may only say what holds anyway. */
  const put = (input: Input) => {
    checkList(input);
    const grants = (input.AccessControlPolicy as { Grants?: object[] } | undefined)?.Grants ?? [];
    if (grants.length > 1) checkList({ ACL: "public-read" });
  };
  return {
    GetBucketAcl: ({ Bucket }, context) => listOf(buckets.get(Bucket, context)),
    PutBucketAcl(input, context) {
      buckets.get(input.Bucket, context);
      put(input);
    },
    GetObjectAcl({ Bucket, Key, VersionId }, context) {
      const bucket = buckets.get(Bucket, context);
      objects.find(bucket, Key, VersionId);
      return listOf(bucket);
    },
    PutObjectAcl(input, context) {
      objects.find(buckets.get(input.Bucket, context), input.Key, input.VersionId);
      put(input);
    },
    GetBucketOwnershipControls({ Bucket }, context) {
      buckets.get(Bucket, context);
      return { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } };
    },
    PutBucketOwnershipControls({ Bucket, OwnershipControls }, context) {
      buckets.get(Bucket, context);
      const rules: { ObjectOwnership?: string }[] = OwnershipControls?.Rules ?? [];
      if (rules.length !== 1) throw malformedXml();
      checkOwnership(rules[0]!.ObjectOwnership);
    },
  };
}
