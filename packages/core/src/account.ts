// An AWS account: twelve digits that are text, never a number (a number loses leading zeros).
import * as z from "zod";
import * as Event from "./event.ts";

export const AccountId = z.string().regex(/^\d{12}$/, "an account id is 12 digits");
export type AccountId = z.infer<typeof AccountId>;

// CreateAccount: 6-64 characters of 7-bit ASCII; the local part has none of the characters below and
// no leading dot (Organizations API reference).
const local = /^[^\s"'()<>[\]:;,\\|%&@.][^\s"'()<>[\]:;,\\|%&@]*$/;
const domain =
  /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

/** True when AWS takes the address as the e-mail of a new account. */
export function isRootEmail(address: string): boolean {
  if (address.length < 6 || address.length > 64 || !/^[\x21-\x7e]+$/.test(address)) return false;
  const at = address.indexOf("@");
  return at > 0 && local.test(address.slice(0, at)) && domain.test(address.slice(at + 1));
}

/** The root e-mail of an account, by AWS's rules for CreateAccount. */
export const Email = z
  .string()
  .refine(isRootEmail, "not an e-mail that AWS accepts for an account");
export type Email = z.infer<typeof Email>;

// CreateAccount: AccountName is 1-50 characters of printable ASCII (Organizations API reference).
export const AccountName = z
  .string()
  .regex(/^[\x20-\x7e]{1,50}$/, "1 to 50 printable ASCII characters");
export type AccountName = z.infer<typeof AccountName>;

/** One e-mail is one account: how two spellings of it are compared. */
export const sameEmail = (address: string): string => address.toLowerCase();

/** Why Organizations did not create an account (CreateAccountStatus.FailureReason). */
export const FailureReason = z.enum([
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
  "UNKNOWN_BUSINESS_VALIDATION",
  "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION",
  "MISSING_PAYMENT_INSTRUMENT",
  "INVALID_PAYMENT_INSTRUMENT",
  "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED",
]);
export type FailureReason = z.infer<typeof FailureReason>;

/** Whether asking once more can help without a person: only AWS's own failure. */
export const isWorthAsking = (reason: string): boolean => reason === "INTERNAL_FAILURE";

export const Created = Event.define(
  "account.created",
  z.object({ accountId: AccountId, accountName: z.string(), email: z.string() }),
);

/** `reason` is a FailureReason, or the name of the error that refused the request. */
export const CreationFailed = Event.define(
  "account.creation-failed",
  z.object({
    accountName: z.string(),
    email: z.string(),
    reason: z.string(),
    detail: z.string().optional(),
  }),
);

/** AWS has begun to close an account that rollcall created; it is suspended within minutes. */
export const Closing = Event.define("account.closing", Created.properties);

/** An account that rollcall created is closed: suspended for 90 days, then gone for good. */
export const AccountClosed = Event.define("account.closed", Created.properties);

/**
 * How far the creation of an account is. `Reserved` is written before CreateAccount is called: after
 * a crash it says that the organization must be looked at first (D42, D95).
 */
export const CreationStatus = z.enum(["Reserved", "InProgress", "Succeeded", "Failed"]);
export type CreationStatus = z.infer<typeof CreationStatus>;

/** The record of one creation; it keeps the account's id for good. */
export const CreationRecord = z.object({
  email: z.string(),
  accountName: z.string().optional(),
  accountId: AccountId.optional(),
  status: CreationStatus,
  reason: z.string().optional(),
});
export type CreationRecord = z.infer<typeof CreationRecord>;
