// Tables: their definitions, and that nothing is lost when the process is killed.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  ScanCommand,
  TagResourceCommand,
  TransactWriteItemsCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SandboxClock } from "../../packages/sandbox/src/clock.ts";
import { Faults } from "../../packages/sandbox/src/faults/faults.ts";
import { dynamodb } from "../../packages/sandbox/src/services/dynamodb/index.ts";
import { Store } from "../../packages/sandbox/src/store.ts";
import type { World } from "../../packages/sandbox/src/wire/service.ts";
import { ACCOUNT, type Database, definition, refusal, startDatabase } from "./dynamodb-world.ts";

let db: Database;
beforeAll(async () => {
  db = await startDatabase();
});
afterAll(() => db.stop());

const request = (
  TableName: string,
  more: Partial<CreateTableCommandInput> = {},
): CreateTableCommandInput => ({
  TableName,
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  BillingMode: "PAY_PER_REQUEST",
  ...more,
});
const create = (name: string, more?: Partial<CreateTableCommandInput>) =>
  db.client.send(new CreateTableCommand(request(name, more)));
const describeTable = async (TableName: string) =>
  (await db.client.send(new DescribeTableCommand({ TableName }))).Table;
const index = (IndexName: string, attribute: string) => ({
  IndexName,
  KeySchema: [{ AttributeName: attribute, KeyType: "HASH" as const }],
  Projection: { ProjectionType: "ALL" as const },
});
const group = { AttributeName: "group", AttributeType: "S" as const };

describe("a table", () => {
  it("is created, described, listed and deleted", async () => {
    const created = await create("life", { Tags: [{ Key: "a", Value: "b" }] });
    expect(created.TableDescription?.TableStatus).toBe("CREATING");
    const waiting = { client: db.client, maxWaitTime: 5, minDelay: 1 };
    await waitUntilTableExists(waiting, { TableName: "life" });
    await db.client.send(new PutItemCommand({ TableName: "life", Item: { pk: { S: "x" } } }));
    expect(await describeTable("life")).toMatchObject({
      TableArn: `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/life`,
      TableStatus: "ACTIVE",
      TableId: created.TableDescription?.TableId,
      ItemCount: 1,
      TableSizeBytes: 3,
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      CreationDateTime: expect.any(Date),
    });
    await expect(create("life")).rejects.toBeInstanceOf(ResourceInUseException);
    await db.client.send(new DeleteTableCommand({ TableName: "life" }));
    await waitUntilTableNotExists(waiting, { TableName: "life" });
    expect(await refusal(describeTable("life"))).toBe(
      "ResourceNotFoundException: Requested resource not found: Table: life not found",
    );
    await create("life");
    expect((await db.client.send(new ScanCommand({ TableName: "life" }))).Count).toBe(0);
  });

  it("is listed page by page", async () => {
    for (const name of ["list-c", "list-a", "list-b"]) await create(name);
    const first = await db.client.send(
      new ListTablesCommand({ ExclusiveStartTableName: "list-", Limit: 2 }),
    );
    expect(first).toMatchObject({
      TableNames: ["list-a", "list-b"],
      LastEvaluatedTableName: "list-b",
    });
    const rest = await db.client.send(
      new ListTablesCommand({ ExclusiveStartTableName: "list-b", Limit: 1 }),
    );
    expect(rest.TableNames).toEqual(["list-c"]);
  });

  it.each<[string, Partial<CreateTableCommandInput>, string]>([
    [
      "a short name",
      { TableName: "ab" },
      "TableName must be at least 3 characters long and at most 255 characters long",
    ],
    [
      "a key without a type",
      { KeySchema: [{ AttributeName: "other", KeyType: "HASH" }] },
      "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [other], AttributeDefinitions: [pk]",
    ],
    [
      "an attribute that is no key",
      { AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, group] },
      "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    ],
    [
      "no throughput",
      { BillingMode: "PROVISIONED" },
      "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    ],
    [
      "indexes of one name",
      {
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, group],
        GlobalSecondaryIndexes: [index("byGroup", "group"), index("byGroup", "pk")],
      },
      "One or more parameter values were invalid: Duplicate index name: byGroup",
    ],
  ])("is refused for %s", async (_, more, message) => {
    expect(await refusal(create("refused", more))).toBe(`ValidationException: ${message}`);
  });

  it("gets and loses an index while it has items", async () => {
    const TableName = "indexed";
    await create(TableName);
    for (const name of ["a", "b"])
      await db.client.send(
        new PutItemCommand({ TableName, Item: { pk: { S: name }, group: { S: "g" } } }),
      );
    const update = (GlobalSecondaryIndexUpdates: object[]) =>
      db.client.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: [group],
          GlobalSecondaryIndexUpdates,
        }),
      );
    await update([{ Create: index("byGroup", "group") }]);
    const query = () =>
      db.client.send(
        new QueryCommand({
          TableName,
          IndexName: "byGroup",
          KeyConditionExpression: "#g = :g",
          ExpressionAttributeNames: { "#g": "group" },
          ExpressionAttributeValues: { ":g": { S: "g" } },
        }),
      );
    expect((await query()).Count).toBe(2);
    expect((await describeTable(TableName))?.GlobalSecondaryIndexes?.[0]).toMatchObject({
      IndexStatus: "ACTIVE",
      ItemCount: 2,
    });
    await update([{ Delete: { IndexName: "byGroup" } }]);
    expect(await refusal(query())).toContain(
      "The table does not have the specified index: byGroup",
    );
  });

  it("may be protected against deletion", async () => {
    const TableName = "guarded";
    await create(TableName, { DeletionProtectionEnabled: true });
    expect(await refusal(db.client.send(new DeleteTableCommand({ TableName })))).toContain(
      "protected against deletion",
    );
    await db.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await db.client.send(new DeleteTableCommand({ TableName }));
    await expect(describeTable(TableName)).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it("has time to live and tags", async () => {
    const TableName = "extras";
    const { TableDescription } = await create(TableName, { Tags: [{ Key: "a", Value: "1" }] });
    const ResourceArn = TableDescription?.TableArn;
    const ttl = async () =>
      (await db.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    expect(await ttl()).toEqual({ TimeToLiveStatus: "DISABLED" });
    const enable = () =>
      db.client.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
        }),
      );
    await enable();
    expect(await ttl()).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expires" });
    expect(await refusal(enable())).toBe("ValidationException: TimeToLive is already enabled");
    await db.client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "b", Value: "2" }] }));
    await db.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
    expect((await db.client.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags).toEqual([
      { Key: "b", Value: "2" },
    ]);
  });
});

