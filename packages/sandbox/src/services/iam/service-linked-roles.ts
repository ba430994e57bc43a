// Service-linked roles: AWS chooses the name, and one of a kind per account is enough.
import type { Role, Roles } from "../../estate/roles.ts";
import { AwsError } from "../../wire/service.ts";

/** Names that AWS gives; others are made of the service's name: assumed, text only. */
const NAMES: Record<string, string> = {
  "config.amazonaws.com": "AWSServiceRoleForConfig",
  "securityhub.amazonaws.com": "AWSServiceRoleForSecurityHub",
  "guardduty.amazonaws.com": "AWSServiceRoleForAmazonGuardDuty",
  "organizations.amazonaws.com": "AWSServiceRoleForOrganizations",
};

interface Input {
  AWSServiceName: string;
  CustomSuffix?: string;
  Description?: string;
}

/** Makes the role, or answers InvalidInput when the account has it: that is how IAM says "exists". */
export function serviceLinkedRole(roles: Roles, account: string, input: Input): Role {
  const { AWSServiceName: service, CustomSuffix, Description } = input;
  if (!/^[a-z0-9.-]+\.amazonaws\.com$/.test(service))
    throw new AwsError("InvalidInputException", `Service ${service} is not valid.`); // assumed, text only
  const [word = ""] = service.split(".");
  const base = NAMES[service] ?? `AWSServiceRoleFor${word[0]?.toUpperCase()}${word.slice(1)}`;
  const name = CustomSuffix ? `${base}_${CustomSuffix}` : base;
  if (roles.get(account, name))
    throw new AwsError(
      "InvalidInputException",
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    );
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
  };
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return roles.create(account, name, trust, 0, {
    path: `/aws-service-role/${service}/`,
    ...(Description !== undefined && { description: Description }),
  });
}
