// Security Hub, GuardDuty and Config (Service Authorization Reference of each).
import { anything, each, linkedRole, type Place, passRole, type Rows } from "../need.ts";

/** assumed, no opposite: for membership calls too, which the reference gives no resource; policies name all for them. */
const hubArn = (_: unknown, { account, region }: Place): string =>
  `arn:aws:securityhub:${region}:${account}:hub/default`;

export const securityhub: Rows = {
  ...each(
    "securityhub",
    [
      "AcceptAdministratorInvitation",
      "AcceptInvitation",
      "BatchDisableStandards",
      "BatchEnableStandards",
      "BatchUpdateFindings",
      "CreateMembers",
      "DeclineInvitations",
      "DeleteInvitations",
      "DeleteMembers",
      "DescribeHub",
      "DescribeOrganizationConfiguration",
      "DescribeStandards",
      "DisableOrganizationAdminAccount",
      "DisableSecurityHub",
      "DisassociateFromAdministratorAccount",
      "DisassociateFromMasterAccount",
      "DisassociateMembers",
      "EnableOrganizationAdminAccount",
      "GetAdministratorAccount",
      "GetEnabledStandards",
      "GetFindings",
      "GetInvitationsCount",
      "GetMasterAccount",
      "GetMembers",
      "InviteMembers",
      "ListInvitations",
      "ListMembers",
      "ListOrganizationAdminAccounts",
      "UpdateOrganizationConfiguration",
      "UpdateSecurityHubConfiguration",
      "CreateActionTarget",
      "CreateFindingAggregator",
      "CreateInsight",
      "DescribeActionTargets",
      "DescribeProducts",
      "GetInsights",
      "ListEnabledProductsForImport",
      "ListFindingAggregators",
    ],
    hubArn,
  ),
  ...each(
    "securityhub",
    ["DeleteFindingAggregator", "GetFindingAggregator", "UpdateFindingAggregator"],
    ({ FindingAggregatorArn }) => FindingAggregatorArn,
  ),
  ...each(
    "securityhub",
    ["DeleteInsight", "GetInsightResults", "UpdateInsight"],
    ({ InsightArn }) => InsightArn,
  ),
  ...each(
    "securityhub",
    ["DeleteActionTarget", "UpdateActionTarget"],
    ({ ActionTargetArn }) => ActionTargetArn,
  ),
  ...each(
    "securityhub",
    ["ListTagsForResource", "TagResource", "UntagResource"],
    ({ ResourceArn }) => ResourceArn,
  ),
  ...each("securityhub", ["EnableImportFindingsForProduct"], ({ ProductArn }) => ProductArn),
  ...each(
    "securityhub",
    ["DisableImportFindingsForProduct"],
    ({ ProductSubscriptionArn }) => ProductSubscriptionArn,
  ),
  EnableSecurityHub: (_, at) => [
    { action: "securityhub:EnableSecurityHub", resource: hubArn(_, at) },
    // Security Hub makes its own role when it is switched on first (user guide, "Using service-linked roles").
    ...linkedRole(at, "securityhub.amazonaws.com", "AWSServiceRoleForSecurityHub"),
  ],
  BatchImportFindings: ({ Findings = [] }: { Findings?: { ProductArn?: string }[] }, at) =>
    [...new Set(Findings.map(({ ProductArn }) => ProductArn ?? hubArn(undefined, at)))].map(
      (resource) => ({ action: "securityhub:BatchImportFindings", resource }),
    ),
};

const detectorArn = (id: unknown, { account, region }: Place): string =>
  `arn:aws:guardduty:${region}:${account}:detector/${id ?? "*"}`;

export const guardduty: Rows = {
  ...each(
    "guardduty",
    [
      "AcceptAdministratorInvitation",
      "AcceptInvitation",
      "CreateMembers",
      "DeleteDetector",
      "DescribeOrganizationConfiguration",
      "UpdateOrganizationConfiguration",
      "DeleteMembers",
      "DisassociateFromAdministratorAccount",
      "DisassociateFromMasterAccount",
      "DisassociateMembers",
      "GetAdministratorAccount",
      "GetDetector",
      "GetMasterAccount",
      "GetMembers",
      "InviteMembers",
      "ListDetectors",
      "ListMembers",
      "StartMonitoringMembers",
      "StopMonitoringMembers",
      "UpdateDetector",
    ],
    ({ DetectorId }, at) => detectorArn(DetectorId, at),
  ),
  ...each(
    "guardduty",
    ["ListTagsForResource", "TagResource", "UntagResource"],
    ({ ResourceArn }) => ResourceArn,
  ),
  CreateDetector: (_, at) => [
    { action: "guardduty:CreateDetector", resource: detectorArn(undefined, at) },
    // GuardDuty user guide, "Permissions required to create a service-linked role": with the first detector.
    ...linkedRole(at, "guardduty.amazonaws.com", "AWSServiceRoleForAmazonGuardDuty"),
  ],
  ...each(
    "guardduty",
    [
      "DeclineInvitations",
      "DeleteInvitations",
      "DisableOrganizationAdminAccount",
      "EnableOrganizationAdminAccount",
      "GetInvitationsCount",
      "ListInvitations",
      "ListOrganizationAdminAccounts",
    ],
    anything,
  ),
};

export const config: Rows = {
  PutConfigurationRecorder: ({ ConfigurationRecorder }) => [
    { action: "config:PutConfigurationRecorder", resource: "*" },
    ...passRole(ConfigurationRecorder?.roleARN, "config.amazonaws.com"),
  ],
  ...each(
    "config",
    [
      "DeleteConfigurationRecorder",
      "DeleteDeliveryChannel",
      "DescribeConfigRules",
      "DescribeConfigurationRecorderStatus",
      "DescribeConfigurationRecorders",
      "DescribeDeliveryChannelStatus",
      "DescribeDeliveryChannels",
      "PutDeliveryChannel",
      "StartConfigurationRecorder",
      "StopConfigurationRecorder",
    ],
    anything,
  ),
};
