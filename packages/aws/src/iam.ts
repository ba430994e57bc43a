// IAM in a new account: the role through which rollcall enters from then on.
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { AccountId } from "@rollcall/core/account";
import { clientOf } from "./clients.ts";
import { nameOf, translate } from "./errors.ts";

/**
 * What rollcall does in a member. The deprecated names stand beside their successors, because consoles and
 * service control policies still speak of them; the template `templates/member-role.yaml` says the same.
 */
const memberActions = [
  "account:ListRegions",
  "guardduty:DisassociateFromAdministratorAccount",
  "guardduty:GetAdministratorAccount",
  "guardduty:ListDetectors",
  "securityhub:AcceptAdministratorInvitation",
  "securityhub:AcceptInvitation",
  "securityhub:DescribeHub",
  "securityhub:DisableSecurityHub",
  "securityhub:EnableSecurityHub",
  "securityhub:GetAdministratorAccount",
  "securityhub:GetMasterAccount",
  "securityhub:ListInvitations",
];

/** EnableSecurityHub creates the service-linked role on first use (Security Hub user guide). */
const serviceLinkedRole = {
  Effect: "Allow",
  Action: "iam:CreateServiceLinkedRole",
  Resource: "*",
  Condition: { StringEquals: { "iam:AWSServiceName": "securityhub.amazonaws.com" } },
};

/**
 * Makes the member role in the calling account: it trusts `hub`, asks for the ExternalId and may do only what
 * joining needs. Running it again changes nothing.
 */
export async function createMemberRole(role: {
  name: string;
  externalId: string;
  hub: AccountId;
}): Promise<void> {
  const client = clientOf(IAMClient, "iam", "us-east-1");
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${role.hub}:root` },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": role.externalId } },
      },
    ],
  };
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: memberActions, Resource: "*" }, serviceLinkedRole],
  };
  try {
    await client.send(
      new CreateRoleCommand({
        RoleName: role.name,
        AssumeRolePolicyDocument: JSON.stringify(trust),
        Description: "Lets rollcall make this account a member of Security Hub",
      }),
    );
  } catch (error) {
    // The wire says EntityAlreadyExists, the SDK adds Exception.
    if (!nameOf(error).startsWith("EntityAlreadyExists")) translate(error);
  }
  await client
    .send(
      new PutRolePolicyCommand({
        RoleName: role.name,
        PolicyName: "join-security-hub",
        PolicyDocument: JSON.stringify(policy),
      }),
    )
    .catch(translate);
}
