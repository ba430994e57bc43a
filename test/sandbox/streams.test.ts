// Streams: what is recorded, how it is read, how long it stays.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, definition, refusal, startDatabase } from "./dynamodb-world.ts";

let db: Database;
beforeAll(async () => {
  db = await startDatabase();
});
afterAll(() => db.stop());

type Item = Record<string, AttributeValue>;
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const N = (value: number) => ({ N: String(value) });
const arnOf = (name: string) =>
  `arn:aws:dynamodb:us-east-1:111111111111:table/${name}/stream/2026-01-01T00:00:00.000`;
const table = (name: string, streamView = "NEW_AND_OLD_IMAGES", at = db) => {
  at.database.createTable(definition(name, { streamArn: arnOf(name), streamView }));
  return { name, arn: arnOf(name) };
};
const put = (TableName: string, pk: string, more: Item = {}, at = db) =>
  at.client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));

const iterate = async (
  StreamArn: string,
  more: Partial<GetShardIteratorCommandInput> = {},
  at = db,
) => {
  const { StreamDescription } = await at.streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await at.streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON", ...more }),
  );
  return ShardIterator;
};
const read = (ShardIterator: string | undefined, Limit?: number, at = db) =>
  at.streams.send(new GetRecordsCommand({ ShardIterator, Limit }));
const pass = (milliseconds: number) => {
  new Float64Array(db.running.world.clock.ahead)[0]! += milliseconds;
};

