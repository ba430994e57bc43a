// What AWS's models and references demand of each call, and clients do not check before they send: ranges,
// lengths, words, ids. Here of the services that know accounts.
import { Account } from "@aws-sdk/client-account";
import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { STS } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { HONG_KONG, MANAGEMENT, MEMBER } from "./account-world.ts";
import { as, type Line, odd, refuses, withSandbox } from "./refusals.ts";

withSandbox();

const TRUST = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
});
const root = async () =>
  (await as(Organizations, MANAGEMENT).listRoots({})).Roots?.[0]?.Id ?? "none";

const securityHub: Line[] = [
  ...[0, 51].map(
    (MaxResults): Line => [
      `ListMembers, ${MaxResults} a page`,
      () => as(SecurityHub).listMembers({ MaxResults }),
      "InvalidInputException",
      /between 1 and 50/,
      400,
    ],
  ),
  [
    "ListInvitations, 51 a page",
    () => as(SecurityHub).listInvitations({ MaxResults: 51 }),
    "InvalidInputException",
    /between 1 and 50/,
    400,
  ],
  [
    "ListOrganizationAdminAccounts, 11 a page",
    () => as(SecurityHub, MANAGEMENT).listOrganizationAdminAccounts({ MaxResults: 11 }),
    "InvalidInputException",
    /between 1 and 10/,
    400,
  ],
  [
    "GetFindings, 101 a page",
    () => as(SecurityHub).getFindings({ MaxResults: 101 }),
    "InvalidInputException",
    /MaxResults must be a number between 1 and 100/, // as moto has it
    400,
  ],
  [
    "GetFindings with a token of nobody's",
    () => as(SecurityHub).getFindings({ NextToken: "made-up" }),
    "InvalidInputException",
    /NextToken/,
    400,
  ],
  [
    "EnableSecurityHub with an unknown generator",
    () => as(SecurityHub, MEMBER).enableSecurityHub({ ControlFindingGenerator: odd("BOTH") }),
    "InvalidInputException",
    /SECURITY_CONTROL/,
    400,
  ],
  [
    "UpdateSecurityHubConfiguration with an unknown generator",
    () => as(SecurityHub).updateSecurityHubConfiguration({ ControlFindingGenerator: odd("BOTH") }),
    "InvalidInputException",
    /SECURITY_CONTROL/,
    400,
  ],
  [
    "CreateMembers without an id",
    () => as(SecurityHub).createMembers({ AccountDetails: [{ AccountId: undefined }] }),
    "InvalidInputException",
    /AccountId/,
    400,
  ],
  [
    "BatchEnableStandards of nothing",
    () => as(SecurityHub).batchEnableStandards({ StandardsSubscriptionRequests: [] }),
    "InvalidInputException",
    /1 and 25/,
    400,
  ],
];

const session = { RoleArn: `arn:aws:iam::${MEMBER}:role/Joiner`, RoleSessionName: "one" };
const identity: Line[] = [
  [
    "AssumeRole with everything wrong at once",
    () => as(STS).assumeRole({ RoleArn: "x", RoleSessionName: "a b", DurationSeconds: 1 }),
    "ValidationError",
    /^3 validation errors detected: .*'roleArn'.*; .*'roleSessionName'.*; .*'durationSeconds'/,
    400,
  ],
  [
    "AssumeRole of a user",
    () => as(STS).assumeRole({ ...session, RoleArn: `arn:aws:iam::${MEMBER}:user/somebody` }),
    "ValidationError",
    /is invalid$/,
    400,
  ],
  [
    "AssumeRole with half a policy",
    () => as(STS).assumeRole({ ...session, Policy: "{" }),
    "MalformedPolicyDocumentException",
    /invalid Json/,
    400,
  ],
  ...[899, 129_601].map(
    (DurationSeconds): Line => [
      `GetSessionToken for ${DurationSeconds} s`,
      () => as(STS).getSessionToken({ DurationSeconds }),
      "ValidationError",
      /durationSeconds/,
      400,
    ],
  ),
  [
    "CreateRole with a short session",
    () =>
      as(IAM).createRole({
        RoleName: "a",
        AssumeRolePolicyDocument: TRUST,
        MaxSessionDuration: 900,
      }),
    "ValidationError",
    /maxSessionDuration.*3600/,
    400,
  ],
  [
    "CreateRole with half a path",
    () => as(IAM).createRole({ RoleName: "a", AssumeRolePolicyDocument: TRUST, Path: "team" }),
    "ValidationError",
    /begin and end with \//,
    400,
  ],
  ...[{ MaxItems: 0 }, { MaxItems: 1_001 }, { Marker: "x" }].map(
    (input): Line => [
      `ListRoles with ${JSON.stringify(input)}`,
      () => as(IAM).listRoles(input),
      "ValidationError",
      /maxItems|Marker/,
      400,
    ],
  ),
  [
    "AttachRolePolicy without an ARN",
    () => as(IAM, MEMBER).attachRolePolicy({ RoleName: "Joiner", PolicyArn: "ReadOnlyAccess" }),
    "InvalidInputException",
    /ARN ReadOnlyAccess is not valid/,
    400,
  ],
  [
    "AttachRolePolicy of a policy that nobody made",
    () =>
      as(IAM, MEMBER).attachRolePolicy({
        RoleName: "Joiner",
        PolicyArn: `arn:aws:iam::${MEMBER}:policy/mine`,
      }),
    "NoSuchEntityException",
    /does not exist or is not attachable/,
    404,
  ],
  [
    "DeleteRole of a service's role",
    async () => {
      const AWSServiceName = "config.amazonaws.com";
      await as(IAM, MANAGEMENT).createServiceLinkedRole({ AWSServiceName });
      await as(IAM, MANAGEMENT).deleteRole({ RoleName: "AWSServiceRoleForConfig" });
    },
    "UnmodifiableEntityException",
    /only modifiable by AWS/,
    400,
  ],
];

