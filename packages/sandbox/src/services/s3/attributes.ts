// What an upload says about its object beside the bytes: headers, storage class, encryption, tags.
import { AwsError, type Context } from "../../wire/service.ts";
import { checkList } from "./access.ts";
import type { Bucket } from "./bucket.ts";
import { accessDenied, invalidRequest, refusal } from "./errors.ts";
import type { Content } from "./object.ts";
import { tagsInHeader } from "./tagging.ts";

type Input = Record<string, unknown>;

const KEPT_HEADERS = [
  "CacheControl",
  "ContentDisposition",
  "ContentLanguage",
  "ContentType",
  "WebsiteRedirectLocation",
  "Metadata",
] as const;

/** Those that general purpose buckets have (PutObject, API reference). */
const STORAGE_CLASSES = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
];

/** Bytes of names and values of user-defined metadata together (S3 user guide, "Working with object metadata"). */
const MOST_METADATA = 2048;

const metadataTooLarge = refusal(
  "MetadataTooLarge",
  400,
  "Your metadata headers exceed the maximum allowed metadata size",
);

function checkMetadata(metadata: unknown): void {
  const entries = Object.entries((metadata ?? {}) as Record<string, string>);
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (size > MOST_METADATA)
    throw metadataTooLarge({ Size: String(size), MaxSizeAllowed: String(MOST_METADATA) });
}

/** The members of GetObject's output that an upload's input states. */
export function headersOf(input: Input): Input {
  const headers: Input = {};
  for (const name of KEPT_HEADERS) if (input[name] !== undefined) headers[name] = input[name];
  checkMetadata(input.Metadata);
  if (input.Expires !== undefined) headers.Expires = String(input.Expires);
  // "aws-chunked" is how the body travelled, not what it is.
  const encoding = String(input.ContentEncoding ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part && part !== "aws-chunked")
    .join(",");
  if (encoding) headers.ContentEncoding = encoding;
  return headers;
}

/** The storage class that an upload asks for, as answers show it: nothing for STANDARD. */
export function storageClassOf({ StorageClass }: Input): Input {
  if (StorageClass === undefined || StorageClass === "STANDARD") return {};
  if (STORAGE_CLASSES.includes(String(StorageClass))) return { StorageClass };
  throw new AwsError("InvalidStorageClass", "The storage class you specified is not valid", {
    status: 400,
  });
}

interface EncryptionRule {
  ApplyServerSideEncryptionByDefault?: { SSEAlgorithm?: string; KMSMasterKeyID?: string };
}

/** How an object is encrypted, by the request or else by its bucket: members of the output. */
export function encryptionOf(input: Input, bucket: Bucket, { region, account }: Context): Input {
  if (input.SSECustomerAlgorithm !== undefined)
    return {
      SSECustomerAlgorithm: input.SSECustomerAlgorithm,
      SSECustomerKeyMD5: input.SSECustomerKeyMD5,
    };
  const rules = (bucket.encryption as { Rules?: EncryptionRule[] } | undefined)?.Rules;
  const byDefault = rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const algorithm = String(input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? "AES256");
  if (!["AES256", "aws:kms", "aws:kms:dsse"].includes(algorithm))
    throw new AwsError(
      "InvalidEncryptionAlgorithmError",
      "The encryption request you specified is not valid. The valid value is AES256.",
      { status: 400 },
    );
  if (algorithm === "AES256") return { ServerSideEncryption: algorithm };
  const key = String(input.SSEKMSKeyId ?? byDefault?.KMSMasterKeyID ?? "alias/aws/s3");
  const arn = key.startsWith("arn:")
    ? key
    : `arn:aws:kms:${region}:${account}:${key.startsWith("alias/") ? key : `key/${key}`}`;
  return {
    ServerSideEncryption: algorithm,
    SSEKMSKeyId: arn,
    ...(input.BucketKeyEnabled === true && { BucketKeyEnabled: true }),
  };
}

/** Object Lock belongs to buckets that were made with it, and the sandbox makes none. */
function checkLock(input: Input): void {
  if (input.ObjectLockMode ?? input.ObjectLockRetainUntilDate ?? input.ObjectLockLegalHoldStatus)
    throw invalidRequest("Bucket is missing Object Lock Configuration");
}

/** All that an upload says about its object. */
export function attributesOf(
  input: Input,
  bucket: Bucket,
  context: Context,
): Pick<Content, "headers" | "tags"> {
  checkLock(input);
  checkList(input);
  const tags = tagsInHeader(input.Tagging as string | undefined);
  return {
    headers: {
      ...headersOf(input),
      ...storageClassOf(input),
      ...encryptionOf(input, bucket, context),
    },
    ...(tags && { tags }),
  };
}

/** Of the headers of an object, those that the answer to its upload has too. */
export const encryptionShown = ({ headers }: Pick<Content, "headers">): Input => {
  const shown: Input = {};
  for (const name of ENCRYPTION) if (headers[name] !== undefined) shown[name] = headers[name];
  return shown;
};

const ENCRYPTION = [
  "ServerSideEncryption",
  "SSEKMSKeyId",
  "BucketKeyEnabled",
  "SSECustomerAlgorithm",
  "SSECustomerKeyMD5",
];

/** Refuses a reader who does not have the key of an object that was stored with a key of its own. */
export function checkCustomerKey(asked: unknown, { headers }: Content): void {
  const stored = headers.SSECustomerKeyMD5;
  if (stored === asked) return;
  if (stored === undefined)
    throw invalidRequest("The encryption parameters are not applicable to this object.");
  if (asked === undefined)
    throw invalidRequest(
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
    );
  throw accessDenied();
}