describe("a stream on the wire", () => {
  it("tells inserts, changes and removals, with their images", async () => {
    const { name, arn } = table("told");
    const bytes = { B: new Uint8Array([1, 2]) };
    await put(name, "a", { v: N(1), bytes });
    await put(name, "a", { v: N(2) });
    await db.client.send(new DeleteItemCommand({ TableName: name, Key: key("a") }));
    const { Records = [], NextShardIterator } = await read(await iterate(arn));
    expect(
      Records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.OldImage, dynamodb?.NewImage]),
    ).toEqual([
      ["INSERT", undefined, { ...key("a"), v: N(1), bytes }],
      ["MODIFY", { ...key("a"), v: N(1), bytes }, { ...key("a"), v: N(2) }],
      ["REMOVE", { ...key("a"), v: N(2) }, undefined],
    ]);
    expect(Records[0]).toMatchObject({
      eventSource: "aws:dynamodb",
      eventVersion: "1.1",
      awsRegion: "us-east-1",
      dynamodb: {
        Keys: key("a"),
        StreamViewType: "NEW_AND_OLD_IMAGES",
        ApproximateCreationDateTime: expect.any(Date),
        SizeBytes: 22,
      },
    });
    const numbers = Records.map(({ dynamodb }) => BigInt(dynamodb!.SequenceNumber!));
    expect(numbers.toSorted((a, b) => Number(a - b))).toEqual(numbers);
    expect(new Set(Records.map(({ eventID }) => eventID)).size).toBe(3);
    expect((await read(NextShardIterator)).Records).toEqual([]);
  });

  it.each<[string, string[]]>([
    ["KEYS_ONLY", ["Keys"]],
    ["NEW_IMAGE", ["Keys", "NewImage"]],
    ["OLD_IMAGE", ["Keys", "OldImage"]],
    ["NEW_AND_OLD_IMAGES", ["Keys", "NewImage", "OldImage"]],
  ])("with %s shows %s", async (view, parts) => {
    const { name, arn } = table(`view-${view}`, view);
    await put(name, "a", { v: N(1) });
    await put(name, "a", { v: N(2) });
    const { Records = [] } = await read(await iterate(arn));
    const shown = Object.keys(Records[1]!.dynamodb!).filter((part) => /Keys|Image/.test(part));
    expect(shown.sort()).toEqual(parts);
  });

  it("says nothing of a write that changed nothing", async () => {
    const { name, arn } = table("idle");
    await put(name, "a", { set: { SS: ["x", "y"] }, v: N(1) });
    await put(name, "a", { v: { N: "1.0" }, set: { SS: ["y", "x"] } });
    await db.client.send(
      new UpdateItemCommand({ TableName: name, Key: key("a"), UpdateExpression: "REMOVE absent" }),
    );
    await db.client.send(new DeleteItemCommand({ TableName: name, Key: key("b") }));
    const { Records } = await read(await iterate(arn));
    expect(Records).toHaveLength(1);
  });

  it("is read from where one asks, a page at a time", async () => {
    const { name, arn } = table("places");
    for (const pk of ["a", "b", "c", "d"]) await put(name, pk);
    const keys = (answer: Awaited<ReturnType<typeof read>>) =>
      answer.Records?.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S);
    const first = await read(await iterate(arn), 2);
    expect(keys(first)).toEqual(["a", "b"]);
    expect(keys(await read(first.NextShardIterator, 1))).toEqual(["c"]);
    const SequenceNumber = first.Records?.[1]?.dynamodb?.SequenceNumber;
    const from = async (ShardIteratorType: "AT_SEQUENCE_NUMBER" | "AFTER_SEQUENCE_NUMBER") =>
      keys(await read(await iterate(arn, { ShardIteratorType, SequenceNumber })));
    expect(await from("AT_SEQUENCE_NUMBER")).toEqual(["b", "c", "d"]);
    expect(await from("AFTER_SEQUENCE_NUMBER")).toEqual(["c", "d"]);
    const latest = await iterate(arn, { ShardIteratorType: "LATEST" });
    expect(keys(await read(latest))).toEqual([]);
    await put(name, "e");
    expect(keys(await read(latest))).toEqual(["e"]);
  });

  it("keeps records for a day, iterators for a quarter of an hour", async () => {
    const { name, arn } = table("aging");
    await put(name, "old");
    const { Records } = await read(await iterate(arn));
    const stale = await iterate(arn);
    pass(15 * 60_000 + 1);
    await expect(read(stale)).rejects.toBeInstanceOf(ExpiredIteratorException);
    pass(24 * 3_600_000);
    expect((await read(await iterate(arn))).Records).toEqual([]);
    await put(name, "new");
    const left = await read(await iterate(arn));
    expect(left.Records?.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(["new"]);
    const SequenceNumber = Records?.[0]?.dynamodb?.SequenceNumber;
    await expect(
      iterate(arn, { ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber }),
    ).rejects.toBeInstanceOf(TrimmedDataAccessException);
  });

  it("is listed, and found by its table only", async () => {
    const { name, arn } = table("listed");
    const { Streams } = await db.streams.send(new ListStreamsCommand({ TableName: name }));
    expect(Streams).toEqual([
      { StreamArn: arn, TableName: name, StreamLabel: "2026-01-01T00:00:00.000" },
    ]);
    expect(
      await refusal(db.streams.send(new DescribeStreamCommand({ StreamArn: arnOf("nowhere") }))),
    ).toContain("ResourceNotFoundException");
  });

  it("is switched on and off with UpdateTable", async () => {
    const TableName = "switched";
    await db.client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    const set = (StreamSpecification: { StreamEnabled: boolean; StreamViewType?: "NEW_IMAGE" }) =>
      db.client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    const Item = (pk: string) => ({ TableName, Item: { pk: { S: pk } } });
    await db.client.send(new PutItemCommand(Item("before")));
    await set({ StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
    expect(await refusal(set({ StreamEnabled: true, StreamViewType: "NEW_IMAGE" }))).toBe(
      "ValidationException: Table already has an enabled stream",
    );
    await db.client.send(new PutItemCommand(Item("during")));
    const { Table } = await db.client.send(new DescribeTableCommand({ TableName }));
    await set({ StreamEnabled: false });
    await db.client.send(new PutItemCommand(Item("after")));
    const { Records, NextShardIterator } = await read(await iterate(Table!.LatestStreamArn!));
    expect(Records?.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(["during"]);
    expect(NextShardIterator).toBeUndefined();
  });
});

describe("a stream for event source mappings", () => {
  it("wakes its readers once for a transaction, and not for one that was cancelled", async () => {
    const { name, arn } = table("woken", "NEW_IMAGE");
    const { streams } = db.database;
    const woken: number[] = [];
    const stop = streams.onRecords(arn, () => woken.push(streams.read(arn, undefined, 100).length));
    const items = ["a", "b", "c"].map((pk) => ({
      Put: { TableName: name, Item: key(pk), ConditionExpression: "attribute_not_exists(pk)" },
    }));
    const write = () => db.client.send(new TransactWriteItemsCommand({ TransactItems: items }));
    await write();
    await expect(write()).rejects.toThrow();
    expect(woken).toEqual([3]);
    stop();
    await put(name, "d");
    expect(woken).toEqual([3]);
  });

  it("gives records as a function gets them, and goes on after a sequence number", async () => {
    const { name, arn } = table("lambda", "NEW_IMAGE");
    await put(name, "a", { bytes: { B: new Uint8Array([1, 2, 3]) } });
    await put(name, "b");
    const { streams } = db.database;
    const [first, second] = streams.read(arn, undefined, 10);
    expect(first).toEqual({
      eventID: expect.any(String),
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
      eventSourceARN: arn,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: key("a"),
        NewImage: { ...key("a"), bytes: { B: "AQID" } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: "NEW_IMAGE",
      },
    });
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(streams.read(arn, first?.dynamodb.SequenceNumber, 10)).toEqual([second]);
    expect(streams.read(arn, second?.dynamodb.SequenceNumber, 10)).toEqual([]);
    expect(streams.read(arn, undefined, 1)).toEqual([first]);
  });

  it("keeps the order of every key under parallel writers", async () => {
    const { name, arn } = table("order", "NEW_IMAGE");
    const add = (pk: string) =>
      db.client.send(
        new UpdateItemCommand({
          TableName: name,
          Key: key(pk),
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": N(1) },
        }),
      );
    await Promise.all(Array.from({ length: 60 }, (_, at) => add(`k${at % 3}`)));
    const seen = new Map<string, number[]>();
    for (const { dynamodb } of db.database.streams.read(arn, undefined, 1000)) {
      const pk = dynamodb.Keys.pk?.S ?? "";
      seen.set(pk, [...(seen.get(pk) ?? []), Number(dynamodb.NewImage?.n?.N)]);
    }
    for (const counts of seen.values())
      expect(counts).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(seen.size).toBe(3);
  });
});

describe("a restart", () => {
  it("keeps the records, goes on with the numbers, and a trimmed stream does not start again", async () => {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), "streams-"));
    const first = await startDatabase(data);
    const { name, arn } = table("durable", "NEW_IMAGE", first);
    await put(name, "a", {}, first);
    await put(name, "b", {}, first);
    const before = first.database.streams.read(arn, undefined, 10);
    await first.stop();
    const second = await startDatabase(data);
    table("durable", "NEW_IMAGE", second);
    expect(second.database.streams.read(arn, undefined, 10)).toEqual(before);
    new Float64Array(second.running.world.clock.ahead)[0]! += 25 * 3_600_000;
    expect(second.database.streams.read(arn, undefined, 10)).toEqual([]);
    await second.stop();
    const third = await startDatabase(data);
    new Float64Array(third.running.world.clock.ahead)[0]! += 25 * 3_600_000;
    await put(name, "c", {}, third);
    const [after, ...more] = third.database.streams.read(arn, undefined, 10);
    expect(more).toEqual([]);
    expect(after?.dynamodb.Keys).toEqual(key("c"));
    expect(Number(after?.dynamodb.SequenceNumber.slice(1))).toBe(3);
    await third.stop();
    fs.rmSync(data, { recursive: true });
  });
});
