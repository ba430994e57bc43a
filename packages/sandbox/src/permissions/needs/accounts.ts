// IAM, STS, Organizations, Account and EC2: who somebody is, and which accounts there are (Service Authorization
// Reference of each).
import { organizationId } from "../../services/organizations/identity.ts";
import { anything, each, linkedRole, type Place, type Row, type Rows } from "../need.ts";

/** A role by name; one that is not there yet has the path that is asked for. */
const roleArn = (name: unknown, { account, facts }: Place, path = "/"): string =>
  `arn:aws:iam::${account}:role${facts.role(account, String(name))?.path ?? path}${name}`;

const onRole = (operations: string[]): Rows =>
  each("iam", operations, ({ RoleName }, at) => roleArn(RoleName, at));

const attaching =
  (action: string): Row =>
  ({ RoleName, PolicyArn }, at) => ({
    action: `iam:${action}`,
    resource: roleArn(RoleName, at),
    keys: () => ({ "iam:policyarn": PolicyArn }),
  });

export const iam: Rows = {
  CreateRole: ({ RoleName, Path, PermissionsBoundary }, at) => ({
    action: "iam:CreateRole",
    resource: roleArn(RoleName, at, Path ?? "/"),
    keys: () => ({ "iam:permissionsboundary": PermissionsBoundary }),
  }),
  ...onRole([
    "DeleteRole",
    "DeleteRolePolicy",
    "DeleteServiceLinkedRole",
    "GetRole",
    "GetRolePolicy",
    "ListAttachedRolePolicies",
    "ListInstanceProfilesForRole",
    "ListRolePolicies",
    "ListRoleTags",
    "PutRolePolicy",
    "TagRole",
    "UntagRole",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
  ]),
  ...each(
    "iam",
    [
      "CreatePolicyVersion",
      "DeletePolicy",
      "DeletePolicyVersion",
      "GetPolicy",
      "GetPolicyVersion",
      "ListEntitiesForPolicy",
      "ListPolicyVersions",
      "SetDefaultPolicyVersion",
    ],
    ({ PolicyArn }) => PolicyArn,
  ),
  ...each(
    "iam",
    ["CreatePolicy"],
    ({ PolicyName, Path = "/" }, { account }) =>
      `arn:aws:iam::${account}:policy${Path}${PolicyName}`,
  ),
  ...each(
    "iam",
    ["CreateAccessKey", "CreateUser", "DeleteAccessKey", "DeleteUser", "GetUser", "ListAccessKeys"],
    ({ UserName, Path = "/" }, { account }) =>
      `arn:aws:iam::${account}:user${Path}${UserName ?? "*"}`,
  ),
  AttachRolePolicy: attaching("AttachRolePolicy"),
  DetachRolePolicy: attaching("DetachRolePolicy"),
  CreateServiceLinkedRole: ({ AWSServiceName }, { account }) => ({
    action: "iam:CreateServiceLinkedRole",
    resource: `arn:aws:iam::${account}:role/aws-service-role/${AWSServiceName}/*`,
    keys: () => ({ "iam:awsservicename": AWSServiceName }),
  }),
  ...each("iam", ["ListRoles"], (_, { account }) => `arn:aws:iam::${account}:role/`),
  ...each(
    "iam",
    [
      "CreateAccountAlias",
      "DeleteAccountAlias",
      "GetServiceLinkedRoleDeletionStatus",
      "ListAccountAliases",
      "ListPolicies",
      "ListUsers",
    ],
    anything,
  ),
};

export const sts: Rows = {
  AssumeRole: ({ RoleArn, RoleSessionName, ExternalId }) => ({
    action: "sts:AssumeRole",
    resource: String(RoleArn),
    keys: () => ({ "sts:externalid": ExternalId, "sts:rolesessionname": RoleSessionName }),
  }),
  // "No permissions are required to perform this operation" (API reference), also against a Deny.
  GetCallerIdentity: () => [],
  GetSessionToken: () => [],
  ...each("sts", ["GetAccessKeyInfo"], anything),
  ...each(
    "sts",
    ["GetFederationToken"],
    ({ Name }, { account }) => `arn:aws:sts::${account}:federated-user/${Name}`,
  ),
};

/** An account, unit or root of the organization that the caller's account manages. */
const memberArn = (id: unknown, { account }: Place): string => {
  const kind = { o: "ou", r: "root" }[String(id)[0] ?? ""] ?? "account";
  return `arn:aws:organizations::${account}:${kind}/${organizationId(account)}/${id}`;
};

export const organizations: Rows = {
  ...each(
    "organizations",
    [
      "CloseAccount",
      "DeregisterDelegatedAdministrator",
      "DescribeAccount",
      "ListDelegatedServicesForAccount",
      "RegisterDelegatedAdministrator",
      "RemoveAccountFromOrganization",
    ],
    ({ AccountId }, at) => memberArn(AccountId, at),
  ),
  // Units and roots have ARNs too; here the account decides.
  ...each("organizations", ["MoveAccount"], ({ AccountId }, at) => memberArn(AccountId, at)),
  ...each("organizations", ["ListParents"], ({ ChildId }, at) => memberArn(ChildId, at)),
  ...each(
    "organizations",
    ["ListTagsForResource", "TagResource", "UntagResource"],
    ({ ResourceId }, at) => memberArn(ResourceId, at),
  ),
  CreateAccount: (_, at) => [
    { action: "organizations:CreateAccount", resource: "*" },
    // Made in the new account, asked of who creates it (Organizations guide, "Creating an AWS account", permissions).
    ...linkedRole(at, "organizations.amazonaws.com", "AWSServiceRoleForOrganizations"),
  ],
  ...each(
    "organizations",
    [
      // Policies and their targets have ARNs too; here any of them will do.
      "AttachPolicy",
      "CreatePolicy",
      "DeletePolicy",
      "DescribePolicy",
      "DetachPolicy",
      "DisablePolicyType",
      "EnablePolicyType",
      "LeaveOrganization",
      "ListPolicies",
      "ListPoliciesForTarget",
      "ListTargetsForPolicy",
      "UpdatePolicy",
      "CreateOrganization",
      "CreateOrganizationalUnit",
      "DeleteOrganization",
      "DeleteOrganizationalUnit",
      "DescribeCreateAccountStatus",
      "DescribeOrganization",
      "DescribeOrganizationalUnit",
      "DisableAWSServiceAccess",
      "EnableAWSServiceAccess",
      "ListAWSServiceAccessForOrganization",
      "ListAccounts",
      "ListAccountsForParent",
      "ListChildren",
      "ListCreateAccountStatus",
      "ListDelegatedAdministrators",
      "ListOrganizationalUnitsForParent",
      "ListRoots",
      "UpdateOrganizationalUnit",
    ],
    anything,
  ),
};

export const account: Rows = each(
  "account",
  [
    "DeleteAlternateContact",
    "DisableRegion",
    "EnableRegion",
    "GetAccountInformation",
    "GetAlternateContact",
    "GetContactInformation",
    "GetPrimaryEmail",
    "GetRegionOptStatus",
    "ListRegions",
    "PutAccountName",
    "PutAlternateContact",
    "PutContactInformation",
  ],
  ({ AccountId }, { account: own }) =>
    AccountId === undefined
      ? `arn:aws:account::${own}:account`
      : `arn:aws:account::${own}:account/${organizationId(own)}/${AccountId}`,
);

export const ec2: Rows = each("ec2", ["DescribeRegions"], anything);
