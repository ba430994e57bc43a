// Entering other accounts. Regional endpoints only: a token of the global one fails in opt-in Regions.
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { AccountId } from "@rollcall/core/account";
import { type Credentials, clientOf } from "./clients.ts";
import { translate } from "./errors.ts";

/** A role to enter: its account, its name (with path), and the ExternalId that its trust policy asks for. */
export interface RoleToAssume {
  account: AccountId;
  name: string;
  externalId?: string | undefined;
}

/**
 * Credentials of the role for one hour, which is also the most that a chained role gets (STS API reference).
 * `session` says who acts, in CloudTrail: 2 to 64 of `[\w+=,.@-]`. Throws RetryableError, or AWS's AccessDenied
 * where the role does not exist, does not trust us, or is not there yet.
 */
export async function assumeRole(role: RoleToAssume, session: string): Promise<Credentials> {
  const { Credentials: given } = await clientOf(STSClient, "sts")
    .send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${role.account}:role/${role.name}`,
        RoleSessionName: session.replace(/[^\w+=,.@-]/g, "-").slice(0, 64),
        DurationSeconds: 3_600,
        ...(role.externalId && { ExternalId: role.externalId }),
      }),
    )
    .catch(translate);
  return {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  };
}
