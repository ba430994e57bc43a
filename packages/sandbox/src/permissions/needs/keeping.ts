// Secrets Manager, Systems Manager parameters and CloudWatch Logs (Service Authorization Reference of each).
import { anything, each, type Place, type Row, type Rows } from "../need.ts";

const secretArn = (id: unknown, at: Place): string => {
  const { account, region, facts } = at;
  return (
    facts.secretArn(at, String(id)) ??
    (String(id).startsWith("arn:")
      ? String(id)
      : `arn:aws:secretsmanager:${region}:${account}:secret:${id}`)
  );
};

const onSecret =
  (operation: string): Row =>
  ({ SecretId, VersionId, VersionStage }, at) => ({
    action: `secretsmanager:${operation}`,
    resource: secretArn(SecretId, at),
    keys: () => ({
      "secretsmanager:secretid": secretArn(SecretId, at),
      "secretsmanager:versionid": VersionId,
      "secretsmanager:versionstage": VersionStage ?? (VersionId ? undefined : "AWSCURRENT"),
    }),
  });

export const secretsmanager: Rows = {
  ...Object.fromEntries(
    [
      "DeleteSecret",
      "DescribeSecret",
      "GetSecretValue",
      "ListSecretVersionIds",
      "PutSecretValue",
      "RestoreSecret",
      "UpdateSecret",
    ].map((operation) => [operation, onSecret(operation)]),
  ),
  ...each("secretsmanager", ["CreateSecret"], ({ Name }, at) => secretArn(Name, at)),
  ...each("secretsmanager", ["ListSecrets"], anything),
};

const parameterArn = (name: unknown, { account, region }: Place): string =>
  `arn:aws:ssm:${region}:${account}:parameter/${String(name).replace(/^\//, "")}`;

const parameters =
  (action: string): Row =>
  ({ Names = [] }: { Names?: string[] }, at) =>
    Names.map((name) => ({ action: `ssm:${action}`, resource: parameterArn(name, at) }));

export const ssm: Rows = {
  ...each("ssm", ["DeleteParameter", "GetParameter", "PutParameter"], ({ Name }, at) =>
    parameterArn(Name, at),
  ),
  ...each("ssm", ["GetParametersByPath"], ({ Path }, at) => parameterArn(Path, at)),
  GetParameters: parameters("GetParameters"),
  DeleteParameters: parameters("DeleteParameters"),
  ...each("ssm", ["DescribeParameters"], anything),
};

const groupArn = (name: unknown, { account, region }: Place): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name ?? "*"}`;

export const logs: Rows = {
  ...each(
    "logs",
    [
      "CreateLogGroup",
      "CreateLogStream",
      "DescribeLogGroups",
      "DescribeLogStreams",
      "FilterLogEvents",
      "PutRetentionPolicy",
    ],
    ({ logGroupName, logGroupIdentifier }, at) =>
      `${groupArn(logGroupName ?? logGroupIdentifier, at)}:*`,
  ),
  ...each(
    "logs",
    ["GetLogEvents", "PutLogEvents"],
    ({ logGroupName, logStreamName }, at) =>
      `${groupArn(logGroupName, at)}:log-stream:${logStreamName}`,
  ),
};
