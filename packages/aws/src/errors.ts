// Where the names of AWS's errors become the few that callers act on. Unknown errors pass unchanged.
import { ConflictError, RetryableError } from "@rollcall/core/error";

/**
 * Errors that the same call may not meet again. Throttling has several names; LimitExceededException is
 * also a hard quota, which callers tell apart before they translate. (Security Hub API reference;
 * TooManyRequestsException: observed, prowler#5004.)
 */
const passing = new Set([
  "LimitExceededException",
  "TooManyRequestsException",
  "ThrottlingException",
  "Throttling",
  "RequestLimitExceeded",
  "ProvisionedThroughputExceededException",
  "InternalException",
  "InternalServerError",
  "InternalServerException",
  "InternalFailure",
  "InternalError", // S3's, as is the next one (error responses, API reference)
  "SlowDown",
  "ServiceException",
  "ServiceUnavailable",
  "ConcurrentModificationException",
  "FinalizingOrganizationException",
  "TimeoutError",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
]);

/** The name that AWS gave an error, such as `AccessDeniedException`; empty for anything else. */
export const nameOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "name" in error ? String(error.name) : "";

/** The text of an error. */
export const textOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Is this a refusal of permission? (STS says AccessDenied, Security Hub AccessDeniedException.) */
export const isDenied = (error: unknown): boolean =>
  ["AccessDenied", "AccessDeniedException"].includes(nameOf(error));

/** Does something not exist? (DynamoDB, Secrets Manager and Lambda say it so.) */
export const isMissing = (error: unknown): boolean => nameOf(error) === "ResourceNotFoundException";

/** Does the Region not know these credentials? It does so where the account has not opted in. */
export const isRegionOff = (error: unknown): boolean =>
  ["UnrecognizedClientException", "InvalidClientTokenId", "RegionDisabledException"].includes(
    nameOf(error),
  );

/** Throws the error under the name that a caller acts on. For `.catch(translate)`. */
export function translate(error: unknown): never {
  const name = nameOf(error);
  const code =
    typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (passing.has(name) || passing.has(code))
    throw new RetryableError(`${name || code}: ${textOf(error)}`, { cause: error });
  if (name === "ConditionalCheckFailedException")
    throw new ConflictError(textOf(error), { cause: error });
  throw error;
}
