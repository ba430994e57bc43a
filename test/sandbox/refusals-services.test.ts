// What AWS's models and references demand of each call, and clients do not check before they send: ranges,
// lengths, words, ids. Here of the services around them, and pages.
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigService } from "@aws-sdk/client-config-service";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQS } from "@aws-sdk/client-sqs";
import { SSM } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { HUB, MANAGEMENT, MEMBER, TOKYO } from "./account-world.ts";
import { as, type Line, odd, refuses, withSandbox } from "./refusals.ts";

withSandbox();

const entry = (Id: string, length: number) => ({ Id, MessageBody: "x".repeat(length) });
const recorder = { name: "default", roleARN: `arn:aws:iam::${HUB}:role/Config` };
const others: Line[] = [
  [
    "PutTargets of none",
    () => as(EventBridge).putTargets({ Rule: "any", Targets: [] }),
    "ValidationException",
    /'targets'.*greater than or equal to 1/,
    400,
  ],
  [
    "PutTargets of something else than an ARN",
    async () => {
      await as(EventBridge).putRule({ Name: "r", EventPattern: '{"source":["x"]}' });
      await as(EventBridge).putTargets({ Rule: "r", Targets: [{ Id: "1", Arn: "queue" }] });
    },
    "ValidationException",
    /Parameter queue is not valid. Reason: Provided Arn is not in correct format/,
    400,
  ],
  [
    "PutEvents of none",
    () => as(EventBridge).putEvents({ Entries: [] }),
    "ValidationException",
    /'entries'.*greater than or equal to 1/,
    400,
  ],
  [
    "DeleteEventBus of the default one",
    () => as(EventBridge).deleteEventBus({ Name: "default" }),
    "ValidationException",
    /Cannot delete event bus default/,
    400,
  ],
  [
    "SendMessageBatch of more than a MiB",
    async () => {
      const { QueueUrl } = await as(SQS).createQueue({ QueueName: "large" });
      const Entries = [entry("a", 600_000), entry("b", 600_000)];
      await as(SQS).sendMessageBatch({ QueueUrl, Entries });
    },
    "BatchRequestTooLong",
    /longer than 1048576 bytes. You have sent 1200000 bytes/,
    400,
  ],
  [
    "PurgeQueue twice in a minute",
    async () => {
      const { QueueUrl } = await as(SQS).createQueue({ QueueName: "purged" });
      await as(SQS).purgeQueue({ QueueUrl });
      await as(SQS).purgeQueue({ QueueUrl });
    },
    "PurgeQueueInProgress",
    /Only one PurgeQueue operation on purged is allowed every 60 seconds/,
    403,
  ],
  [
    "CreateSecret with a blank in its name",
    () => as(SecretsManager).createSecret({ Name: "a b", SecretString: "x" }),
    "ValidationException",
    /Invalid name/,
    400,
  ],
  [
    "DeleteSecret within a day",
    async () => {
      await as(SecretsManager).createSecret({ Name: "s", SecretString: "x" });
      await as(SecretsManager).deleteSecret({ SecretId: "s", RecoveryWindowInDays: 1 });
    },
    "InvalidParameterException",
    /between 7 and 30 days/,
    400,
  ],
  [
    "PutParameter of an unknown type",
    () => as(SSM).putParameter({ Name: "/t", Value: "x", Type: odd("Text") }),
    "ValidationException",
    /'type'.*enum value set/,
    400,
  ],
  [
    "PutParameter of a reserved name",
    () => as(SSM).putParameter({ Name: "aws-thing", Value: "x", Type: "String" }),
    "ValidationException",
    /can't be prefixed with "aws"/,
    400,
  ],
  [
    "PutParameter of a long value",
    () => as(SSM).putParameter({ Name: "/l", Value: "x".repeat(4_097), Type: "String" }),
    "ValidationException",
    /maximum parameter value of 4096/,
    400,
  ],
  [
    "GetParameter of a version that is not",
    async () => {
      await as(SSM).putParameter({ Name: "/v", Value: "x", Type: "String" });
      await as(SSM).getParameter({ Name: "/v:9" });
    },
    "ParameterVersionNotFound",
    /could not find version 9 of \/v/,
    400,
  ],
  [
    "GetParametersByPath of half a path",
    () => as(SSM).getParametersByPath({ Path: "v" }),
    "ValidationException",
    /begin with a forward slash/,
    400,
  ],
  [
    "DescribeLogGroups, 51 a page",
    () => as(CloudWatchLogs).describeLogGroups({ limit: 51 }),
    "InvalidParameterException",
    /'limit'/,
    400,
  ],
  [
    "DeleteDeliveryChannel while Config records",
    async () => {
      const config = as(ConfigService);
      await config.putConfigurationRecorder({ ConfigurationRecorder: recorder });
      await as(S3).createBucket({ Bucket: "config-history" });
      await config.putDeliveryChannel({
        DeliveryChannel: { name: "default", s3BucketName: "config-history" },
      });
      await config.startConfigurationRecorder({ ConfigurationRecorderName: "default" });
      await config.deleteDeliveryChannel({ DeliveryChannelName: "default" });
    },
    "LastDeliveryChannelDeleteFailedException",
    /running configuration recorder/,
    400,
  ],
];

