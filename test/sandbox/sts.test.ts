// STS: who may assume which role, when, and for how long.
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it } from "vitest";
import { admits } from "../../packages/sandbox/src/permissions/trust.ts";
import {
  type AccountWorld,
  estateOf,
  HONG_KONG,
  HUB,
  type Keys,
  MANAGEMENT,
  MEMBER,
  OTHER,
  startAccounts,
} from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const ROLE = `arn:aws:iam::${MEMBER}:role/Joiner`;
const denied = (principal: string, role = ROLE) => ({
  name: "AccessDenied",
  message: `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  $metadata: { httpStatusCode: 403 },
});
const root = (account: string) => `arn:aws:iam::${account}:root`;
const sts = (who: string | Keys, region?: string) => world.as(STS, who, region);
const ask = (who: string | Keys, more: object = {}) =>
  sts(who).assumeRole({
    RoleArn: ROLE,
    RoleSessionName: "test",
    ExternalId: "member-secret",
    ...more,
  });

describe("AssumeRole", () => {
  it("gives credentials that act in the role's account until they expire", async () => {
    world = await startAccounts(estateOf());
    const { Credentials, AssumedRoleUser } = await ask(HUB, { DurationSeconds: 900 });
    const arn = `arn:aws:sts::${MEMBER}:assumed-role/Joiner/test`;
    expect(AssumedRoleUser).toMatchObject({ Arn: arn });
    const lasts = Credentials!.Expiration!.getTime() - world.world.clock.now();
    expect(lasts).toBeGreaterThan(890_000);
    expect(lasts).toBeLessThanOrEqual(900_000);
    const keys = await world.assume(HUB, ROLE, "member-secret");
    expect(await sts(keys).getCallerIdentity({})).toMatchObject({ Account: MEMBER, Arn: arn });
    const { Account } = await sts(HUB).getAccessKeyInfo({ AccessKeyId: keys.accessKeyId });
    expect(Account).toBe(MEMBER);
    for (let minutes = 0; minutes < 60; minutes += 2) await world.pass(120_000);
    await expect(sts(keys).getCallerIdentity({})).rejects.toMatchObject({
      message: "The security token included in the request is expired",
    });
  });

  it.each([
    ["without the ExternalId", HUB, { ExternalId: undefined }],
    ["with a wrong ExternalId", HUB, { ExternalId: "guess" }],
    ["from an account that is not trusted", MANAGEMENT, {}],
    ["of a role that is not there", HUB, { RoleArn: `arn:aws:iam::${MEMBER}:role/Nobody` }],
    ["in an account that is not there", HUB, { RoleArn: "arn:aws:iam::555555555555:role/Joiner" }],
    ["in an account that lets nobody in", HUB, { RoleArn: `arn:aws:iam::${OTHER}:role/Joiner` }],
  ])("is denied %s", async (_why, who, more) => {
    world = await startAccounts(estateOf([{}, { role: null }]));
    const role = (more as { RoleArn?: string }).RoleArn ?? ROLE;
    await expect(ask(who, more)).rejects.toMatchObject(denied(root(who), role));
  });

  it("is denied in a suspended account", async () => {
    world = await startAccounts(estateOf([{ status: "SUSPENDED" }]));
    await expect(ask(HUB)).rejects.toMatchObject(denied(root(HUB)));
  });

  it.each([
    [{ DurationSeconds: 899 }, /greater than or equal to 900/],
    [{ DurationSeconds: 43_201 }, /less than or equal to 43200/],
    [{ DurationSeconds: 3_601 }, /exceeds the MaxSessionDuration/],
    [{ RoleSessionName: "a b" }, /roleSessionName/],
    [{ RoleSessionName: "a" }, /length greater than or equal to 2/],
    [{ ExternalId: "x" }, /externalId/],
    [{ RoleArn: "arn:aws:iam::333:role/x" }, /is invalid/],
  ])("refuses %j as a validation error", async (more, message) => {
    world = await startAccounts(estateOf());
    await expect(ask(HUB, more)).rejects.toMatchObject({
      name: "ValidationError",
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("allows an hour at most to a session that was itself assumed", async () => {
    world = await startAccounts(estateOf());
    const first = await world.assume(
      HUB,
      `arn:aws:iam::${MANAGEMENT}:role/Reader`,
      "management-secret",
    );
    const trust = {
      Statement: [{ Effect: "Allow", Action: "sts:*", Principal: { AWS: MANAGEMENT } }],
    };
    await world.as(IAM, MEMBER).createRole({
      RoleName: "Deep",
      MaxSessionDuration: 43_200,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    await world.pass(10_000);
    const RoleArn = `arn:aws:iam::${MEMBER}:role/Deep`;
    await expect(ask(first, { RoleArn, DurationSeconds: 3_601 })).rejects.toMatchObject({
      message: expect.stringContaining("role chaining"),
    });
    await ask(first, { RoleArn, DurationSeconds: 3_600 });
    await ask(MANAGEMENT, { RoleArn, DurationSeconds: 43_200 });
  });

  it("is not possible in a Region that the caller has not opted in to", async () => {
    world = await startAccounts(estateOf([{ regions: ["ap-northeast-1", HONG_KONG] }]));
    await expect(sts(HUB, HONG_KONG).getCallerIdentity({})).rejects.toMatchObject({
      name: "InvalidClientTokenId",
      $metadata: { httpStatusCode: 403 },
    });
    expect(await sts(MEMBER, HONG_KONG).getCallerIdentity({})).toMatchObject({ Account: MEMBER });
  });
});

describe("a trust policy", () => {
  const session = `arn:aws:sts::${HUB}:assumed-role/Worker/one`;
  const allow = (more: object) => ({ Effect: "Allow", Action: "sts:AssumeRole", ...more });
  const deny = { Effect: "Deny", Action: "sts:AssumeRole", Principal: "*" };
  const worker = `arn:aws:iam::${HUB}:role/service/Worker`;
  const anyone = { Principal: { AWS: "*" } };

  it.each([
    [[allow({ Principal: { AWS: HUB } })], true],
    [[allow({ Principal: { AWS: [root(OTHER), root(HUB)] } })], true],
    [[allow({ Principal: { AWS: worker } })], true],
    [[allow({ Principal: { AWS: session } })], true],
    [[allow({ Principal: { AWS: `arn:aws:iam::${HUB}:role/Other` } })], false],
    [[allow({ Principal: { Service: "lambda.amazonaws.com" } })], false],
    [[allow({ Principal: { AWS: HUB }, Action: "sts:TagSession" })], false],
    [[allow({ Principal: { AWS: HUB } }), deny], false],
    [[allow({ ...anyone, Condition: { StringEquals: { "aws:PrincipalAccount": HUB } } })], true],
    [
      [
        allow({
          ...anyone,
          Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Wor*" } },
        }),
      ],
      true,
    ],
    [[allow({ ...anyone, Condition: { StringLike: { "sts:ExternalId": "sec*" } } })], true],
    [
      [allow({ ...anyone, Condition: { StringEquals: { "sts:ExternalId": ["a", "secret"] } } })],
      true,
    ],
    [[allow({ ...anyone, Condition: { StringNotEquals: { "sts:ExternalId": "secret" } } })], false],
    [[allow({ ...anyone, Condition: { Null: { "sts:ExternalId": "false" } } })], true],
    [[allow({ ...anyone, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } })], false],
  ])("%j lets the session in: %s", (Statement, expected) => {
    const attempt = { account: HUB, principal: session, externalId: "secret" };
    expect(admits(JSON.stringify({ Statement }), attempt)).toBe(expected);
  });
});

it("tells what a session was given, and makes federated users", async () => {
  world = await startAccounts(estateOf());
  const Policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
  const Tags = [{ Key: "team", Value: "a" }];
  const given = await ask(HUB, { SourceIdentity: "alice", Policy, Tags });
  expect(given).toMatchObject({ SourceIdentity: "alice", PackedPolicySize: expect.any(Number) });
  expect(await ask(HUB)).not.toHaveProperty("PackedPolicySize");
  await expect(ask(HUB, { Tags: [...Tags, { Key: "TEAM", Value: "b" }] })).rejects.toMatchObject({
    message: expect.stringContaining("Duplicate tag keys"),
  });
  for (const wrong of [{ Policy: " ".repeat(2_049) }, { SourceIdentity: "a b" }])
    await expect(ask(HUB, wrong)).rejects.toMatchObject({
      name: "ValidationError",
      $metadata: { httpStatusCode: 400 },
    });
  const { FederatedUser, Credentials } = await sts(HUB).getFederationToken({ Name: "bob", Policy });
  const arn = `arn:aws:sts::${HUB}:federated-user/bob`;
  expect(FederatedUser).toEqual({ FederatedUserId: `${HUB}:bob`, Arn: arn });
  const keys: Keys = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  expect(await sts(keys).getCallerIdentity({})).toMatchObject({ Arn: arn, UserId: `${HUB}:bob` });
});

it("narrows a session by managed policies", async () => {
  world = await startAccounts(estateOf());
  const iam = world.as(IAM, MEMBER);
  const Statement = [{ Effect: "Allow", Action: "iam:ListRoles", Resource: "*" }];
  const { Policy } = await iam.createPolicy({
    PolicyName: "Lists",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
  const PolicyArns = [{ arn: Policy!.Arn }];
  const { Credentials } = await ask(HUB, { PolicyArns });
  const session = world.as(IAM, {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  });
  await session.listRoles({});
  await expect(session.getRole({ RoleName: "Joiner" })).rejects.toThrow("not authorized");
  const unknown = ask(HUB, { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] });
  await expect(unknown).rejects.toThrow("not emulated");
});

it("says of sessions by a provider's proof that they are not emulated", async () => {
  world = await startAccounts();
  const asked = sts(HUB).assumeRoleWithWebIdentity({
    RoleArn: ROLE,
    RoleSessionName: "test",
    WebIdentityToken: "token",
  });
  await expect(asked).rejects.toMatchObject({
    message: "not emulated: sts:AssumeRoleWithWebIdentity",
    $metadata: { httpStatusCode: 501 },
  });
});
