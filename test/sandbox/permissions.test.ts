// IAM's decisions, by table: statements, resources, conditions, and two sides.
import { describe, expect, it } from "vitest";
import type { KeyValue } from "../../packages/sandbox/src/permissions/condition.ts";
import { decide, offered, said } from "../../packages/sandbox/src/permissions/decide.ts";
import { arnPattern, resourcePattern } from "../../packages/sandbox/src/permissions/pattern.ts";
import { compile } from "../../packages/sandbox/src/permissions/policy.ts";

const TABLE = "arn:aws:dynamodb:us-east-1:111111111111:table/t";
const allow = (more: object) => ({
  Effect: "Allow",
  Action: "dynamodb:GetItem",
  Resource: TABLE,
  ...more,
});
const deny = (more: object) => ({ ...allow(more), Effect: "Deny" });

/** What statements say about reading an item. */
const asked = (
  statements: object[],
  keys: Record<string, KeyValue> = {},
  action = "dynamodb:GetItem",
  resource = TABLE,
) =>
  said([compile({ Statement: statements })], {
    action,
    resource,
    keys: (name) => keys[name],
  }) ?? "nothing";

describe("a statement", () => {
  it.each([
    ["nothing is allowed without a policy", [], "nothing"],
    ["the very action and resource", [allow({})], "allow"],
    ["actions know no capitals", [allow({ Action: "DynamoDB:getitem" })], "allow"],
    ["a wildcard in the action", [allow({ Action: "dynamodb:Get*" })], "allow"],
    ["one letter", [allow({ Action: "dynamodb:GetIte?" })], "allow"],
    ["another action", [allow({ Action: ["dynamodb:PutItem", "s3:*"] })], "nothing"],
    ["everything", [allow({ Action: "*", Resource: "*" })], "allow"],
    ["another table", [allow({ Resource: `${TABLE}2` })], "nothing"],
    ["resources keep their capitals", [allow({ Resource: TABLE.replace("/t", "/T") })], "nothing"],
    ["an index is not its table", [allow({ Resource: `${TABLE}/index/*` })], "nothing"],
    [
      "NotAction leaves the others",
      [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
      "allow",
    ],
    [
      "NotAction takes these out",
      [{ Effect: "Allow", NotAction: "dynamodb:*", Resource: "*" }],
      "nothing",
    ],
    ["NotResource", [{ Effect: "Allow", Action: "*", NotResource: TABLE }], "nothing"],
    ["a Deny wins, before", [deny({}), allow({})], "deny"],
    ["a Deny wins, after", [allow({}), deny({ Action: "*" })], "deny"],
    ["a Deny of something else", [allow({}), deny({ Action: "dynamodb:Query" })], "allow"],
  ])("%s", (_, statements, expected) => {
    expect(asked(statements as object[])).toBe(expected);
  });
});

describe("a resource", () => {
  it.each([
    ["arn:aws:iam::*:role/member", "arn:aws:iam::123456789012:role/member", true],
    ["arn:aws:iam::*:role/member", "arn:aws:iam::123456789012:role/member2", false],
    ["arn:aws:states:*:1:execution:m:*", "arn:aws:states:us-east-1:1:execution:m:run", true],
    ["arn:aws:states:*:1:execution:m:*", "arn:aws:states:us-east-1:1:execution:m/label:id", false],
    ["arn:aws:s3:::b*/runs/*", "arn:aws:s3:::bucket/runs/a/b.json", true],
    ["arn:aws:s3:::b/runs/*", "arn:aws:s3:::b/ledgers/x", false],
    // A wildcard that ends a part goes on, one within a part does not (IAM user guide).
    ["arn:aws:sqs:us-*-1:1:q", "arn:aws:sqs:us-east-1:1:q", true],
    ["arn:aws:sqs:u*t-1:1:q", "arn:aws:sqs:us:x:eat-1:1:q", false],
    ["arn:aws:sqs:*", "arn:aws:sqs:us-east-1:1:q", true],
  ])("%s covers %s: %s", (pattern, arn, expected) => {
    expect(resourcePattern(pattern)(arn)).toBe(expected);
  });

  it("compares each part of an ARN for itself in conditions", () => {
    expect(
      arnPattern("arn:aws:states:*:1:stateMachine:*")("arn:aws:states:r:1:stateMachine:a"),
    ).toBe(true);
    expect(arnPattern("arn:aws:*:1:stateMachine:*")("arn:aws:states:r:1:stateMachine:a")).toBe(
      false,
    );
  });
});

describe("a condition", () => {
  const keys = {
    "aws:principalaccount": "111111111111",
    "aws:sourcearn": "arn:aws:states:us-east-1:111111111111:stateMachine:apply",
    "aws:securetransport": "true",
    "s3:max-keys": "10",
    "aws:currenttime": "2026-05-01T00:00:00Z",
    "dynamodb:leadingkeys": ["RUN#1", "TOKEN#1"],
  };
  it.each([
    [{ StringEquals: { "aws:PrincipalAccount": "111111111111" } }, true],
    [{ StringEquals: { "aws:PrincipalAccount": ["2", "111111111111"] } }, true],
    [{ StringEquals: { "aws:PrincipalAccount": "1*" } }, false],
    [{ StringLike: { "aws:PrincipalAccount": "1*1" } }, true],
    [{ StringNotEquals: { "aws:PrincipalAccount": "111111111111" } }, false],
    [{ StringNotEquals: { "sts:ExternalId": "absent" } }, true],
    [{ StringNotLike: { "aws:PrincipalAccount": ["2*", "1*"] } }, false],
    [{ StringEquals: { "sts:ExternalId": "absent" } }, false],
    [{ StringEqualsIfExists: { "sts:ExternalId": "absent" } }, true],
    [{ StringEqualsIgnoreCase: { "aws:SecureTransport": "TRUE" } }, true],
    [{ Bool: { "aws:SecureTransport": true } }, true],
    [{ Bool: { "aws:SecureTransport": "false" } }, false],
    [{ Null: { "sts:ExternalId": "true" } }, true],
    [{ Null: { "aws:SecureTransport": "true" } }, false],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:states:*:111111111111:stateMachine:*" } }, true],
    [{ ArnEquals: { "aws:SourceArn": "arn:aws:states:*:111111111111:stateMachine:app?y" } }, true],
    [{ ArnNotLike: { "aws:SourceArn": "arn:aws:states:*:*:stateMachine:*" } }, false],
    [{ NumericLessThanEquals: { "s3:max-keys": 10 } }, true],
    [{ NumericGreaterThan: { "s3:max-keys": "10" } }, false],
    [{ NumericEquals: { "s3:max-keys": "10.0" } }, true],
    [{ DateLessThan: { "aws:CurrentTime": "2026-05-02T00:00:00Z" } }, true],
    [{ DateGreaterThan: { "aws:CurrentTime": "2026-05-02T00:00:00Z" } }, false],
    [{ "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": "TOKEN#*" } }, true],
    [{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "TOKEN#*" } }, false],
    [{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["TOKEN#*", "RUN#*"] } }, true],
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": "any" } }, true], // none is there
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": "any" } }, false],
    // Every line of a block has to hold.
    [{ Bool: { "aws:SecureTransport": "true" }, StringEquals: { "sts:ExternalId": "no" } }, false],
  ] as [object, boolean][])("%j: %s", (Condition, expected) => {
    expect(asked([allow({ Condition })], keys)).toBe(expected ? "allow" : "nothing");
  });

  it.each([
    [{ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "the condition operator IpAddress"],
    [{ StringEquals: { "aws:VpcSourceIp": "10.0.0.1" } }, "the condition key aws:VpcSourceIp"],
    [
      { StringEquals: { "dynamodb:LeadingKeys": "x" } },
      "StringEquals on dynamodb:LeadingKeys, which has several values: use ForAllValues or ForAnyValue",
    ],
    [
      { StringEquals: { "aws:PrincipalAccount": `\${aws:ResourceAccount}` } },
      "the policy variable in a value of aws:PrincipalAccount",
    ],
  ])("that is not emulated is named, allows nothing and denies: %j", (Condition, named) => {
    expect(compile({ Statement: [allow({ Condition })] }).unknown).toEqual([named]);
    expect(asked([allow({ Condition })], keys)).toBe("nothing");
    expect(asked([allow({}), deny({ Condition })], keys)).toBe("deny");
  });
});

