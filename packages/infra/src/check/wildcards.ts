// Every resource with a wildcard that a role may name, with the reason. Whatever is not listed here is a
// problem, and so is a line that nothing uses any more.

/** A reviewed wildcard. */
export interface Reviewed {
  actions: RegExp;
  resource: RegExp;
  reason: string;
}

/** The list. Roles may use wildcards in resources only; no action ever has one. */
export const reviewed: Reviewed[] = [
  {
    actions:
      /^securityhub:(ListMembers|GetMembers|DescribeOrganizationConfiguration|CreateMembers|InviteMembers|DisassociateMembers|DeleteMembers)$/,
    resource: /^\*$/,
    reason: "membership calls have no resource that a policy could name (IAM service reference)",
  },
  {
    actions: /^guardduty:ListDetectors$/,
    resource: /^\*$/,
    reason: "detectors are found by this call; it has no resource that a policy could name",
  },
  {
    actions: /^guardduty:(CreateMembers|GetMembers|InviteMembers)$/,
    resource: /^arn:[\w-]+:guardduty:\*:\d{12}:detector\/\*$/,
    reason: "the hub's own detectors, whose ids AWS chooses",
  },
  {
    actions: /^securityhub:GetFindings$/,
    resource: /^\*$/,
    reason: "the findings of every account that may leave, in every Region of the hub",
  },
  {
    actions: /^xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)$/,
    resource: /^\*$/,
    reason: "X-Ray has no resource-level permissions",
  },
  {
    actions:
      /^logs:(CreateLogDelivery|GetLogDelivery|UpdateLogDelivery|DeleteLogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
    resource: /^\*$/,
    reason: "log delivery has no resource-level permissions",
  },
  {
    actions: /^dynamodb:Query$/,
    resource: /^arn:[\w-]+:dynamodb:[^:*]+:\d{12}:table\/[\w.-]+\/index\/\*$/,
    reason: "the indexes of our own table",
  },
  {
    actions: /^s3:(GetObject|GetObjectVersion|PutObject)$/,
    resource:
      /^arn:[\w-]+:s3:::[a-z0-9-]*ledgersbucket[a-z0-9-]*\/(closures|findings|ledgers|offboardings|restorations|runs|snapshots)\/\*$/,
    reason: "uploaded ledgers, exported findings, the files of the runs, or the days' snapshots",
  },
  {
    actions: /^s3:PutObject$/,
    resource: /^arn:[\w-]+:s3:::[a-z0-9-]*unpublishedbucket[a-z0-9-]*\/\*$/,
    reason: "Lambda chooses the key of a discarded batch",
  },
  {
    actions: /^sts:AssumeRole$/,
    resource: /^arn:[\w-]+:iam::\*:role\/[\w+=,.@-]+$/,
    reason:
      "members are in accounts of the ledger; one role name, and ExternalId in every trust policy",
  },
  {
    actions: /^states:(DescribeExecution|StopExecution|RedriveExecution)$/,
    resource: /^arn:[\w-]+:states:[^:*]+:\d{12}:execution:[\w-]+(:|\/)\*$/,
    reason: "executions of one of our own machines",
  },
];