// The wire status of every JSON protocol is 400, whatever the models say [observed].
const accounts: Line[] = [
  [
    "DescribeAccount of a stranger",
    () => as(Organizations, MANAGEMENT).describeAccount({ AccountId: "999999999999" }),
    "AccountNotFoundException",
    /doesn't exist/,
    400,
  ],
  [
    "DescribeAccount of half an id",
    () => as(Organizations, MANAGEMENT).describeAccount({ AccountId: "123" }),
    "InvalidInputException",
    /does not match the required pattern/,
    400,
  ],
  [
    "DescribeAccount by a member",
    () => as(Organizations, MEMBER).describeAccount({ AccountId: MEMBER }),
    "AccessDeniedException",
    /permissions/,
    400,
  ],
  [
    "MoveAccount to where it is",
    async () => {
      const SourceParentId = await root();
      const move = { AccountId: MEMBER, SourceParentId, DestinationParentId: SourceParentId };
      await as(Organizations, MANAGEMENT).moveAccount(move);
    },
    "DuplicateAccountException",
    /already/,
    400,
  ],
  [
    "DescribeCreateAccountStatus of a wrong id",
    () =>
      as(Organizations, MANAGEMENT).describeCreateAccountStatus({ CreateAccountRequestId: "x" }),
    "InvalidInputException",
    /pattern/,
    400,
  ],
  [
    "ListCreateAccountStatus of an unknown state",
    () => as(Organizations, MANAGEMENT).listCreateAccountStatus({ States: [odd("DONE")] }),
    "InvalidInputException",
    /invalid value/,
    400,
  ],
  ...[{ MaxResults: 0 }, { MaxResults: 51 }, { NextToken: "x" }].map(
    (input): Line => [
      `ListRegions with ${JSON.stringify(input)}`,
      () => as(Account).listRegions(input),
      "ValidationException",
      /MaxResults|NextToken/,
      400,
    ],
  ),
  [
    "DescribeRegions of a dry run",
    () => as(EC2).describeRegions({ DryRun: true }),
    "DryRunOperation",
    /would have succeeded/,
    412,
  ],
  [
    "DescribeRegions in a Region that is off",
    () => as(EC2, MEMBER, HONG_KONG).describeRegions({}),
    "AuthFailure",
    /not able to validate the provided access credentials/,
    401,
  ],
];

describe("Security Hub", () => refuses(securityHub));
describe("STS and IAM", () => refuses(identity));
describe("Organizations, Account and EC2", () => refuses(accounts));

describe("what is allowed", () => {
  it("finds Regions by wildcards, as the CLI's own example does", async () => {
    const Filters = [{ Name: "endpoint", Values: ["*us*"] }];
    const { Regions } = await as(EC2).describeRegions({ Filters });
    expect(Regions!.map(({ RegionName }) => RegionName)).toEqual([
      "us-east-1",
      "us-east-2",
      "us-west-1",
      "us-west-2",
    ]);
  });

  it("shows a member to its administrator at once, as Terraform wants", async () => {
    const hub = as(SecurityHub);
    const asked = { AccountIds: [MEMBER] };
    const status = async () => (await hub.getMembers(asked)).Members?.[0]?.MemberStatus;
    await hub.createMembers({ AccountDetails: [{ AccountId: MEMBER }] });
    expect(await status()).toBe("Created");
    await hub.inviteMembers(asked);
    expect(await status()).toBe("Invited");
    await hub.deleteMembers(asked);
    expect(await status()).toBeUndefined();
  });

  it("takes tags away", async () => {
    const organizations = as(Organizations, MANAGEMENT);
    const ResourceId = MEMBER;
    const Tags = [
      { Key: "計画", Value: "é" },
      { Key: "b", Value: "" },
    ];
    await organizations.tagResource({ ResourceId, Tags });
    await organizations.untagResource({ ResourceId, TagKeys: ["b", "never there"] });
    const left = await organizations.listTagsForResource({ ResourceId });
    expect(left.Tags).toEqual([{ Key: "計画", Value: "é" }]);
  });
});