describe("two sides", () => {
  const role = "arn:aws:iam::111111111111:role/worker";
  const caller = {
    account: "111111111111",
    principal: "arn:aws:sts::111111111111:assumed-role/worker/one",
    role,
  };
  const bus = "arn:aws:events:us-east-1:111111111111:event-bus/b";
  const request = { action: "events:PutEvents", resource: bus, keys: () => undefined };
  const policy = (Principal: unknown, Effect = "Allow") =>
    compile({ Statement: [{ Effect, Principal, Action: "events:PutEvents", Resource: bus }] });
  const root = { AWS: "arn:aws:iam::111111111111:root" };

  it.each([
    ["its own account: the identity is enough", "allow", undefined, undefined, true],
    ["its own account: nobody allows", undefined, undefined, undefined, "identity-based"],
    ["its own account: the role is named", undefined, { AWS: role }, undefined, true],
    ["its own account: everybody is named", undefined, "*", undefined, true],
    ["its own account: the account is named", undefined, root, undefined, "identity-based"],
    ["across accounts: only the identity", "allow", undefined, "222222222222", "resource-based"],
    [
      "across accounts: only the resource",
      undefined,
      { AWS: role },
      "222222222222",
      "identity-based",
    ],
    ["across accounts: both", "allow", root, "222222222222", true],
    [
      "across accounts: another is named",
      "allow",
      { AWS: "333333333333" },
      "222222222222",
      "resource-based",
    ],
  ] as const)("%s", (_, identity, principal, owner, expected) => {
    const resource = principal === undefined ? undefined : policy(principal);
    const decision = decide(
      { caller, identity, owner: owner ?? caller.account, resource },
      request,
    );
    expect(decision.allowed ? true : decision.by).toBe(expected);
  });

  it("lets a Deny of the resource win, and knows who denied", () => {
    const resource = policy(root, "Deny");
    const sides = { caller, identity: "allow", owner: caller.account, resource } as const;
    expect(decide(sides, request)).toEqual({
      allowed: false,
      by: "resource-based",
      explicit: true,
    });
  });

  it("narrows a session by its own policy, and never widens it", () => {
    const sides = { caller, owner: caller.account, hasSession: true } as const;
    expect(decide({ ...sides, identity: "allow", session: "allow" }, request).allowed).toBe(true);
    expect(decide({ ...sides, identity: "allow", session: undefined }, request)).toMatchObject({
      by: "session",
    });
    expect(decide({ ...sides, identity: undefined, session: "allow" }, request)).toMatchObject({
      by: "identity-based",
    });
  });

  it("names services apart from people", () => {
    const service = { account: "111111111111", principal: "events.amazonaws.com" };
    expect(offered(policy({ Service: "events.amazonaws.com" }), service, request)).toBe("directly");
    expect(offered(policy(root), service, request)).toBeUndefined();
  });
});
