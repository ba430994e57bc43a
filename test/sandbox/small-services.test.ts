import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
const options = (account = "111111111111", region = "us-east-1") => ({
  region,
  endpoint: sandbox.endpoint,
  credentials: { accessKeyId: account, secretAccessKey: "any" },
  maxAttempts: 1,
});

describe("Secrets Manager", () => {
  const value = (
    SecretId: string,
    more: object = {},
    client = new SecretsManagerClient(options()),
  ) => client.send(new GetSecretValueCommand({ SecretId, ...more }));

  it("finds a secret by name, ARN and partial ARN, in its own account and Region only", async () => {
    const client = new SecretsManagerClient(options());
    const made = await client.send(
      new CreateSecretCommand({ Name: "app/slack", SecretString: "first", Description: "token" }),
    );
    expect(made.ARN).toMatch(
      /^arn:aws:secretsmanager:us-east-1:111111111111:secret:app\/slack-\w{6}$/,
    );
    for (const id of ["app/slack", made.ARN!, made.ARN!.slice(0, -7)])
      expect((await value(id)).SecretString).toBe("first");
    for (const other of [options("222222222222"), options("111111111111", "eu-west-1")])
      await expect(value("app/slack", {}, new SecretsManagerClient(other))).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
    await expect(client.send(new CreateSecretCommand({ Name: "app/slack" }))).rejects.toMatchObject(
      {
        name: "ResourceExistsException",
      },
    );
    const { SecretList } = await client.send(
      new ListSecretsCommand({ Filters: [{ Key: "name", Values: ["app/"] }] }),
    );
    expect(SecretList?.map(({ Description }) => Description)).toEqual(["token"]);
  });

  it("moves the stages of versions", async () => {
    const client = new SecretsManagerClient(options());
    await client.send(new CreateSecretCommand({ Name: "rotated" }));
    await expect(value("rotated")).rejects.toThrow(/staging label: AWSCURRENT/);
    const put = (SecretString: string, more: object = {}) =>
      client.send(new PutSecretValueCommand({ SecretId: "rotated", SecretString, ...more }));
    await put("1");
    await put("2");
    await client.send(
      new UpdateSecretCommand({ SecretId: "rotated", SecretBinary: Buffer.from([3]) }),
    );
    expect((await value("rotated")).SecretBinary).toEqual(new Uint8Array([3]));
    expect((await value("rotated", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("2");
    const listed = await client.send(new ListSecretVersionIdsCommand({ SecretId: "rotated" }));
    expect(listed.Versions?.map(({ VersionStages }) => VersionStages)).toEqual([
      ["AWSPREVIOUS"],
      ["AWSCURRENT"],
    ]);
    const token = "00000000-0000-4000-8000-000000000000";
    const once = await put("4", { ClientRequestToken: token, VersionStages: ["AWSPENDING"] });
    expect((await put("4", { ClientRequestToken: token })).VersionId).toBe(once.VersionId);
    await expect(put("5", { ClientRequestToken: token })).rejects.toMatchObject({
      name: "ResourceExistsException",
    });
    expect((await value("rotated")).SecretBinary).toEqual(new Uint8Array([3]));
  });

  it("deletes after a time in which the secret can be restored", async () => {
    const client = new SecretsManagerClient(options());
    await client.send(new CreateSecretCommand({ Name: "gone", SecretString: "x" }));
    await client.send(new DeleteSecretCommand({ SecretId: "gone" }));
    await expect(value("gone")).rejects.toMatchObject({ name: "InvalidRequestException" });
    const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId: "gone" }));
    expect(DeletedDate!.getTime()).toBeGreaterThan(sandbox.world.clock.now());
    await client.send(new RestoreSecretCommand({ SecretId: "gone" }));
    expect((await value("gone")).SecretString).toBe("x");
    await client.send(
      new DeleteSecretCommand({ SecretId: "gone", ForceDeleteWithoutRecovery: true }),
    );
    await expect(value("gone")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("keeps the ARN that an app was given", async () => {
    const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:given-AbCdEf";
    sandbox.services.secrets.declare("given", arn);
    const client = new SecretsManagerClient(options());
    await client.send(new PutSecretValueCommand({ SecretId: "given", SecretString: "x" }));
    sandbox.services.secrets.declare("given", arn);
    expect(await value(arn)).toMatchObject({ ARN: arn, SecretString: "x" });
  });
});

describe("Parameter Store", () => {
  it("puts, versions, lists and deletes", async () => {
    const client = new SSMClient(options());
    const put = (Name: string, Value: string, more: object = {}) =>
      client.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
    await put("/app/a", "1");
    await put("/app/deep/b", "2", { Type: "SecureString" });
    await expect(put("/app/a", "3")).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
    expect((await put("/app/a", "3", { Overwrite: true })).Version).toBe(2);
    const get = (Name: string, WithDecryption = true) =>
      client.send(new GetParameterCommand({ Name, WithDecryption }));
    expect((await get("/app/a:2")).Parameter).toMatchObject({ Value: "3", Version: 2 });
    expect((await get("/app/deep/b")).Parameter?.Value).toBe("2");
    expect((await get("/app/deep/b", false)).Parameter?.Value).not.toBe("2");
    const path = async (Recursive: boolean) => {
      const found = await client.send(new GetParametersByPathCommand({ Path: "/app", Recursive }));
      return found.Parameters?.map(({ Name }) => Name);
    };
    expect(await path(false)).toEqual(["/app/a"]);
    expect(await path(true)).toEqual(["/app/a", "/app/deep/b"]);
    await client.send(new DeleteParameterCommand({ Name: "/app/a" }));
    const some = await client.send(new GetParametersCommand({ Names: ["/app/a", "/app/deep/b"] }));
    expect([some.Parameters?.length, some.InvalidParameters]).toEqual([1, ["/app/a"]]);
    await expect(get("/app/a")).rejects.toMatchObject({ name: "ParameterNotFound" });
  });
});

describe("CloudWatch Logs", () => {
  const at = { logGroupName: "/aws/lambda/join", logStreamName: "2026/11/22/[$LATEST]ab" };

  it("keeps events of streams", async () => {
    const client = new CloudWatchLogsClient(options());
    const put = (messages: string[]) =>
      client.send(
        new PutLogEventsCommand({
          ...at,
          logEvents: messages.map((message, second) => ({
            message,
            timestamp: 1_000_000 + second * 1000,
          })),
        }),
      );
    await expect(put(["x"])).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await client.send(new CreateLogGroupCommand({ logGroupName: at.logGroupName }));
    await client.send(new CreateLogStreamCommand(at));
    await put(["START", "ERROR one\n  at two lines\n\tand a tab", "WARN three", "ERROR not this"]);
    const got = await client.send(
      new GetLogEventsCommand({ ...at, startFromHead: true, limit: 2 }),
    );
    expect(got.events?.map(({ message }) => message)).toEqual([
      "START",
      "ERROR one\n  at two lines\n\tand a tab",
    ]);
    const rest = await client.send(
      new GetLogEventsCommand({ ...at, startFromHead: true, nextToken: got.nextForwardToken! }),
    );
    expect(rest.events?.[0]).toMatchObject({ message: "WARN three", timestamp: 1_002_000 });
    const filter = async (filterPattern: string) => {
      const found = await client.send(
        new FilterLogEventsCommand({ logGroupName: at.logGroupName, filterPattern }),
      );
      return found.events?.map(({ message }) => message!.split(" ").slice(0, 2).join(" ").trim());
    };
    expect(await filter("ERROR -not")).toEqual(["ERROR one\n"].map((text) => text.trim()));
    expect(await filter("?WARN ?START")).toEqual(["START", "WARN three"]);
    expect(await filter('"ERROR not"')).toEqual(["ERROR not"]);
  });

  it("takes what other services write, and makes group and stream for it", async () => {
    const name = {
      account: "111111111111",
      region: "us-east-1",
      group: "/aws/states/apply",
      stream: "one",
    };
    const { all } = sandbox.services;
    expect(all.some(({ id }) => id === "logs")).toBe(true);
    sandbox.services.logs.write(name, [{ timestamp: 5_000, message: "hello" }]);
    const client = new CloudWatchLogsClient(options());
    const groups = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/states" }),
    );
    expect(groups.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual([
      "/aws/states/apply",
    ]);
    const streams = await client.send(new DescribeLogStreamsCommand({ logGroupName: name.group }));
    expect(streams.logStreams).toMatchObject([{ logStreamName: "one", lastEventTimestamp: 5_000 }]);
  });
});
