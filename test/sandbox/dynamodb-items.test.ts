// Items and their keys, through the AWS client.
import {
  type AttributeValue,
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

describe("values", () => {
  it("come back as they went in", async () => {
    const item: Record<string, AttributeValue> = {
      ...key("values"),
      text: { S: "日本語 🎌" },
      empty: { S: "" },
      bytes: { B: new Uint8Array([0, 1, 255]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      names: { SS: ["a", "b"] },
      blobs: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
      list: { L: [{ S: "x" }, { L: [] }, { M: { deep: { B: new Uint8Array([7]) } } }] },
      map: { M: { a: { M: {} }, "b.c": { N: "1" } } },
    };
    await put(item);
    expect(await get("values")).toEqual(item);
  });

  it.each([
    ["1", "1"],
    ["-0", "0"],
    ["1.50", "1.5"],
    ["007", "7"],
    ["1e3", "1000"],
    ["12345678901234567890123456789012345678", "12345678901234567890123456789012345678"],
    ["1E-5", "0.00001"],
    ["-1.23E+2", "-123"],
  ])("writes the number %s as %s", async (given, kept) => {
    await put({ ...key("number"), n: { N: given }, set: { NS: [given, "99"] } });
    expect(await get("number")).toMatchObject({ n: { N: kept }, set: { NS: [kept, "99"] } });
  });

  it.each<[string, AttributeValue, string]>([
    [
      "39 digits",
      { N: "1".repeat(39) },
      "Attempting to store more than 38 significant digits in a Number",
    ],
    [
      "10^126",
      { N: "1e126" },
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    ],
    [
      "10^-131",
      { N: "1e-131" },
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    ],
    ["letters", { N: "abc" }, "The parameter cannot be converted to a numeric value: abc"],
    ["no digits", { N: "" }, "The parameter cannot be converted to a numeric value"],
    [
      "an empty set",
      { SS: [] },
      "One or more parameter values were invalid: An string set  may not be empty",
    ],
    [
      "a set with twins",
      { SS: ["a", "a"] },
      "One or more parameter values were invalid: Input collection [a, a] contains duplicates.",
    ],
    ["equal numbers in a set", { NS: ["1", "1.0"] }, "Input collection contains duplicates"],
  ])("refuses %s", async (_, value, message) => {
    expect(await refusal(put({ ...key("bad"), value }))).toBe(`ValidationException: ${message}`);
    expect(await get("bad")).toBeUndefined();
  });

  it("takes null that is false for null", async () => {
    await put({ ...key("null"), value: { NULL: false } as never });
    expect(await get("null")).toMatchObject({ value: { NULL: true } });
  });

  it("counts an item's size in UTF-8 bytes, up to 400 KB", async () => {
    const most = 400 * 1024 - "pk".length - "big".length - "sk".length - "text".length - 1;
    await put({ ...key("big"), text: { S: "x".repeat(most) } });
    const message = "ValidationException: Item size has exceeded the maximum allowed size";
    expect(await refusal(put({ ...key("big"), text: { S: "x".repeat(most + 1) } }))).toBe(message);
    expect(await refusal(put({ ...key("big"), text: { S: "語".repeat(most / 2) } }))).toBe(message);
    const grown = update("big", "SET more = :x", {
      ExpressionAttributeValues: { ":x": { S: "x" } },
    });
    expect(await refusal(grown)).toBe(
      "ValidationException: Item size to update has exceeded the maximum allowed size",
    );
  });
});

describe("keys", () => {
  it.each<[string, Record<string, AttributeValue>, string]>([
    [
      "no range key",
      { pk: { S: "a" } },
      "One or more parameter values were invalid: Missing the key sk in the item",
    ],
    [
      "a key of another type",
      { pk: { N: "1" }, sk: { S: "-" } },
      "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
    ],
    [
      "an empty key",
      { pk: { S: "" }, sk: { S: "-" } },
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    ],
    [
      "an index key of another type",
      { ...key("a"), group: { N: "1" } },
      "One or more parameter values were invalid: Type mismatch for Index Key group Expected: S Actual: N IndexName: byGroup",
    ],
    [
      "a hash key over 2048 bytes",
      { pk: { S: "語".repeat(683) }, sk: { S: "-" } },
      "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    ],
    [
      "a range key over 1024 bytes",
      { pk: { S: "a" }, sk: { S: "x".repeat(1025) } },
      "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    ],
  ])("refuses an item with %s", async (_, item, message) => {
    expect(await refusal(put(item))).toBe(`ValidationException: ${message}`);
  });

  it.each<[string, Record<string, AttributeValue>]>([
    ["too few attributes", { pk: { S: "a" } }],
    ["too many", { ...key("a"), more: { S: "b" } }],
    ["another type", { pk: { S: "a" }, sk: { N: "1" } }],
  ])("refuses to look up a key with %s", async (_, Key) => {
    expect(await refusal(db.client.send(new GetItemCommand({ TableName, Key })))).toBe(
      "ValidationException: The provided key element does not match the schema",
    );
  });

  it("are refused when empty", async () => {
    expect(await refusal(get(""))).toBe(
      "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    );
    expect(await refusal(put({ ...key("a"), group: { S: "" } }))).toBe(
      "ValidationException: One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byGroup, IndexKey: group",
    );
  });

  it("are equal when numbers are", async () => {
    const table = { TableName: "numbers" };
    await db.client.send(
      new PutItemCommand({ ...table, Item: { pk: { N: "1.0" }, v: { S: "x" } } }),
    );
    const found = await db.client.send(new GetItemCommand({ ...table, Key: { pk: { N: "1e0" } } }));
    expect(found.Item).toEqual({ pk: { N: "1" }, v: { S: "x" } });
  });

  it("name a table by its ARN too", async () => {
    await put(key("by-arn"));
    const arn = `arn:aws:dynamodb:us-east-1:111111111111:table/${TableName}`;
    const found = await db.client.send(new GetItemCommand({ TableName: arn, Key: key("by-arn") }));
    expect(found.Item).toEqual(key("by-arn"));
  });

  it("belong to one account and Region", async () => {
    const answer = db.running.world.call(
      "dynamodb",
      "GetItem",
      { TableName, Key: key("values") },
      { account: "222222222222", region: "us-east-1" },
    );
    expect(await refusal(answer)).toContain("Requested resource not found");
  });
});
