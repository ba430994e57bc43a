import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import {
  notificationTargets,
  type ObjectCreated,
  objectCreatedDetail,
  s3Notification,
} from "../../packages/sandbox/src/services/s3/index.ts";

const AT = { account: "111111111111", region: "us-east-1" };

describe("a new object", () => {
  let sandbox: Sandbox;
  const events: ObjectCreated[] = [];
  beforeAll(async () => {
    sandbox = await startSandbox();
    sandbox.services.objects.notify((event) => void events.push(event));
    const call = (operation: string, input: object) =>
      sandbox.world.call("s3", operation, input, AT);
    await call("CreateBucket", { Bucket: "ledgers" });
    const VersioningConfiguration = { Status: "Enabled" };
    await call("PutBucketVersioning", { Bucket: "ledgers", VersioningConfiguration });
  });
  afterAll(() => sandbox.stop());

  it("is told with its version and who put it there, and can be read by what was told", async () => {
    const { endpoint } = sandbox;
    const region = "us-east-1";
    const sts = new STSClient({
      region,
      endpoint,
      credentials: { accessKeyId: AT.account, secretAccessKey: "any" },
    });
    const { Credentials: keys } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::111111111111:role/Uploader",
        RoleSessionName: "hanako@example.com",
      }),
    );
    const client = new S3Client({
      region,
      endpoint,
      credentials: {
        accessKeyId: keys!.AccessKeyId!,
        secretAccessKey: keys!.SecretAccessKey!,
        sessionToken: keys!.SessionToken!,
      },
    });
    const Key = "ledgers/台帳 (1)+.xlsx";
    const put = await client.send(new PutObjectCommand({ Bucket: "ledgers", Key, Body: "rows" }));
    const [event] = events;
    const { Records } = s3Notification(event!, "ToStartRun") as {
      Records: Record<string, unknown>[];
    };
    expect(Records[0]).toMatchObject({
      eventName: "ObjectCreated:Put",
      awsRegion: region,
      userIdentity: { principalId: expect.stringMatching(/^AWS:ARO\w+:hanako@example\.com$/) },
      s3: {
        configurationId: "ToStartRun",
        bucket: { name: "ledgers", arn: "arn:aws:s3:::ledgers" },
        object: {
          key: "ledgers/%E5%8F%B0%E5%B8%B3+%281%29%2B.xlsx",
          size: 4,
          eTag: put.ETag!.replaceAll('"', ""),
          versionId: put.VersionId,
        },
      },
    });
    const { object } = Records[0]!.s3 as { object: { key: string; versionId: string } };
    const read = await client.send(
      new GetObjectCommand({
        Bucket: "ledgers",
        Key: decodeURIComponent(object.key.replaceAll("+", " ")),
        VersionId: object.versionId,
      }),
    );
    expect(await read.Body!.transformToString()).toBe("rows");
    expect(objectCreatedDetail(event!)).toMatchObject({
      bucket: { name: "ledgers" },
      object: { key: Key, "version-id": put.VersionId },
      reason: "PutObject",
    });
  });

  it("has a later sequencer than the one before", async () => {
    const before = events.length;
    for (const Body of ["1", "2", "3"])
      await sandbox.world.call(
        "s3",
        "PutObject",
        { Bucket: "ledgers", Key: "k", Body: Buffer.from(Body) },
        AT,
      );
    const sequence = events.slice(before).map(({ sequencer }) => sequencer);
    expect(sequence).toHaveLength(3);
    expect(sequence).toEqual(sequence.toSorted());
    expect(new Set(sequence).size).toBe(3);
  });
});

describe("a bucket's configuration", () => {
  const configuration = {
    LambdaFunctionConfigurations: [
      {
        Id: "ToStartRun",
        LambdaFunctionArn: "arn:aws:lambda:us-east-1:111111111111:function:start-run",
        Events: ["s3:ObjectCreated:*"],
        Filter: {
          Key: {
            FilterRules: [
              { Name: "Prefix", Value: "ledgers/" },
              { Name: "suffix", Value: ".xlsx" },
            ],
          },
        },
      },
    ],
    QueueConfigurations: [
      { QueueArn: "arn:aws:sqs:us-east-1:111111111111:copies", Events: ["s3:ObjectCreated:Copy"] },
    ],
  };
  it.each([
    ["ObjectCreated:Put", "ledgers/a.xlsx", ["start-run"]],
    ["ObjectCreated:Copy", "ledgers/a.xlsx", ["start-run", "copies"]],
    ["ObjectCreated:Put", "ledgers/a.csv", []],
    ["ObjectCreated:Put", "runs/a.xlsx", []],
  ] as const)("names for %s of %s: %j", (name, key, expected) => {
    const found = notificationTargets(configuration, { name, key });
    expect(found.map(({ arn }) => arn.split(":").at(-1))).toEqual(expected);
  });
});