describe("a table of the app", () => {
  it("is made once, and brought in line when its definition changes", async () => {
    const before = definition("app");
    db.database.createTable(before);
    await db.client.send(
      new PutItemCommand({
        TableName: "app",
        Item: { pk: { S: "a" }, sk: { S: "b" }, g: { S: "c" } },
      }),
    );
    db.database.createTable(before);
    db.database.createTable({
      ...before,
      attributes: { pk: "S", sk: "S", g: "S" },
      globalIndexes: [{ name: "byG", hashKey: "g", rangeKey: "sk", projection: "KEYS_ONLY" }],
      ttlAttribute: "expires",
    });
    const found = await db.client.send(new ScanCommand({ TableName: "app", IndexName: "byG" }));
    expect(found.Items).toEqual([{ pk: { S: "a" }, sk: { S: "b" }, g: { S: "c" } }]);
    const { TimeToLiveDescription } = await db.client.send(
      new DescribeTimeToLiveCommand({ TableName: "app" }),
    );
    expect(TimeToLiveDescription?.AttributeName).toBe("expires");
  });
});

describe("a kill", () => {
  const directory = () => fs.mkdtempSync(path.join(os.tmpdir(), "dynamodb-"));
  const things = definition("kept", {
    attributes: { pk: "S", sk: "S", g: "S" },
    globalIndexes: [{ name: "byG", hashKey: "g", projection: "ALL" }],
  });

  it("loses nothing that was acknowledged", async () => {
    const data = directory();
    const first = await startDatabase(data);
    first.database.createTable(things);
    const TransactItems = [1, 2, 3].map((at) => ({
      Put: {
        TableName: "kept",
        Item: {
          pk: { S: `p${at}` },
          sk: { S: "-" },
          g: { S: "g" },
          b: { B: new Uint8Array([at]) },
        },
      },
    }));
    await first.client.send(
      new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: "kept" }),
    );
    // Another process reads the directory as it is at this moment; the first one never closes it.
    const copy = directory();
    fs.cpSync(data, copy, { recursive: true });
    const second = await startDatabase(copy);
    const found = await second.client.send(
      new ScanCommand({ TableName: "kept", IndexName: "byG" }),
    );
    expect(found.Items?.map(({ b }) => b?.B?.[0]).sort()).toEqual([1, 2, 3]);
    await second.client.send(
      new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: "kept" }),
    );
    const one = await second.client.send(
      new GetItemCommand({ TableName: "kept", Key: { pk: { S: "p1" }, sk: { S: "-" } } }),
    );
    expect(one.Item?.g).toEqual({ S: "g" });
    await Promise.all([first.stop(), second.stop()]);
    for (const one of [data, copy]) fs.rmSync(one, { recursive: true });
  });

  it("leaves all of a transaction or none, wherever it tears the journal", () => {
    const data = directory();
    const open = (from: string) => {
      const store = new Store(from);
      const clock = new SandboxClock({ skips: false });
      const world: World = {
        clock,
        store,
        random: () => 0.5,
        faults: new Faults(store, 1),
        log: () => {},
        call: async () => ({}),
      };
      const database = dynamodb(world);
      database.createTable(things);
      const context = {
        account: ACCOUNT,
        region: "us-east-1",
        accessKeyId: ACCOUNT,
        principal: "",
        requestId: "",
      };
      const call = (operation: string, input: object) =>
        database.handlers[operation]!(input, context) as { Count: number };
      return { store, clock, call };
    };
    const { store, clock, call } = open(data);
    for (const run of [0, 1, 2]) {
      const TransactItems = Array.from({ length: 10 }, (_, at) => ({
        Put: {
          TableName: "kept",
          Item: { pk: { S: `r${run}` }, sk: { S: `${at}` }, g: { S: "g" } },
        },
      }));
      call("TransactWriteItems", { TransactItems });
      store.flush();
    }
    const journal = fs.readFileSync(path.join(data, "journal.jsonl"));
    const counts = new Set<number>();
    for (let length = journal.length; length > 0; length -= 97) {
      const torn = directory();
      fs.writeFileSync(path.join(torn, "journal.jsonl"), journal.subarray(0, length));
      const after = open(torn);
      const { Count } = after.call("Scan", { TableName: "kept" });
      expect(after.call("Scan", { TableName: "kept", IndexName: "byG" }).Count).toBe(Count);
      counts.add(Count);
      after.clock.stop();
      after.store.close();
      fs.rmSync(torn, { recursive: true });
    }
    expect([...counts].sort((a, b) => a - b)).toEqual([0, 10, 20, 30]);
    clock.stop();
    store.close();
    fs.rmSync(data, { recursive: true });
  });
});
