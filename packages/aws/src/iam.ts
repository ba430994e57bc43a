// IAM in a member: the role through which rollcall enters a new account from then on, and the one that Config takes.
import {
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { AccountId } from "@rollcall/core/account";
import { clientOf } from "./clients.ts";
import { nameOf, translate } from "./errors.ts";

/** What rollcall does in a member; the template `templates/member-role.yaml` says the same. */
const memberActions = [
  "account:ListRegions",
  "guardduty:DisassociateFromAdministratorAccount",
  "guardduty:GetAdministratorAccount",
  "guardduty:ListDetectors",
  "securityhub:AcceptAdministratorInvitation",
  "securityhub:DisableSecurityHub",
  "securityhub:EnableSecurityHub",
  "securityhub:GetAdministratorAccount",
  "securityhub:ListInvitations",
];

/** EnableSecurityHub creates the service-linked role on first use (Security Hub user guide). */
const serviceLinkedRole = {
  Effect: "Allow",
  Action: "iam:CreateServiceLinkedRole",
  Resource: "*",
  Condition: { StringEquals: { "iam:AWSServiceName": "securityhub.amazonaws.com" } },
};

/** What the baseline needs besides, where the settings have one; the template gives it with `Baseline=true`. */
const baselineActions = [
  "config:DescribeConfigurationRecorderStatus",
  "config:DescribeConfigurationRecorders",
  "config:DescribeDeliveryChannels",
  "config:PutConfigurationRecorder",
  "config:PutDeliveryChannel",
  "config:StartConfigurationRecorder",
  "config:StopConfigurationRecorder",
  "guardduty:AcceptAdministratorInvitation",
  "guardduty:CreateDetector",
  "guardduty:GetAdministratorAccount",
  "guardduty:GetDetector",
  "guardduty:ListDetectors",
  "guardduty:ListInvitations",
  "securityhub:BatchEnableStandards",
  "securityhub:DescribeStandards",
  "securityhub:GetEnabledStandards",
];

const configRoleOf = (account: AccountId) =>
  `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;

/** Config's role is made and handed over, GuardDuty makes its own with the first detector (their user guides). */
const baselineStatements = (account: AccountId) => [
  { Effect: "Allow", Action: baselineActions, Resource: "*" },
  {
    Effect: "Allow",
    Action: "iam:CreateServiceLinkedRole",
    Resource: "*",
    Condition: {
      StringEquals: { "iam:AWSServiceName": ["config.amazonaws.com", "guardduty.amazonaws.com"] },
    },
  },
  // assumed: PutConfigurationRecorder asks for it also where the role is linked to the service.
  { Effect: "Allow", Action: "iam:PassRole", Resource: configRoleOf(account) },
];

/** Makes the service-linked role of AWS Config in the calling account. One that is there is a success. */
export async function createConfigRole(): Promise<void> {
  try {
    await clientOf(IAMClient, "iam", "us-east-1").send(
      new CreateServiceLinkedRoleCommand({ AWSServiceName: "config.amazonaws.com" }),
    );
  } catch (error) {
    // IAM has no other name for "has been taken in this account"; the wire says InvalidInput, the SDK adds Exception.
    if (!nameOf(error).startsWith("InvalidInput")) translate(error);
  }
}

/**
 * Makes the member role in the calling account: it trusts `hub`, asks for the ExternalId and may do only what
 * joining, and the baseline of the settings, need. Running it again changes nothing.
 */
export async function createMemberRole(role: {
  /** The account that it is made in. */
  account: AccountId;
  name: string;
  externalId: string;
  hub: AccountId;
  /** May it raise the baseline? */
  baseline: boolean;
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
    Statement: [
      { Effect: "Allow", Action: memberActions, Resource: "*" },
      serviceLinkedRole,
      ...(role.baseline ? baselineStatements(role.account) : []),
    ],
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
