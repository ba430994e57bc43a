// S3's refusals. Few of them are in the client's model, so each states its status.
import { AwsError } from "../../wire/service.ts";

/** An error of this code, status and sentence, to which a call adds fields of the answer. */
export const refusal =
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
/** The bytes are not those that were sent; `what` is the end of the sentence. */
export const badDigest = (what: string, fields?: Record<string, string>): AwsError =>
  refusal("BadDigest", 400, `The ${what}`)(fields);
/** What should be a digest is none. */
export const invalidDigest = refusal(
  "InvalidDigest",
  400,
  "The Content-MD5 you specified was invalid.",
);
/** The range begins behind the end. */
export const invalidRange = refusal("InvalidRange", 416, "The requested range is not satisfiable");
/** The object has fewer parts. */
export const invalidPartNumber = refusal(
  "InvalidPartNumber",
  416,
  "The requested partnumber is not satisfiable",
);
/** The body does not say what the operation needs. */
export const malformedXml = refusal(
  "MalformedXML",
  400,
  "The XML you provided was not well-formed or did not validate against our published schema",
);

/** `InvalidRequest` with its own sentence. */
export const invalidRequest = (message: string): AwsError =>
  refusal("InvalidRequest", 400, message)();

/** `InvalidArgument` with its own sentence, and which argument of what value it is about. */
export const invalidArgument = (message: string, name?: string, value?: unknown): AwsError =>
  refusal(
    "InvalidArgument",
    400,
    message,
  )(name === undefined ? undefined : { ArgumentName: name, ArgumentValue: String(value ?? "") });

/** A condition that this operation does not know. */
export const unknownCondition = (header: string, additionalMessage: string): AwsError =>
  refusal(
    "NotImplemented",
    501,
    "A header you provided implies functionality that is not implemented",
  )({ Header: header, additionalMessage });

/** A delete marker cannot be read by its version id. */
export const methodNotAllowed = refusal(
  "MethodNotAllowed",
  405,
  "The specified method is not allowed against this resource.",
);
