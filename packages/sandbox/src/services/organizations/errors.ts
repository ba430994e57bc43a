// Errors of Organizations, with the texts of its API reference where it gives any.
import { AwsError } from "../../wire/service.ts";

/** The caller is in an organization but not its management account, nor a delegated administrator. */
export const accessDenied = () =>
  new AwsError("AccessDeniedException", "You don't have permissions to access this resource.");

/** The caller is in no organization. */
export const notInUse = () =>
  new AwsError(
    "AWSOrganizationsNotInUseException",
    "Your account is not a member of an organization.",
  );

/** A wrong value; `reason` is one of InvalidInputException's. */
export const invalidInput = (reason: string, message: string) =>
  new AwsError("InvalidInputException", message, { fields: { Reason: reason } });

/** A value that is not even of the right form. */
export const wrongForm = () =>
  invalidInput(
    "INVALID_PATTERN",
    "You provided a value that does not match the required pattern.", // observed
  );

/** A quota or rule; `reason` is one of ConstraintViolationException's. */
export const constraintViolation = (reason: string, message: string) =>
  new AwsError("ConstraintViolationException", message, { fields: { Reason: reason } });

/** No such account in the organization. */
export const accountNotFound = () =>
  new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
