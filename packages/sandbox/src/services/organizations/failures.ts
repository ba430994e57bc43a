// How a creation ends badly: by what exists, or by the wish of a test.
import type { Accounts } from "../../estate/accounts.ts";

/** `CreateAccountStatus.FailureReason` (API model). */
const REASONS = new Set([
  "ACCOUNT_LIMIT_EXCEEDED",
  "EMAIL_ALREADY_EXISTS",
  "INVALID_ADDRESS",
  "INVALID_EMAIL",
  "CONCURRENT_ACCOUNT_MODIFICATION",
  "INTERNAL_FAILURE",
  "GOVCLOUD_ACCOUNT_ALREADY_EXISTS",
  "MISSING_BUSINESS_VALIDATION",
  "FAILED_BUSINESS_VALIDATION",
  "PENDING_BUSINESS_VALIDATION",
  "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION",
  "UNKNOWN_BUSINESS_VALIDATION",
  "MISSING_PAYMENT_INSTRUMENT",
  "INVALID_PAYMENT_INSTRUMENT",
  "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED",
]);

/**
 * Why the creation of an account with this e-mail will fail, if it will. An address such as
 * `team+fail-INTERNAL_FAILURE@example.com` fails for the reason that it names.
 */
export function failureOf(
  email: string,
  open: readonly { email: string }[],
  accounts: Accounts,
): string | undefined {
  const wished = /\+fail-([A-Z_]+)@/i.exec(email)?.[1]?.toUpperCase();
  if (wished !== undefined && REASONS.has(wished)) return wished;
  const same = ({ email: other }: { email: string }) => other.toLowerCase() === email.toLowerCase();
  // "Already submitted": a request for the same address is in progress.
  if (open.some(same)) return "CONCURRENT_ACCOUNT_MODIFICATION";
  // An address belongs to one account in all of AWS, closed accounts included.
  return [...accounts.known()].some(same) ? "EMAIL_ALREADY_EXISTS" : undefined;
}
