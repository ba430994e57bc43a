// Events of CloudTrail as EventBridge hands them over, after the examples of AWS's guides: Security Hub's parameters
// keep their capitals, Organizations' do not, and everything lies under `detail`.

export const hub = "111111111111";
export const management = "222222222222";
export const member = "620000000001";

/** Whose events count. */
export const ours = {
  hub,
  management,
  memberRole: "rollcall-member",
  ownRoles: "rollcall-production-",
};

/** The session of a role, as CloudTrail describes who used it. */
export const session = (account: string, role: string, name: string) => ({
  type: "AssumedRole",
  principalId: `AROAIDPPEZS35WEXAMPLE:${name}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
  accountId: account,
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  sessionContext: {
    sessionIssuer: {
      type: "Role",
      principalId: "AROAIDPPEZS35WEXAMPLE",
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { creationDate: "2026-11-22T09:00:00Z", mfaAuthenticated: "false" },
  },
});

const names: Record<string, string> = {
  securityhub: "aws.securityhub",
  organizations: "aws.organizations",
};

/** A call's event. `detail` overrides what is usual. */
export const called = (
  service: "securityhub" | "organizations",
  account: string,
  eventName: string,
  detail: object = {},
) => ({
  version: "0",
  id: "9f3c1a52-5d0b-4a4e-9f5e-000000000001",
  "detail-type": "AWS API Call via CloudTrail",
  source: names[service],
  account,
  time: "2026-11-22T10:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: {
    eventVersion: "1.11",
    userIdentity: session(account, "Admin", "alice"),
    eventTime: "2026-11-22T10:00:00Z",
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: "us-east-1",
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.31.0",
    requestParameters: null,
    responseElements: null,
    requestID: "c0fffccd-f04d-11e8-93fc-ddcd14710066",
    eventID: "3dabcebf-35b0-443f-a1a2-26e186ce23bf",
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
    ...detail,
  },
});

/** An event of what Organizations did by itself. */
export const happened = (eventName: string, serviceEventDetails: object) => {
  const event = called("organizations", management, eventName, {
    userIdentity: { accountId: management, invokedBy: "AWS Internal" },
    sourceIPAddress: "AWS Internal",
    userAgent: "AWS Internal",
    eventType: "AwsServiceEvent",
    serviceEventDetails,
  });
  return { ...event, "detail-type": "AWS Service Event via CloudTrail" };
};
