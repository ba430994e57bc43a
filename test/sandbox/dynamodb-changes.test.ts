// Changes of a table's settings, what is refused of them, and bodies that do not fit their operation.
import {
  CreateTableCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ACCOUNT, type Database, refusal, startDatabase } from "./dynamodb-world.ts";

let db: Database;
const units = (ReadCapacityUnits: number, WriteCapacityUnits = ReadCapacityUnits) => ({
  ReadCapacityUnits,
  WriteCapacityUnits,
});
const keyed = (AttributeName: string) => [{ AttributeName, KeyType: "HASH" as const }];
const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });

beforeAll(async () => {
  db = await startDatabase();
  await db.client.send(
    new CreateTableCommand({
      TableName: "table",
      KeySchema: keyed("pk"),
      AttributeDefinitions: [text("pk"), text("group")],
      ProvisionedThroughput: units(5),
      GlobalSecondaryIndexes: [
        {
          IndexName: "byGroup",
          KeySchema: keyed("group"),
          Projection: { ProjectionType: "ALL" },
          ProvisionedThroughput: units(2, 3),
        },
      ],
      SSESpecification: { Enabled: true, KMSMasterKeyId: "key" },
      TableClass: "STANDARD_INFREQUENT_ACCESS",
    }),
  );
});
afterAll(() => db.stop());

const change = (more: object) =>
  db.client.send(new UpdateTableCommand({ TableName: "table", ...more }));
const described = async () =>
  (await db.client.send(new DescribeTableCommand({ TableName: "table" }))).Table!;
const ResourceArn = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/table`;

it("tells encryption, class and the throughput of an index", async () => {
  expect(await described()).toMatchObject({
    SSEDescription: {
      Status: "ENABLED",
      SSEType: "KMS",
      KMSMasterKeyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/key`,
    },
    TableClassSummary: { TableClass: "STANDARD_INFREQUENT_ACCESS" },
    GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(2, 3) }],
  });
  await change({
    TableClass: "STANDARD",
    SSESpecification: { Enabled: false },
    GlobalSecondaryIndexUpdates: [
      { Update: { IndexName: "byGroup", ProvisionedThroughput: units(7) } },
    ],
  });
  const after = await described();
  expect(after.SSEDescription).toBeUndefined();
  expect(after).toMatchObject({
    TableClassSummary: { TableClass: "STANDARD" },
    GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(7) }],
  });
});

it.each([
  [
    "nothing to change",
    () => change({}),
    "ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
  ],
  [
    "an unknown view of a stream",
    () => change({ StreamSpecification: { StreamEnabled: true, StreamViewType: "ALL" } }),
    "ValidationException: 1 validation error detected: Value 'ALL' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must satisfy enum value set: [NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]",
  ],
  [
    "throughput as it was",
    () => change({ ProvisionedThroughput: units(5) }),
    "ValidationException: The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 5. Requested WriteCapacityUnits: 5. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
  ],
  [
    "throughput on demand",
    () => change({ BillingMode: "PAY_PER_REQUEST", ProvisionedThroughput: units(1) }),
    "ValidationException: One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
  ],
  [
    "no tags",
    () => db.client.send(new TagResourceCommand({ ResourceArn, Tags: [] })),
    "ValidationException: Atleast one Tag needs to be provided as Input.",
  ],
  [
    "no keys of tags",
    () => db.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: [] })),
    "ValidationException: Atleast one Tag Key needs to be provided as Input.",
  ],
  [
    "tags of a table that is not there",
    () => db.client.send(new ListTagsOfResourceCommand({ ResourceArn: `${ResourceArn}s` })),
    `ResourceNotFoundException: Requested resource not found: ResourcArn: ${ResourceArn}s not found`,
  ],
])("refuses %s", async (_, act, message) => {
  expect(await refusal(act())).toBe(message);
});

it("tells the quotas of an account", async () => {
  const limits = await db.client.send(new DescribeLimitsCommand());
  expect([limits.AccountMaxReadCapacityUnits, limits.TableMaxWriteCapacityUnits]).toEqual([
    80_000, 40_000,
  ]);
});

it.each([
  ["Query", { TableName: 5 }, "NUMBER_VALUE cannot be converted to String"],
  ["Query", { TableName: "table", Limit: "two" }, "STRING_VALUE cannot be converted to Integer"],
  ["GetItem", { TableName: ["table"] }, "Unrecognized collection type class java.lang.String"],
  ["PutItem", { Item: { pk: { S: true } } }, "TRUE_VALUE cannot be converted to String"],
])("says of a body for %s what does not fit: %j", async (operation, body, message) => {
  const answer = await fetch(db.running.endpoint, {
    method: "POST",
    headers: {
      "X-Amz-Target": `DynamoDB_20120810.${operation}`,
      "Content-Type": "application/x-amz-json-1.0",
      Authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { __type: "SerializationException", message },
  ]);
});
