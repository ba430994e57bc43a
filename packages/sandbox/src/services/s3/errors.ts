// S3's refusals. Few of them are in the client's model, so each states its status.
import { AwsError } from "../../wire/service.ts";

const refusal =
  (code: string, status: number, message: string) =>
  (fields?: Record<string, string>, headers?: Record<string, string>) =>
    new AwsError(code, message, { status, ...(fields && { fields }), ...(headers && { headers }) });

/** No bucket has the name. */
export const noSuchBucket = refusal("NoSuchBucket", 404, "The specified bucket does not exist");
/** No object has the key, or a delete marker hides it. */
export const noSuchKey = refusal("NoSuchKey", 404, "The specified key does not exist.");
/** The key has no such version. */
export const noSuchVersion = refusal("NoSuchVersion", 404, "The specified version does not exist.");
/** The multipart upload is unknown, over or aborted. */
export const noSuchUpload = refusal(
  "NoSuchUpload",
  404,
  "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
);
/** The caller may not. */
export const accessDenied = refusal("AccessDenied", 403, "Access Denied");
/** A condition of the request does not hold. */
export const preconditionFailed = refusal(
  "PreconditionFailed",
  412,
  "At least one of the pre-conditions you specified did not hold",
);
/** What the reader has is what there is. */
export const notModified = refusal("NotModified", 304, "Not Modified");
/** The bytes are not those that were sent. */
export const badDigest = refusal(
  "BadDigest",
  400,
  "The Content-MD5 or checksum value that you specified did not match what the server received.",
);
/** The range begins behind the end. */
export const invalidRange = refusal("InvalidRange", 416, "The requested range is not satisfiable");

/** `InvalidArgument` with its own sentence. */
export const invalidArgument = (message: string): AwsError =>
  new AwsError("InvalidArgument", message, { status: 400 });

/** A delete marker cannot be read by its version id. */
export const methodNotAllowed = refusal(
  "MethodNotAllowed",
  405,
  "The specified method is not allowed against this resource.",
);
