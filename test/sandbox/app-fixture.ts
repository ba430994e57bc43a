// Small apps for tests: hand-written bundles, and a manifest with nothing in it but what a test gives.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { App } from "../../packages/sandbox/src/app/manifest.ts";
import { startSandbox } from "../../packages/sandbox/src/index.ts";

/** The account and the Region of all test apps. */
export const ACCOUNT = "111111111111";
export const REGION = "us-east-1";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
export const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const machineArn = (name: string) =>
  `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
export const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** A directory of its own; remove it with `fs.rmSync`. */
export const scratch = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-test-"));

/** A function with the given module as its bundle. */
export function bundle(
  directory: string,
  name: string,
  source: string,
  more: Partial<App["functions"][number]> = {},
): App["functions"][number] {
  const file = path.join(directory, `${name}.mjs`);
  fs.writeFileSync(file, source);
  return {
    arn: functionArn(name),
    name,
    id: name,
    handler: "bundle.handler",
    bundle: file,
    roleArn: ROLE,
    links: {},
    environment: {},
    timeoutSeconds: 20,
    memoryMb: 1024,
    asyncRetries: 2,
    ...more,
  };
}

/** A state machine. */
export const machine = (name: string, definition: object): App["stateMachines"][number] => ({
  arn: machineArn(name),
  name,
  type: "STANDARD",
  roleArn: ROLE,
  definition: { QueryLanguage: "JSONata", ...definition },
});

/** A queue. */
export const queue = (
  name: string,
  more: Partial<App["queues"][number]> = {},
): App["queues"][number] => ({
  name,
  arn: queueArn(name),
  url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`,
  fifo: name.endsWith(".fifo"),
  contentBasedDeduplication: false,
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 345_600,
  ...more,
});

/** An event source mapping. */
export const mapping = (
  more: Pick<App["eventSourceMappings"][number], "id" | "sourceArn" | "functionArn"> &
    Partial<App["eventSourceMappings"][number]>,
): App["eventSourceMappings"][number] => ({
  batchSize: 10,
  windowSeconds: 0,
  filters: [],
  bisect: false,
  maximumRetryAttempts: -1,
  functionResponseTypes: [],
  parallelization: 1,
  ...more,
});

/** An app with the given parts and nothing else. */
export const app = (parts: Partial<App>): App => ({
  formatVersion: 1,
  name: "test",
  stage: "test",
  account: ACCOUNT,
  region: REGION,
  root: os.tmpdir(),
  functions: [],
  stateMachines: [],
  tables: [],
  eventSourceMappings: [],
  queues: [],
  buckets: [],
  buses: [],
  busPolicies: [],
  rules: [],
  schedules: [],
  secrets: [],
  parameters: [],
  roles: [
    {
      name: "worker",
      arn: ROLE,
      trust: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: {
              Service: ["lambda", "states", "scheduler", "events"].map(
                (one) => `${one}.amazonaws.com`,
              ),
            },
            Action: "sts:AssumeRole",
          },
        ],
      },
      policies: [],
      managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
    },
  ],
  alarms: [],
  ...parts,
});

/** Settings of an SDK client that acts as the account's administrator. */
export const clientOf = (endpoint: string) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: "secret" },
});

/** A sandbox with an app in it, and clients of the account's administrator. */
export async function startApp(
  parts: Partial<App>,
  options: Parameters<typeof startSandbox>[0] = {},
) {
  const sandbox = await startSandbox({ ...options, app: app(parts) });
  const settings = clientOf(sandbox.endpoint);
  const clients = {
    events: new EventBridgeClient(settings),
    lambda: new LambdaClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sfn: new SFNClient(settings),
    sqs: new SQSClient(settings),
    dynamodb: new DynamoDBClient(settings),
  };
  return {
    ...clients,
    sandbox,
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await sandbox.stop();
    },
  };
}

/** Looks again, in real time, until `look` gives something; for what happens behind the API. */
export async function eventually<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
): Promise<Found> {
  for (let turn = 0; turn < 1000; turn++) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it never happened");
}

/** The end of an execution. */
export const ended = (sfn: SFNClient, executionArn: string) =>
  eventually(async () => {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return found.status !== "RUNNING" && found;
  });
