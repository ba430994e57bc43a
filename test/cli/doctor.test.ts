// `rollcall doctor` against a deployed app: healthy at first, then broken piece by piece over the wire.
import {
  DynamoDBClient,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, RemovePermissionCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
  DeletePublicAccessBlockCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { DisableSecurityHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SFNClient, StartExecutionCommand, UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { App, type Sandbox, startSandbox } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEstate, sampleEstate, settingsFor } from "../../packages/cli/src/estate.ts";
import { keepPermissions } from "../../packages/cli/src/permissions/keep.ts";
import { withPolicies } from "../../packages/cli/src/role-policies.ts";
import { synthesize } from "../../packages/cli/src/synthesize.ts";
import { rollcall } from "./command.ts";

let sandbox: Sandbox;
let app: App;

beforeAll(async () => {
  const estate = readEstate(sampleEstate);
  app = App.parse(await synthesize(settingsFor(estate, "en")));
  sandbox = await startSandbox({ estate: withPolicies(estate, {}), app });
  const { ROLLCALL_PERMISSIONS: kept } = process.env;
  if (kept) keepPermissions(sandbox, kept, { "rollcall-management": "management-role.yaml" });
});
afterAll(() => sandbox?.stop());

const config = (region = app.region, account = app.account) => ({
  endpoint: sandbox.endpoint,
  region,
  credentials: { accessKeyId: account, secretAccessKey: "any" },
  forcePathStyle: true,
});

async function examined(...more: string[]) {
  const { code, stdout, stderr } = await rollcall(
    ["doctor", "--stage", app.stage, "--json", ...more],
    {
      AWS_ENDPOINT_URL: sandbox.endpoint,
      SLACK_API_URL: sandbox.slackUrl,
      AWS_REGION: app.region,
      AWS_ACCESS_KEY_ID: app.account,
      AWS_SECRET_ACCESS_KEY: "any",
    },
  );
  expect(stderr).toBe("");
  const document = JSON.parse(stdout);
  const problems: { code: string; what: string; fix: string }[] = document.checks.flatMap(
    (one: { problems: [] }) => one.problems,
  );
  return { code, document, problems, codes: problems.map((one) => one.code) };
}

const tokenOf = (SecretString: string) =>
  new SecretsManagerClient(config()).send(
    new PutSecretValueCommand({ SecretId: app.secrets[0]!.name, SecretString }),
  );

const nameOf = (part: string, all: { name: string }[]) =>
  all.find(({ name }) => name.includes(part))!.name;

it("misses the token that nobody has put in yet, and says how", async () => {
  const { code, problems } = await examined();
  expect(code).toBe(1);
  expect(problems).toEqual([
    {
      code: "secret-empty",
      what: expect.stringContaining(app.secrets[0]!.name),
      fix: expect.stringContaining("aws secretsmanager put-secret-value"),
    },
  ]);
});

it("finds a stage that is complete all right, and changes nothing", async () => {
  await tokenOf("xoxb-sandbox");
  const mark = sandbox.calls.mark();
  const { code, document } = await examined();
  expect(code).toBe(0);
  expect(document).toMatchObject({ healthy: true, stage: app.stage, account: app.account });
  const notes = Object.fromEntries(
    document.checks.map((one: { name: string; notes: string[] }) => [one.name, one.notes]),
  );
  expect(notes).toMatchObject({
    functions: [String(app.functions.length)],
    hub: ["17"],
    management: [expect.stringMatching(/^222222222222, organization o-/)],
    way: [expect.stringMatching(/^invitation .* in 17 Regions$/)],
    slack: [expect.stringContaining("chat:write")],
    lease: ["free"],
    trail: [nameOf("TrailBus", app.buses)],
  });
  const asked = new Set(sandbox.calls.since(mark).map(({ operation }) => operation));
  expect([...asked].filter((one) => !/^(Get|List|Describe|Query|AssumeRole)/.test(one))).toEqual(
    [],
  );
});

it("names what was broken, each by itself", async () => {
  await tokenOf("xoxb-revoked");
  const [table, machine] = [app.tables[0]!.name, app.stateMachines[0]!];
  const Bucket = nameOf("ledgersbucket", app.buckets);
  const lambda = new LambdaClient(config());
  const { EventSourceMappings } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: nameOf("Compose", app.functions) }),
  );
  const { UUID } = EventSourceMappings![0]!;
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));

  const sqs = new SQSClient(config());
  const urlOf = async (part: string) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName: nameOf(part, app.queues) }))).QueueUrl!;
  await sqs.send(
    new SendMessageCommand({ QueueUrl: await urlOf("Uncomposed"), MessageBody: "nobody's" }),
  );
  await sqs.send(
    new SendMessageCommand({ QueueUrl: await urlOf("Unstarted"), MessageBody: "an upload" }),
  );
  await sqs.send(new DeleteQueueCommand({ QueueUrl: await urlOf("Undelivered") }));

  const s3 = new S3Client(config());
  const VersioningConfiguration = { Status: "Suspended" as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const NotificationConfiguration = {};
  await s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }),
  );

  const dynamodb = new DynamoDBClient(config());
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName: table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    }),
  );
  const Item = {
    pk: { S: "LEASE#apply" },
    sk: { S: "LEASE" },
    kind: { S: "lease" },
    holder: { S: "ledger-gone" },
    until: { S: "2099-01-01T00:00:00.000Z" },
    version: { N: "1" },
  };
  await dynamodb.send(new PutItemCommand({ TableName: table, Item }));

  const states = new SFNClient(config());
  const broken = {
    StartAt: "No",
    QueryLanguage: "JSONata",
    States: { No: { Type: "Fail", Error: "Broken" } },
  };
  await states.send(
    new UpdateStateMachineCommand({
      stateMachineArn: machine.arn,
      definition: JSON.stringify(broken),
    }),
  );
  await states.send(new StartExecutionCommand({ stateMachineArn: machine.arn, name: "failing" }));
  await new SecurityHubClient(config("eu-west-1")).send(new DisableSecurityHubCommand({}));

  const { code, document, problems, codes } = await examined();
  expect(code).toBe(1);
  expect(document.healthy).toBe(false);
  expect(codes.sort()).toEqual([
    "dead-letters",
    "dead-letters",
    "hub-off",
    "lease-orphaned",
    "machine-changed",
    "mapping-off",
    "notification-missing",
    "public-access-open",
    "queue-missing",
    "recovery-off",
    "run-failed",
    "token-refused",
    "versioning-off",
  ]);
  const letters = problems.filter(({ code }) => code === "dead-letters");
  expect(letters.find(({ what }) => what.includes("Uncomposed"))!.fix).toContain("move-task");
  expect(letters.find(({ what }) => what.includes("Unstarted"))!.fix).toContain("purge-queue");
  const of = (code: string) => problems.find((one) => one.code === code)!;
  expect(of("dead-letters").what).toMatch(/^1 message that nobody could handle waits in /);
  expect(of("mapping-off").fix).toContain(`--uuid ${UUID} --enabled`);
  expect(of("hub-off").fix).toContain("--region eu-west-1");
  expect(of("token-refused").what).toContain("invalid_auth");
  expect(of("run-failed").what).toContain("Broken");
  expect(of("lease-orphaned").what).toContain("ledger-gone");
});

