// Writes under conditions, what they answer, and batches.
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, definition, refusal, startDatabase } from "./dynamodb-world.ts";

let db: Database;
const TableName = "things";
const key = (pk: string, sk = "-") => ({ pk: { S: pk }, sk: { S: sk } });

beforeAll(async () => {
  db = await startDatabase();
  db.database.createTable(
    definition(TableName, {
      attributes: { pk: "S", sk: "S", group: "S" },
      globalIndexes: [{ name: "byGroup", hashKey: "group", projection: "ALL" }],
    }),
  );
  db.database.createTable(definition("numbers", { rangeKey: undefined, attributes: { pk: "N" } }));
});
afterAll(() => db.stop());

const put = (Item: Record<string, AttributeValue>, more: object = {}) =>
  db.client.send(new PutItemCommand({ TableName, Item, ...more }));
const get = async (pk: string, more: object = {}) =>
  (await db.client.send(new GetItemCommand({ TableName, Key: key(pk), ...more }))).Item;
const update = (pk: string, UpdateExpression: string | undefined, more: object = {}) =>
  db.client.send(new UpdateItemCommand({ TableName, Key: key(pk), UpdateExpression, ...more }));

describe("conditions and return values", () => {
  it("put answers with the old item", async () => {
    await put({ ...key("rv"), v: { N: "1" } });
    const answer = await put({ ...key("rv"), v: { N: "2" } }, { ReturnValues: "ALL_OLD" });
    expect(answer.Attributes).toEqual({ ...key("rv"), v: { N: "1" } });
    expect(await refusal(put(key("rv"), { ReturnValues: "ALL_NEW" }))).toBe(
      "ValidationException: ReturnValues can only be ALL_OLD or NONE",
    );
  });

  it.each([
    ["ALL_OLD", { ...key("rv2"), a: { N: "1" }, b: { M: { x: { N: "1" }, y: { N: "2" } } } }],
    ["ALL_NEW", { ...key("rv2"), a: { N: "5" }, b: { M: { x: { N: "6" }, y: { N: "2" } } } }],
    ["UPDATED_OLD", { a: { N: "1" }, b: { M: { x: { N: "1" } } } }],
    ["UPDATED_NEW", { a: { N: "5" }, b: { M: { x: { N: "6" } } } }],
    ["NONE", undefined],
  ])("update answers with %s", async (ReturnValues, attributes) => {
    await put({ ...key("rv2"), a: { N: "1" }, b: { M: { x: { N: "1" }, y: { N: "2" } } } });
    const values = { ":a": { N: "5" }, ":x": { N: "6" } };
    const answer = await update("rv2", "SET a = :a, b.x = :x", {
      ExpressionAttributeValues: values,
      ReturnValues,
    });
    expect(answer.Attributes).toEqual(attributes);
  });

  it("a failed condition changes nothing, and shows the item when asked", async () => {
    await put({ ...key("cond"), v: { N: "1" } });
    const attempt = put(key("cond"), {
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    const error = await attempt.catch((caught) => caught);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error.message).toBe("The conditional request failed");
    expect(error.Item).toEqual({ ...key("cond"), v: { N: "1" } });
    expect(await get("cond")).toMatchObject({ v: { N: "1" } });
    const silent = await put(key("cond"), { ConditionExpression: "v > v2 OR v = pk" }).catch(
      (caught) => caught,
    );
    expect(silent.Item).toBeUndefined();
  });

  it("an update of nothing creates the item, a deletion of nothing succeeds", async () => {
    await update("made", "ADD hits :one", { ExpressionAttributeValues: { ":one": { N: "1" } } });
    expect(await get("made")).toEqual({ ...key("made"), hits: { N: "1" } });
    await update("bare", undefined);
    expect(await get("bare")).toEqual(key("bare"));
    const gone = await db.client.send(
      new DeleteItemCommand({ TableName, Key: key("nobody"), ReturnValues: "ALL_OLD" }),
    );
    expect(gone.Attributes).toBeUndefined();
  });

  it("delete obeys its condition and answers with what it deleted", async () => {
    await put({ ...key("del"), v: { S: "x" } });
    const remove = (value: string) =>
      db.client.send(
        new DeleteItemCommand({
          TableName,
          Key: key("del"),
          ConditionExpression: "v = :v",
          ExpressionAttributeValues: { ":v": { S: value } },
          ReturnValues: "ALL_OLD",
        }),
      );
    await expect(remove("y")).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    expect((await remove("x")).Attributes).toEqual({ ...key("del"), v: { S: "x" } });
    expect(await get("del")).toBeUndefined();
  });

  it("an index key cannot be updated to another type, nor a key at all", async () => {
    await put(key("fixed"));
    const set = (name: string, value: AttributeValue) =>
      refusal(
        update("fixed", `SET #n = :v`, {
          ExpressionAttributeNames: { "#n": name },
          ExpressionAttributeValues: { ":v": value },
        }),
      );
    expect(await set("pk", { S: "x" })).toBe(
      "ValidationException: One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
    );
    expect(await set("group", { N: "1" })).toContain("Type mismatch for Index Key group");
    expect(await set("group", { S: "" })).toContain("cannot contain an empty string value");
  });
});

describe("requests", () => {
  it.each([
    [
      "a table that is not there",
      { TableName: "nowhere" },
      "ResourceNotFoundException: Requested resource not found",
    ],
    [
      "a bad table name",
      { TableName: "a b" },
      "ValidationException: 1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
    [
      "both kinds of parameters",
      { Expected: { pk: { Exists: false } }, ConditionExpression: "attribute_exists(pk)" },
      "ValidationException: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
    ],
    [
      "a wrong enumeration",
      { ReturnConsumedCapacity: "SOME" },
      "ValidationException: 1 validation error detected: Value 'SOME' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
    ],
  ])("are refused for %s", async (_, more, message) => {
    expect(await refusal(put(key("request"), more))).toBe(message);
  });

  it("project the parts that are asked for", async () => {
    await put({
      ...key("parts"),
      a: { M: { b: { L: [{ N: "0" }, { N: "1" }, { N: "2" }] }, c: { S: "c" } } },
    });
    const parts = await get("parts", {
      ProjectionExpression: "a.b[2], a.b[0], a.#c, absent, a.b[9]",
      ExpressionAttributeNames: { "#c": "c" },
    });
    expect(parts).toEqual({ a: { M: { b: { L: [{ N: "0" }, { N: "2" }] }, c: { S: "c" } } } });
    expect(await get("parts", { ProjectionExpression: "absent" })).toEqual({});
  });

  it("report the capacity that they would consume", async () => {
    const total = { ReturnConsumedCapacity: "TOTAL" };
    const one = await put({ ...key("cost"), text: { S: "x".repeat(1100) } }, total);
    expect(one.ConsumedCapacity).toEqual({ TableName, CapacityUnits: 2 });
    const indexed = await put(
      { ...key("cost"), group: { S: "g" } },
      { ReturnConsumedCapacity: "INDEXES" },
    );
    expect(indexed.ConsumedCapacity).toEqual({
      TableName,
      CapacityUnits: 3,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { byGroup: { CapacityUnits: 1 } },
    });
    const read = (ConsistentRead: boolean) =>
      db.client.send(
        new GetItemCommand({
          TableName,
          Key: key("cost"),
          ConsistentRead,
          ReturnConsumedCapacity: "TOTAL",
        }),
      );
    expect((await read(false)).ConsumedCapacity?.CapacityUnits).toBe(0.5);
    expect((await read(true)).ConsumedCapacity?.CapacityUnits).toBe(1);
  });
});

describe("batches", () => {
  const keys = (count: number) => Array.from({ length: count }, (_, at) => key(`batch-${at}`));

  it("write 25 and read 100", async () => {
    for (let from = 0; from < 100; from += 25) {
      const writes = keys(100)
        .slice(from, from + 25)
        .map((Item) => ({ PutRequest: { Item } }));
      const answer = await db.client.send(
        new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } }),
      );
      expect(answer.UnprocessedItems).toEqual({});
    }
    const answer = await db.client.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: [...keys(99), key("absent")] } },
      }),
    );
    expect(answer.Responses?.[TableName]).toHaveLength(99);
    expect(answer.UnprocessedKeys).toEqual({});
  });

  it("delete and put together", async () => {
    await put(key("old"));
    await db.client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: [
            { DeleteRequest: { Key: key("old") } },
            { PutRequest: { Item: key("new") } },
          ],
        },
      }),
    );
    expect(await get("old")).toBeUndefined();
    expect(await get("new")).toEqual(key("new"));
  });

  it("are refused when too long, empty or double", async () => {
    const write = (Items: Record<string, AttributeValue>[]) =>
      refusal(
        db.client.send(
          new BatchWriteItemCommand({
            RequestItems: { [TableName]: Items.map((Item) => ({ PutRequest: { Item } })) },
          }),
        ),
      );
    const read = (Keys: Record<string, AttributeValue>[]) =>
      refusal(db.client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } })));
    const twice = "ValidationException: Provided list of item keys contains duplicates";
    expect(await write(keys(26))).toContain("Member must have length less than or equal to 25");
    expect(await write([])).toContain("Member must have length greater than or equal to 1");
    expect(await write([key("a"), key("a")])).toBe(twice);
    expect(await read([key("a"), key("a")])).toBe(twice);
    expect(await read(keys(101))).toContain("ValidationException: ");
  });

  it("write nothing when one write is refused", async () => {
    const RequestItems = {
      [TableName]: [
        { PutRequest: { Item: key("whole") } },
        { PutRequest: { Item: { pk: { S: "x" } } } },
      ],
    };
    expect(await refusal(db.client.send(new BatchWriteItemCommand({ RequestItems })))).toContain(
      "Missing the key sk",
    );
    expect(await get("whole")).toBeUndefined();
  });
});
