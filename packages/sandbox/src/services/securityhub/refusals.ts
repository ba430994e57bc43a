// Security Hub's errors and refusals: codes from its model, texts as observed or, where nobody has
// published one, ours.
import type { Faults } from "../../faults/faults.ts";
import { AwsError } from "../../wire/service.ts";

/** The account has not enabled Security Hub in the Region (401) [text observed]. */
export const notSubscribed = (account: string) =>
  new AwsError(
    "InvalidAccessException",
    `Account ${account} is not subscribed to AWS Security Hub`,
    {
      status: 401,
    },
  );

/** The caller is not the delegated administrator (401) [text observed]. */
export const notOrganizationAdministrator = (account: string) =>
  new AwsError(
    "InvalidAccessException",
    `Account ${account} is not an administrator for this organization`,
    { status: 401 },
  );

/** A state rule or a wrong input (400). */
export const invalidInput = (message: string) =>
  new AwsError("InvalidInputException", message, { status: 400 });

/** Refuses a value that is none of the model's. */
export function oneOf<Name extends string>(
  input: Partial<Record<Name, string>>,
  name: Name,
  values: readonly string[],
): void {
  const value = input[name];
  if (value === undefined || values.includes(value)) return;
  throw invalidInput(`Invalid parameter '${name}': must be one of ${values.join(", ")}`); // assumed, text only
}

/** No such member, invitation or administrator (404). */
export const notFound = (message: string) =>
  new AwsError("ResourceNotFoundException", message, { status: 404 });

/** Already so, or changed by somebody else meanwhile (409). */
export const conflict = (message: string) =>
  new AwsError("ResourceConflictException", message, { status: 409 });

/** A hard quota; the same code as a throttle (429). */
export const limitExceeded = (message: string) =>
  new AwsError("LimitExceededException", message, { status: 429 });

/** One account of a batch that was not processed. */
export const unprocessed = (AccountId: string, ProcessingResult: string) => ({
  AccountId,
  ProcessingResult,
});

/** Texts of `UnprocessedAccounts[].ProcessingResult`. */
export const refusals = {
  /** [observed: aws-samples/aws-secure-environment-accelerator#814] */
  alreadyMember:
    "The request is rejected because the given account ID is already a member or associated member of the current account.",
  /** For accounts after the fiftieth; the first 50 are processed [observed: the same issue]. */
  tooMany: "Maximum number of results exceeded",
  // assumed, text only, of all below.
  otherAdministrator:
    "The request is rejected because the given account ID is already associated with another administrator account.",
  notMember:
    "The request is rejected because the given account ID is not a member of the current account.",
  enabledMember:
    "The request is rejected because the given account ID is still associated with the current account. Disassociate it first.",
  organizationMember:
    "The request is rejected because the given account ID is a member of the organization.",
  managementNotEnabled:
    "The request is rejected because the organization management account has not enabled Security Hub.",
  ownAccount: "The request is rejected because the given account ID is the current account.",
  impossible: "The request is rejected because the given account ID is invalid.",
  noInvitation: "The request is rejected because there is no invitation from the given account ID.",
} as const;

/**
 * Lets a refusal stand as an entry of a 200. assumed(refused-account-is-an-entry): only that of a member is observed;
 * else an account of another administrator is an error of the whole call.
 */
export function entryOrError(faults: Pick<Faults, "holds">, reason: string): void {
  if (reason === refusals.otherAdministrator && !faults.holds("refused-account-is-an-entry"))
    throw conflict(reason);
}