it("tells a secret, a stream, a management role and a bus policy that are gone", async () => {
  await new SecretsManagerClient(config()).send(
    new DeleteSecretCommand({ SecretId: app.secrets[0]!.name }),
  );
  await new DynamoDBClient(config()).send(
    new UpdateTableCommand({
      TableName: app.tables[0]!.name,
      StreamSpecification: { StreamEnabled: false },
    }),
  );
  const iam = new IAMClient(config("us-east-1", "222222222222"));
  const nobody = { Version: "2012-10-17", Statement: [] };
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: "rollcall-management",
      PolicyDocument: JSON.stringify(nobody),
    }),
  );
  await new EventBridgeClient(config()).send(
    new RemovePermissionCommand({
      EventBusName: nameOf("TrailBus", app.buses),
      RemoveAllPermissions: true,
    }),
  );
  await sandbox.world.clock.sleep(60_000); // IAM takes a moment
  const { codes } = await examined("--lang", "ja");
  expect(codes).toEqual(
    expect.arrayContaining(["secret-missing", "stream-off", "management-refused", "trail-closed"]),
  );
});

it("tells a person in words and commands, in Japanese too", async () => {
  const environment = {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    SLACK_API_URL: sandbox.slackUrl,
    AWS_ACCESS_KEY_ID: app.account,
    AWS_SECRET_ACCESS_KEY: "any",
  };
  const args = ["doctor", "--stage", app.stage, "--region", app.region];
  const [english, japanese] = await Promise.all([
    rollcall(args, environment),
    rollcall([...args, "--lang", "ja"], environment),
  ]);
  expect(english.code).toBe(1);
  expect(english.stdout).toMatch(
    /^✖ Event sources .*\n {4}.*Compose.* is Disabled\n {4}→ aws lambda /m,
  );
  expect(english.stdout).toMatch(/\d+ things to mend\.\n$/);
  expect(japanese.stdout).toMatch(/^✖ イベントソース/m);
  expect(japanese.stdout).toContain("対応が必要な項目が");
});

it("knows neither a stage that is not there nor a caller that nobody knows", async () => {
  const environment = { AWS_ENDPOINT_URL: sandbox.endpoint, AWS_SECRET_ACCESS_KEY: "any" };
  const missing = await rollcall(["doctor", "--stage", "nowhere", "--region", "eu-west-1"], {
    ...environment,
    AWS_ACCESS_KEY_ID: app.account,
  });
  expect(missing.code).toBe(1);
  expect(missing.stdout).toContain("There is no parameter /rollcall/nowhere/app in eu-west-1");
  const unknown = await rollcall(["doctor", "--json"], {
    ...environment,
    AWS_ACCESS_KEY_ID: "AKIANOBODY",
  });
  expect(unknown.code).toBe(4);
  expect(JSON.parse(unknown.stdout)).toMatchObject({ failure: { error: "Credentials" } });
  expect(unknown.stderr).toContain("AWS does not know who asks");
  const nobody = await rollcall(["doctor", "--region", "eu-west-1"], {
    AWS_ENDPOINT_URL: "http://127.0.0.1:9", // nothing listens on the discard port
    AWS_SECRET_ACCESS_KEY: "any",
    AWS_ACCESS_KEY_ID: app.account,
  });
  expect(nobody.code).toBe(1);
  expect(nobody.stderr).toContain("AWS cannot be reached: connect ECONNREFUSED");
});
