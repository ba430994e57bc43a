// Findings of members, as the hub sees them.
import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import { clientOf } from "./clients.ts";
import { translate } from "./errors.ts";

/** Accounts that one question may name: 20 values for each attribute of a filter (AwsSecurityFindingFilters, API reference). */
export const ACCOUNTS = 20;

/** A finding, in Amazon's format. */
export type Finding = { AwsAccountId: AccountId } & Record<string, unknown>;

export interface FindingsPage {
  findings: Finding[];
  /** Where the next page begins; undefined at the last one. */
  token?: string | undefined;
}

/**
 * A page of up to 100 findings of these accounts, archived ones included. Throws RetryableError beyond 3 calls a second
 * (6 at once) of an account and Region; AWS's InvalidInputException for a token that it does not take any more.
 */
export async function findingsOf(
  region: Region,
  accounts: readonly AccountId[],
  token?: string,
): Promise<FindingsPage> {
  const answer = await clientOf(SecurityHubClient, "securityhub", region)
    .send(
      new GetFindingsCommand({
        Filters: { AwsAccountId: accounts.map((Value) => ({ Value, Comparison: "EQUALS" })) },
        MaxResults: 100,
        NextToken: token,
      }),
    )
    .catch(translate);
  return { findings: (answer.Findings ?? []) as unknown as Finding[], token: answer.NextToken };
}
