// The table and the ledger bucket.
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import {
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { ownClientOf } from "../clients.ts";
import { nameOf } from "../errors.ts";
import type { Finding, Look } from "./finding.ts";

/** The table is there, active, tells its stream, and can be restored to any second. */
export const lookAtTable: Look = async ({ table }) => {
  const client = ownClientOf(DynamoDBClient, "dynamodb");
  const notes = [{ code: "named" as const, name: table }];
  const described = await client
    .send(new DescribeTableCommand({ TableName: table }))
    .catch(unless("ResourceNotFoundException"));
  if (!described) return { problems: [{ code: "table-missing", table }], notes };
  const { TableStatus: status = "", StreamSpecification: stream } = described.Table ?? {};
  const backups = await client.send(new DescribeContinuousBackupsCommand({ TableName: table }));
  const recovery =
    backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  const problems: Finding[] = [];
  // A table that is being updated serves reads and writes.
  if (!["ACTIVE", "UPDATING"].includes(status))
    problems.push({ code: "table-inactive", table, status });
  if (!stream?.StreamEnabled) problems.push({ code: "stream-off", table });
  if (recovery !== "ENABLED") problems.push({ code: "recovery-off", table });
  return { problems, notes };
};

const blocks = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
] as const;

/** The bucket keeps versions, encrypts, is private, and tells `start-run` of every ledger. */
export const lookAtBucket: Look = async ({ ledgers: Bucket, startRun }) => {
  const client = ownClientOf(S3Client, "s3");
  const notes = [{ code: "named" as const, name: Bucket }];
  const versioning = await client
    .send(new GetBucketVersioningCommand({ Bucket }))
    .catch(unless("NoSuchBucket"));
  if (!versioning) return { problems: [{ code: "bucket-missing", bucket: Bucket }], notes };
  const [encryption, access, told] = await Promise.all([
    client
      .send(new GetBucketEncryptionCommand({ Bucket }))
      .catch(unless("ServerSideEncryptionConfigurationNotFoundError")),
    client
      .send(new GetPublicAccessBlockCommand({ Bucket }))
      .catch(unless("NoSuchPublicAccessBlockConfiguration")),
    client.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
  ]);
  const problems: Finding[] = [];
  if (versioning.Status !== "Enabled") problems.push({ code: "versioning-off", bucket: Bucket });
  if (!encryption?.ServerSideEncryptionConfiguration?.Rules?.length)
    problems.push({ code: "encryption-off", bucket: Bucket });
  const open = blocks.filter((one) => !access?.PublicAccessBlockConfiguration?.[one]);
  if (open.length > 0) problems.push({ code: "public-access-open", bucket: Bucket, open });
  const starts = told.LambdaFunctionConfigurations?.some(
    (one) =>
      one.LambdaFunctionArn?.endsWith(`:function:${startRun}`) &&
      one.Filter?.Key?.FilterRules?.some(
        (rule) => rule.Name?.toLowerCase() === "prefix" && rule.Value === "ledgers/",
      ),
  );
  if (!starts) problems.push({ code: "notification-missing", bucket: Bucket, startRun });
  return { problems, notes };
};

/** For `.catch`: undefined for one error of AWS's, all others go on. */
export const unless =
  (...names: string[]) =>
  (error: unknown): undefined => {
    if (!names.includes(nameOf(error))) throw error;
    return undefined;
  };