describe("the services around accounts", () => refuses(others));

describe("what is allowed", () => {
  it("says nothing of queues where there are none", async () => {
    expect(await as(SQS, MANAGEMENT).listQueues({})).not.toHaveProperty("QueueUrls");
  });

  it("deletes by force even a secret that is not there", async () => {
    const gone = { SecretId: "never-there", ForceDeleteWithoutRecovery: true };
    expect((await as(SecretsManager).deleteSecret(gone)).Name).toBe("never-there");
  });

  it("records everything when a recorder does not say what", async () => {
    const config = as(ConfigService, MEMBER);
    await config.putConfigurationRecorder({ ConfigurationRecorder: recorder });
    const { ConfigurationRecorders } = await config.describeConfigurationRecorders({});
    expect(ConfigurationRecorders).toMatchObject([{ recordingGroup: { allSupported: true } }]);
    await config.deleteConfigurationRecorder({ ConfigurationRecorderName: "default" });
    expect((await config.describeConfigurationRecorders({})).ConfigurationRecorders).toEqual([]);
  });
});

describe("pages", () => {
  /** Items of all pages, two a page. */
  async function pages(
    ask: (token?: string) => Promise<[items: unknown[], next: string | undefined]>,
  ) {
    const counts: number[] = [];
    let next: string | undefined;
    do {
      const [items, token] = await ask(next);
      counts.push(items.length);
      next = token;
    } while (next);
    return counts;
  }

  it("of rules and their targets", async () => {
    const events = as(EventBridge, MANAGEMENT);
    for (const Name of ["a", "b", "c"])
      await events.putRule({ Name, EventPattern: '{"source":["x"]}' });
    const Arn = `arn:aws:sqs:${TOKYO}:${MANAGEMENT}:q`;
    await events.putTargets({ Rule: "a", Targets: ["1", "2", "3"].map((Id) => ({ Id, Arn })) });
    const rules = await pages(async (NextToken) => {
      const page = await events.listRules({ Limit: 2, NextToken });
      return [page.Rules!, page.NextToken];
    });
    const targets = await pages(async (NextToken) => {
      const page = await events.listTargetsByRule({ Rule: "a", Limit: 2, NextToken });
      return [page.Targets!, page.NextToken];
    });
    expect([rules, targets]).toEqual([
      [2, 1],
      [2, 1],
    ]);
    await expect(events.listRules({ NextToken: "made-up" })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("of log groups and streams", async () => {
    const logs = as(CloudWatchLogs, MANAGEMENT);
    for (const logGroupName of ["/a", "/b", "/c"]) await logs.createLogGroup({ logGroupName });
    for (const logStreamName of ["1", "2", "3"])
      await logs.createLogStream({ logGroupName: "/a", logStreamName });
    const groups = await pages(async (nextToken) => {
      const page = await logs.describeLogGroups({ limit: 2, nextToken });
      return [page.logGroups!, page.nextToken];
    });
    const streams = await pages(async (nextToken) => {
      const page = await logs.describeLogStreams({ logGroupName: "/a", limit: 2, nextToken });
      return [page.logStreams!, page.nextToken];
    });
    expect([groups, streams]).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });
});
