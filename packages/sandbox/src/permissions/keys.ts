// The context keys that the sandbox knows. A policy that asks for another one is told so, and never silently met.

/** Keys of every request (IAM user guide, "AWS global condition context keys"). */
const GLOBAL = [
  "aws:currenttime",
  "aws:epochtime",
  "aws:multifactorauthpresent",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalorgid",
  "aws:principalservicename",
  "aws:principaltype",
  "aws:requestedregion",
  "aws:resourceaccount",
  "aws:securetransport",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:tagkeys",
  "aws:userid",
  "aws:username",
  "aws:viaawsservice",
];

/** Keys that services add (Service Authorization Reference), as far as the table of needs gives them. */
const OF_SERVICES = [
  "dynamodb:leadingkeys",
  "events:detail-type",
  "events:source",
  "iam:awsservicename",
  "iam:passedtoservice",
  "iam:permissionsboundary",
  "iam:policyarn",
  "lambda:functionarn",
  "lambda:functionurlauthtype",
  "lambda:invokedviafunctionurl",
  "s3:delimiter",
  "s3:max-keys",
  "s3:prefix",
  "s3:versionid",
  "secretsmanager:secretid",
  "secretsmanager:versionid",
  "secretsmanager:versionstage",
  "sts:externalid",
  "sts:rolesessionname",
];

const KNOWN = new Set([...GLOBAL, ...OF_SERVICES]);
/** Keys whose names end in a tag's. */
const TAGS = /^aws:(principaltag|requesttag)\/./;
/** Keys with several values, which need ForAllValues or ForAnyValue. */
const MULTIVALUED = new Set(["aws:tagkeys", "dynamodb:leadingkeys"]);

/** Whether a request can have this key here. */
export const isKnown = (key: string): boolean =>
  KNOWN.has(key.toLowerCase()) || TAGS.test(key.toLowerCase());

/** Whether a request can have several values of this key. */
export const isMultivalued = (key: string): boolean => MULTIVALUED.has(key.toLowerCase());
