// The commands that mend a stage. They are the same in every language.
import type { About } from "./words.ts";

const inRegion = ({ region }: About): string => ` --region ${region}`;

/** Deploying again puts back what the deployment made. */
export const deploy = ({ stage }: About): string => `npx sst deploy --stage ${stage}`;

/** What is there and was changed is seen by a refresh only. */
export const redeploy = (about: About): string =>
  `npx sst refresh --stage ${about.stage} && ${deploy(about)}`;

export const fixes = {
  deploy,
  redeploy,
  recovery: (table: string, about: About) =>
    `aws dynamodb update-continuous-backups --table-name ${table} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true${inRegion(about)}`,
  versioning: (bucket: string) =>
    `aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
  encryption: (bucket: string) =>
    `aws s3api put-bucket-encryption --bucket ${bucket} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'`,
  privacy: (bucket: string) =>
    `aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
  peek: (url: string, about: About) =>
    `aws sqs receive-message --queue-url ${url} --visibility-timeout 0 --attribute-names All${inRegion(about)}`,
  redrive: (queue: string, account: string, about: About) =>
    `aws sqs start-message-move-task --source-arn arn:aws:sqs:${about.region}:${account}:${queue}${inRegion(about)}`,
  purge: (url: string, about: About) => `aws sqs purge-queue --queue-url ${url}${inRegion(about)}`,
  enableMapping: (uuid: string, about: About) =>
    `aws lambda update-event-source-mapping --uuid ${uuid} --enabled${inRegion(about)}`,
  putSecret: (secret: string, about: About) =>
    `read -rs TOKEN && printf %s "$TOKEN" | aws secretsmanager put-secret-value --secret-id ${secret} --secret-string file:///dev/stdin${inRegion(about)}`,
  enableHub: (region: string) =>
    `aws securityhub enable-security-hub --no-enable-default-standards --region ${region}`,
  enableRegion: (region: string) => `aws account enable-region --region-name ${region}`,
  history: (execution: string, about: About) =>
    `aws stepfunctions get-execution-history --execution-arn ${execution} --reverse-order --max-results 20${inRegion(about)}`,
  dropLease: (table: string, about: About) =>
    `aws dynamodb delete-item --table-name ${table} --key '{"pk":{"S":"LEASE#apply"},"sk":{"S":"LEASE"}}'${inRegion(about)}`,
};
