// Who may not, and what services answer: sessions of roles against the sandbox, with AWS's own clients.
import { S3 } from "@aws-sdk/client-s3";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { SQS } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import { needs } from "../../packages/sandbox/src/permissions/needs.ts";
import { REGION } from "./app-fixture.ts";

let sandbox: Sandbox;
const told: string[] = [];
const HUB = "111111111111";

beforeAll(async () => {
  sandbox = await startSandbox({ log: (line) => told.push(line) });
});
afterAll(() => sandbox.stop());

const call = (service: string, operation: string, input: object, account = HUB) =>
  sandbox.world.call(service, operation, input, { account, region: REGION }) as Promise<object>;

/** Clients with the session of a new role that has these statements. */
async function worker(name: string, statements: object[], more: object = {}) {
  const trust = {
    Statement: [{ Effect: "Allow", Principal: { AWS: HUB }, Action: "sts:AssumeRole" }],
  };
  await call("iam", "CreateRole", {
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  if (statements.length > 0)
    await call("iam", "PutRolePolicy", {
      RoleName: name,
      PolicyName: "p",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  await sandbox.world.clock.sleep(60_000);
  const { Credentials } = (await call("sts", "AssumeRole", {
    RoleArn: `arn:aws:iam::${HUB}:role/${name}`,
    RoleSessionName: "one",
    ...more,
  })) as { Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } };
  const settings = {
    endpoint: sandbox.endpoint,
    region: REGION,
    maxAttempts: 1,
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    },
  };
  return {
    securityHub: new SecurityHub(settings),
    s3: new S3({ ...settings, forcePathStyle: true }),
    sqs: new SQS(settings),
  };
}

it("has a row of needs for every operation that a handler answers, and none beside", () => {
  for (const { id, handlers } of sandbox.services.all)
    expect([id, Object.keys(needs[id] ?? {}).sort()]).toEqual([id, Object.keys(handlers).sort()]);
});

it("refuses as each service words it", async () => {
  const { securityHub, s3, sqs } = await worker("nobody", []);
  const user = `User: arn:aws:sts::${HUB}:assumed-role/nobody/one is not authorized to perform`;
  await expect(securityHub.createMembers({ AccountDetails: [] })).rejects.toMatchObject({
    name: "AccessDeniedException",
    $metadata: { httpStatusCode: 403 },
    message: `${user}: securityhub:CreateMembers on resource: arn:aws:securityhub:${REGION}:${HUB}:hub/default because no identity-based policy allows the securityhub:CreateMembers action`,
  });
  await expect(s3.putObject({ Bucket: "bucket", Key: "a/b" })).rejects.toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
    message: `${user}: s3:PutObject on resource: "arn:aws:s3:::bucket/a/b" because no identity-based policy allows the s3:PutObject action`,
  });
  await expect(
    sqs.sendMessage({ QueueUrl: `${sandbox.endpoint}/${HUB}/q`, MessageBody: "x" }),
  ).rejects.toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
    message: `${user}: sqs:sendmessage on resource: arn:aws:sqs:${REGION}:${HUB}:q because no identity-based policy allows the sqs:sendmessage action`,
  });
  expect(sandbox.permissions().find(({ role }) => role.endsWith("/nobody"))?.denials).toHaveLength(
    3,
  );
});

it("says when a Deny refused", async () => {
  const Resource = "*";
  const { securityHub } = await worker("denied", [
    { Effect: "Allow", Action: "securityhub:*", Resource },
    { Effect: "Deny", Action: "securityhub:ListMembers", Resource },
  ]);
  await expect(securityHub.listMembers({})).rejects.toMatchObject({
    message: expect.stringMatching(
      /hub\/default with an explicit deny in an identity-based policy$/,
    ),
  });
});

it("narrows a session by the policy that it was given", async () => {
  const Statement = [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "*" }];
  const all = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];
  const { s3 } = await worker("narrow", all, { Policy: JSON.stringify({ Statement }) });
  await call("s3", "CreateBucket", { Bucket: "narrow-bucket" });
  await expect(s3.listObjectsV2({ Bucket: "narrow-bucket" })).resolves.toMatchObject({
    KeyCount: 0,
  });
  await expect(s3.putObject({ Bucket: "narrow-bucket", Key: "k" })).rejects.toThrow(
    "because no session policy allows the s3:PutObject action",
  );
});

it("tells whoever may not list a bucket nothing about a missing key", async () => {
  const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const list = { Effect: "Allow", Action: "s3:ListBucket", Resource: "*" };
  await call("s3", "CreateBucket", { Bucket: "silent-bucket" });
  const blind = await worker("blind", [read]);
  const seeing = await worker("seeing", [read, list]);
  const missing = { Bucket: "silent-bucket", Key: "missing" };
  await expect(blind.s3.getObject(missing)).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(seeing.s3.getObject(missing)).rejects.toMatchObject({ name: "NoSuchKey" });
});

it("refuses to keep a policy that it could not judge", async () => {
  const statement = { Effect: "Allow", Action: "*", Resource: "*" };
  const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
  await expect(worker("elsewhere", [{ ...statement, Condition }])).rejects.toMatchObject({
    code: "NotImplemented",
    message: "not emulated: the condition operator IpAddress",
  });
});
