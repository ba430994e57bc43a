// Secondary indexes: what they hold, how they page, how they follow their table.
import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Database,
  definition,
  fill,
  type Item,
  N,
  S,
  startDatabase,
} from "./dynamodb-world.ts";

let db: Database;
const query = (input: Omit<QueryCommandInput, "TableName">, TableName = "things") =>
  db.client.send(new QueryCommand({ TableName, ...input }));
const scan = (input: Omit<ScanCommandInput, "TableName"> = {}, TableName = "things") =>
  db.client.send(new ScanCommand({ TableName, ...input }));
const MEMBERS = ["ap-east-1", "ap-northeast-1", "eu-west-1", "us-east-1", "us-west-2"];

beforeAll(async () => {
  db = await startDatabase();
  db.database.createTable(
    definition("things", {
      attributes: { pk: "S", sk: "S", shard: "S", state: "S", run: "S" },
      globalIndexes: [
        { name: "byState", hashKey: "shard", rangeKey: "state", projection: "ALL" },
        { name: "byRun", hashKey: "run", projection: "KEYS_ONLY" },
        {
          name: "slim",
          hashKey: "run",
          rangeKey: "sk",
          projection: "INCLUDE",
          nonKeyAttributes: ["note"],
        },
      ],
    }),
  );
  db.database.createTable(definition("numbers", { attributes: { pk: "S", sk: "N" } }));
  db.database.createTable(definition("bytes", { attributes: { pk: "S", sk: "B" } }));
  await fill(db, "things", [
    { pk: S("a"), sk: S("ACCOUNT"), note: S("root") },
    ...MEMBERS.map((region, at) => ({
      pk: S("a"),
      sk: S(`MEMBER#${region}`),
      at: N(at),
      shard: S(`s${at % 2}`),
      state: S(at === 4 ? "Removed" : "Enabled"),
    })),
    {
      pk: S("b"),
      sk: S("MEMBER#us-east-1"),
      shard: S("s0"),
      state: S("Enabled"),
      run: S("r1"),
      note: S("n"),
      at: N(9),
    },
  ]);
});
afterAll(() => db.stop());

describe("an index", () => {
  const members = (state: string, more: object = {}) =>
    query({
      IndexName: "byState",
      KeyConditionExpression: "#h = :h AND begins_with(#s, :s)",
      ExpressionAttributeNames: { "#h": "shard", "#s": "state" },
      ExpressionAttributeValues: { ":h": S("s0"), ":s": S(state) },
      ...more,
    });

  it("holds the items that have its keys, and only those", async () => {
    expect((await members("Enabled")).Items?.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`)).toEqual([
      "a MEMBER#ap-east-1",
      "a MEMBER#eu-west-1",
      "b MEMBER#us-east-1",
    ]);
    const all = await scan({ IndexName: "byState" });
    expect(all.Count).toBe(6);
  });

  it("counts without items", async () => {
    const counted = await members("Enabled", { Select: "COUNT" });
    expect(counted.Items).toBeUndefined();
    expect([counted.Count, counted.ScannedCount]).toEqual([3, 3]);
    const filtered = await members("Enabled", {
      FilterExpression: "#a > :n",
      ExpressionAttributeNames: { "#h": "shard", "#s": "state", "#a": "at" },
      ExpressionAttributeValues: { ":h": S("s0"), ":s": S("Enabled"), ":n": N(1) },
      Select: "COUNT",
    });
    expect([filtered.Count, filtered.ScannedCount]).toEqual([2, 3]);
  });

  it("has the attributes of its projection", async () => {
    const of = async (IndexName: string) =>
      (
        await query({
          IndexName,
          KeyConditionExpression: "run = :r",
          ExpressionAttributeValues: { ":r": S("r1") },
        })
      ).Items;
    const keys = { pk: S("b"), sk: S("MEMBER#us-east-1"), run: S("r1") };
    expect(await of("byRun")).toEqual([keys]);
    expect(await of("slim")).toEqual([{ ...keys, note: S("n") }]);
  });

  it("pages through entries of equal keys, each once, in both directions", async () => {
    const pages: string[] = [];
    for (const ScanIndexForward of [true, false]) {
      let start: Item | undefined;
      do {
        const page = await members("Enabled", {
          Limit: 1,
          ScanIndexForward,
          ExclusiveStartKey: start,
        });
        pages.push(...(page.Items ?? []).map(({ pk, sk }) => `${pk?.S} ${sk?.S}`));
        start = page.LastEvaluatedKey;
        if (start) expect(Object.keys(start).sort()).toEqual(["pk", "shard", "sk", "state"]);
      } while (start);
    }
    expect(pages.slice(3)).toEqual(pages.slice(0, 3).toReversed());
    expect(new Set(pages).size).toBe(3);
  });

  it("follows its items: keys that change, go, and come", async () => {
    const Key = { pk: S("moving"), sk: S("-") };
    const where = async () => {
      const found = await scan({
        IndexName: "byState",
        FilterExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": S("moving") },
      });
      return found.Items?.map((item) => item.state?.S);
    };
    await db.client.send(
      new PutItemCommand({
        TableName: "things",
        Item: { ...Key, shard: S("s9"), state: S("Created") },
      }),
    );
    expect(await where()).toEqual(["Created"]);
    const set = (UpdateExpression: string, values?: Item) =>
      db.client.send(
        new UpdateItemCommand({
          TableName: "things",
          Key,
          UpdateExpression,
          ExpressionAttributeNames: { "#s": "state" },
          ExpressionAttributeValues: values,
        }),
      );
    await set("SET #s = :s", { ":s": S("Invited") });
    expect(await where()).toEqual(["Invited"]);
    await set("REMOVE #s");
    expect(await where()).toEqual([]);
    await set("SET #s = :s", { ":s": S("Enabled") });
    expect(await where()).toEqual(["Enabled"]);
    await db.client.send(new DeleteItemCommand({ TableName: "things", Key }));
    expect(await where()).toEqual([]);
  });

  it("lags behind its table when told to", async () => {
    const { clock, faults } = db.running.world;
    faults.set("index-lag", 600_000);
    const Item = { pk: S("late"), sk: S("-"), run: S("late") };
    await db.client.send(new PutItemCommand({ TableName: "things", Item }));
    const count = async () =>
      (
        await query({
          IndexName: "byRun",
          KeyConditionExpression: "run = :r",
          ExpressionAttributeValues: { ":r": S("late") },
        })
      ).Count;
    expect(await count()).toBe(0);
    expect(
      (
        await query({
          KeyConditionExpression: "pk = :p",
          ExpressionAttributeValues: { ":p": S("late") },
        })
      ).Count,
    ).toBe(1);
    new Float64Array(clock.ahead)[0]! += 600_000;
    expect(await count()).toBe(1);
    faults.set("index-lag", 0);
  });
});
