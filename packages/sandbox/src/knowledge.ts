// How the behaviour of each emulated operation is known. The README's table is made of this
// (`npm run knowledge`), and a test holds that every operation of every service stands here once.

/**
 * What an operation's behaviour rests on.
 * - `documented`: requests, answers, order and errors are those of AWS's documentation and API models.
 * - `observed`: and what the documentation leaves open was seen in answers of AWS that others published,
 *   or in recorded executions.
 * - `assumed`: something that a program could depend on is a guess, which is said in the operation's note.
 *   Mere texts and lengths of delays are not counted: `assumed` in the source marks each of them.
 */
export type Known = "documented" | "observed" | "assumed";

/** What is known of one service's operations. */
export interface Knowledge {
  /** The service's name for people. */
  name: string;
  /** Names, divided by blanks. */
  documented: string;
  /** Where it was seen, by operation. */
  observed: Record<string, string>;
  /** What is a guess, by operation. */
  assumed: Record<string, string>;
}

const RECORDED = "executions that ran on AWS, recorded with their histories";
const PATTERNS = "event patterns recorded on AWS with their outcomes";

/** What is known of each service, by the id under which the sandbox serves it. */
export const knowledge: Record<string, Knowledge> = {
  securityhub: {
    name: "Security Hub",
    documented:
      "DescribeHub UpdateSecurityHubConfiguration GetMembers ListInvitations GetInvitationsCount " +
      "GetAdministratorAccount GetMasterAccount DisassociateFromAdministratorAccount " +
      "DisassociateFromMasterAccount ListOrganizationAdminAccounts DescribeOrganizationConfiguration " +
      "DescribeStandards GetEnabledStandards BatchEnableStandards BatchImportFindings BatchUpdateFindings GetFindings " +
      "CreateFindingAggregator GetFindingAggregator UpdateFindingAggregator ListFindingAggregators " +
      "DeleteFindingAggregator CreateInsight GetInsights GetInsightResults UpdateInsight DeleteInsight " +
      "CreateActionTarget DescribeActionTargets UpdateActionTarget DeleteActionTarget DescribeProducts " +
      "EnableImportFindingsForProduct DisableImportFindingsForProduct ListEnabledProductsForImport TagResource " +
      "UntagResource ListTagsForResource",
    observed: {
      CreateMembers:
        "accounts after the fiftieth come back unprocessed, as do those that are members (aws-secure-environment-accelerator#814)",
      EnableSecurityHub:
        "the text for an account without a subscription (aws-securityhub-multiaccount-scripts#42)",
      ListMembers: "organization members have no e-mail (terraform-provider-aws#8206)",
    },
    assumed: {
      InviteMembers:
        "an invitation that still stands is sent again under its own id; above 1,000 open ones the whole call is refused",
      AcceptAdministratorInvitation:
        "code of the refusal where there is an administrator, or no such invitation",
      AcceptInvitation: "as AcceptAdministratorInvitation",
      DeclineInvitations: "the member still lists the invitation, as Resigned",
      DeleteInvitations: "the administrator's row does not change",
      DisassociateMembers:
        "takes back an open invitation and a suspended member too; an unknown id is unprocessed",
      DeleteMembers: "the invitation goes with the row",
      DisableSecurityHub: "is refused for a member of a hub",
      EnableOrganizationAdminAccount: "switches Security Hub on in the administrator",
      DisableOrganizationAdminAccount: "disassociates the organization's members",
      UpdateOrganizationConfiguration: "AutoEnable is refused under central configuration",
      BatchDisableStandards: "refuses subscriptions that do not exist",
    },
  },
  sts: {
    name: "STS",
    documented: "GetCallerIdentity AssumeRole GetSessionToken GetFederationToken GetAccessKeyInfo",
    observed: {},
    assumed: {},
  },
  iam: {
    name: "IAM",
    documented:
      "CreateRole GetRole ListRoles UpdateAssumeRolePolicy DeleteRole ListAccountAliases PutRolePolicy " +
      "GetRolePolicy DeleteRolePolicy ListRolePolicies AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies " +
      "UpdateRole TagRole UntagRole ListRoleTags ListInstanceProfilesForRole CreatePolicy GetPolicy ListPolicies " +
      "DeletePolicy CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion GetPolicyVersion " +
      "ListPolicyVersions ListEntitiesForPolicy CreateUser GetUser ListUsers DeleteUser CreateAccessKey " +
      "ListAccessKeys DeleteAccessKey CreateAccountAlias DeleteAccountAlias DeleteServiceLinkedRole " +
      "GetServiceLinkedRoleDeletionStatus",
    observed: {},
    assumed: { CreateServiceLinkedRole: "names of roles that AWS does not publish" },
  },
  organizations: {
    name: "Organizations",
    documented:
      "CreateOrganization DeleteOrganization LeaveOrganization DescribeOrganization ListRoots CreateOrganizationalUnit " +
      "DescribeOrganizationalUnit UpdateOrganizationalUnit DeleteOrganizationalUnit " +
      "ListOrganizationalUnitsForParent ListAccountsForParent ListChildren ListParents EnableAWSServiceAccess " +
      "DisableAWSServiceAccess ListAWSServiceAccessForOrganization RegisterDelegatedAdministrator " +
      "DeregisterDelegatedAdministrator ListDelegatedAdministrators ListDelegatedServicesForAccount TagResource " +
      "UntagResource ListTagsForResource CreatePolicy DescribePolicy UpdatePolicy DeletePolicy ListPolicies " +
      "ListPoliciesForTarget ListTargetsForPolicy EnablePolicyType DisablePolicyType RemoveAccountFromOrganization CloseAccount DescribeCreateAccountStatus " +
      "ListCreateAccountStatus",
    observed: {
      CreateAccount:
        "the text of a concurrent change, and accounts created twice (org-formation-cli#7)",
    },
    assumed: {
      AttachPolicy: "policies of every kind are kept, and none is enforced",
      DetachPolicy: "as AttachPolicy; FullAWSAccess stays attached to everything",
      MoveAccount: "beside an estate, a unit with a well-formed id exists",
      ListAccounts: "how often a page comes empty",
      DescribeAccount: "Status of an account whose State has no such word",
    },
  },
  account: {
    name: "Account Management",
    documented:
      "GetRegionOptStatus EnableRegion DisableRegion PutAlternateContact DeleteAlternateContact PutContactInformation " +
      "GetAccountInformation PutAccountName GetPrimaryEmail",
    observed: { GetAlternateContact: "the refusals of an unknown type and of none (moto#9709)" },
    assumed: {
      ListRegions: "the rate belongs to the caller's account; trusted access is on",
      GetContactInformation: "an account that nobody gave a contact has a made-up one",
    },
  },
  ec2: { name: "EC2", documented: "DescribeRegions", observed: {}, assumed: {} },
  config: {
    name: "Config",
    documented:
      "DescribeConfigurationRecorders DescribeConfigurationRecorderStatus PutConfigurationRecorder " +
      "DeleteConfigurationRecorder StartConfigurationRecorder StopConfigurationRecorder DescribeDeliveryChannels " +
      "DescribeDeliveryChannelStatus DescribeConfigRules DeleteDeliveryChannel",
    observed: {},
    assumed: {
      PutDeliveryChannel: "a bucket of another account lets Config in when its policy names it",
    },
  },
  guardduty: {
    name: "GuardDuty",
    documented:
      "ListDetectors GetDetector UpdateDetector DeleteDetector ListMembers ListInvitations GetInvitationsCount " +
      "AcceptInvitation AcceptAdministratorInvitation GetMasterAccount GetAdministratorAccount " +
      "DisassociateFromMasterAccount DisassociateFromAdministratorAccount EnableOrganizationAdminAccount " +
      "ListOrganizationAdminAccounts DisableOrganizationAdminAccount DescribeOrganizationConfiguration " +
      "UpdateOrganizationConfiguration TagResource UntagResource ListTagsForResource",
    observed: { CreateDetector: "the refusal of a second detector" },
    assumed: {
      CreateMembers: "a wrong e-mail shows at once",
      InviteMembers: "words for accounts that are no members",
      GetMembers: "as InviteMembers",
      DisassociateMembers: "as InviteMembers",
      DeleteMembers: "as InviteMembers",
      DeclineInvitations: "as InviteMembers",
      DeleteInvitations: "as InviteMembers",
      StopMonitoringMembers: "as InviteMembers",
      StartMonitoringMembers: "as InviteMembers",
    },
  },
  s3: {
    name: "S3",
    documented:
      "CreateBucket HeadBucket GetBucketLocation ListBuckets DeleteBucket PutBucketVersioning GetBucketVersioning " +
      "PutBucketEncryption GetBucketEncryption DeleteBucketEncryption PutBucketPolicy GetBucketPolicy DeleteBucketPolicy " +
      "PutPublicAccessBlock GetPublicAccessBlock DeletePublicAccessBlock PutBucketNotificationConfiguration " +
      "GetBucketNotificationConfiguration PutObject GetObject HeadObject CopyObject DeleteObject DeleteObjects " +
      "ListObjects ListObjectsV2 ListObjectVersions CreateMultipartUpload UploadPart UploadPartCopy " +
      "CompleteMultipartUpload AbortMultipartUpload ListParts ListMultipartUploads GetObjectAttributes " +
      "PutObjectTagging GetObjectTagging DeleteObjectTagging PutBucketTagging GetBucketTagging DeleteBucketTagging " +
      "GetBucketAcl PutBucketAcl GetObjectAcl PutObjectAcl GetBucketOwnershipControls PutBucketOwnershipControls " +
      "GetBucketCors GetBucketLifecycleConfiguration GetBucketWebsite GetBucketReplication GetObjectLockConfiguration " +
      "GetBucketLogging GetBucketAccelerateConfiguration GetBucketRequestPayment",
    observed: {},
    assumed: {},
  },
  dynamodb: {
    name: "DynamoDB",
    documented:
      "CreateTable DescribeTable DeleteTable ListTables DescribeLimits UpdateTable DescribeTimeToLive UpdateTimeToLive " +
      "ListTagsOfResource TagResource UntagResource DescribeContinuousBackups UpdateContinuousBackups GetItem PutItem " +
      "UpdateItem DeleteItem BatchGetItem BatchWriteItem TransactWriteItems TransactGetItems Query Scan",
    observed: {},
    assumed: {},
  },
  streams: {
    name: "DynamoDB Streams",
    documented: "ListStreams DescribeStream GetShardIterator GetRecords",
    observed: {},
    assumed: {},
  },
  sqs: {
    name: "SQS",
    documented:
      "CreateQueue DeleteQueue GetQueueUrl GetQueueAttributes SetQueueAttributes AddPermission RemovePermission TagQueue UntagQueue " +
      "ListQueueTags ListDeadLetterSourceQueues PurgeQueue SendMessage SendMessageBatch ReceiveMessage DeleteMessage " +
      "DeleteMessageBatch ChangeMessageVisibility ChangeMessageVisibilityBatch StartMessageMoveTask " +
      "CancelMessageMoveTask ListMessageMoveTasks",
    observed: { ListQueues: "where there is none, the member is absent" },
    assumed: {},
  },
  events: {
    name: "EventBridge",
    documented:
      "CreateEventBus DeleteEventBus DescribeEventBus ListEventBuses PutPermission RemovePermission PutRule " +
      "DescribeRule ListRules EnableRule DisableRule DeleteRule RemoveTargets ListTargetsByRule ListRuleNamesByTarget " +
      "TagResource UntagResource ListTagsForResource",
    observed: {
      TestEventPattern: PATTERNS,
      PutEvents: PATTERNS,
      PutTargets: "the refusal of what is no ARN",
    },
    assumed: {},
  },
  lambda: {
    name: "Lambda",
    documented:
      "Invoke GetFunction GetFunctionConfiguration ListFunctions GetFunctionUrlConfig CreateEventSourceMapping " +
      "GetEventSourceMapping ListEventSourceMappings UpdateEventSourceMapping DeleteEventSourceMapping",
    observed: {},
    assumed: {},
  },
  states: {
    name: "Step Functions",
    documented:
      "CreateStateMachine UpdateStateMachine DeleteStateMachine DescribeStateMachine " +
      "DescribeStateMachineForExecution ListStateMachines StopExecution DescribeExecution ListExecutions DescribeMapRun " +
      "ListMapRuns PublishStateMachineVersion ListStateMachineVersions DeleteStateMachineVersion TagResource " +
      "UntagResource ListTagsForResource DescribeStateMachineAlias ListStateMachineAliases DeleteStateMachineAlias",
    observed: {
      CreateStateMachineAlias: "refusals, recorded",
      UpdateStateMachineAlias: "refusals, recorded",
      ValidateStateMachineDefinition: "texts of refused definitions",
      StartExecution: RECORDED,
      StartSyncExecution: "what express executions answered on AWS",
      GetExecutionHistory: RECORDED,
      SendTaskSuccess: RECORDED,
      SendTaskFailure: RECORDED,
      SendTaskHeartbeat: RECORDED,
    },
    assumed: {
      TestState: "the name of the state in causes; no mocks, variables or whole machines",
    },
  },
  secretsmanager: {
    name: "Secrets Manager",
    documented:
      "CreateSecret GetSecretValue PutSecretValue UpdateSecret DescribeSecret ListSecrets ListSecretVersionIds " +
      "DeleteSecret RestoreSecret",
    observed: {},
    assumed: {},
  },
  ssm: {
    name: "Parameter Store",
    documented:
      "GetParameter GetParameters GetParametersByPath DescribeParameters DeleteParameter DeleteParameters",
    observed: { PutParameter: "refusals of names, values and types" },
    assumed: {},
  },
  logs: {
    name: "CloudWatch Logs",
    documented:
      "CreateLogGroup PutRetentionPolicy CreateLogStream PutLogEvents DescribeLogGroups DescribeLogStreams " +
      "GetLogEvents FilterLogEvents",
    observed: {},
    assumed: {},
  },
};

/** Every operation of a service with what its behaviour rests on; a name that stands twice comes twice. */
export function operationsOf({ documented, observed, assumed }: Knowledge): [string, Known][] {
  return [
    ...documented.split(" ").map((name): [string, Known] => [name, "documented"]),
    ...Object.keys(observed).map((name): [string, Known] => [name, "observed"]),
    ...Object.keys(assumed).map((name): [string, Known] => [name, "assumed"]),
  ];
}
