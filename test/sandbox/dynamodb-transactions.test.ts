// Transactions: all or nothing, with a reason for each item.
import {
  type AttributeValue,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, definition, refusal, startDatabase } from "./dynamodb-world.ts";

let db: Database;
const TableName = "things";
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const N = (value: number) => ({ N: String(value) });

beforeAll(async () => {
  db = await startDatabase();
  const attributes = { pk: "S", sk: "S", group: "S" } as const;
  const globalIndexes = [{ name: "byGroup", hashKey: "group", projection: "ALL" as const }];
  db.database.createTable(definition(TableName, { attributes, globalIndexes }));
  db.database.createTable(definition("others"));
});
afterAll(() => db.stop());

const put = (pk: string, more: object = {}, options: object = {}): TransactWriteItem => ({
  Put: { TableName, Item: { ...key(pk), ...more }, ...options },
});
const add = (pk: string, name: string, options: object = {}): TransactWriteItem => ({
  Update: {
    TableName,
    Key: key(pk),
    UpdateExpression: "ADD #n :one",
    ExpressionAttributeNames: { "#n": name },
    ExpressionAttributeValues: { ":one": N(1) },
    ...options,
  },
});
const check = (pk: string, ConditionExpression: string, more: object = {}): TransactWriteItem => ({
  ConditionCheck: { TableName, Key: key(pk), ConditionExpression, ...more },
});
const remove = (pk: string, more: object = {}): TransactWriteItem => ({
  Delete: { TableName, Key: key(pk), ...more },
});
const write = (TransactItems: TransactWriteItem[], more: object = {}) =>
  db.client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
const cancelled = async (items: TransactWriteItem[]): Promise<TransactionCanceledException> => {
  const error = await write(items).catch((caught) => caught);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  return error;
};
const get = async (pk: string, table = TableName) =>
  (await db.client.send(new GetItemCommand({ TableName: table, Key: key(pk) }))).Item;
const seed = (pk: string, more: Record<string, AttributeValue> = {}) =>
  db.client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));

describe("a transaction that writes", () => {
  it("does everything, in several tables", async () => {
    await seed("gone");
    await seed("count", { n: N(1) });
    await seed("guard", { open: { BOOL: true } });
    await write([
      put("fresh", { v: N(1) }),
      add("count", "n"),
      remove("gone"),
      check("guard", "#o = :yes", {
        ExpressionAttributeNames: { "#o": "open" },
        ExpressionAttributeValues: { ":yes": { BOOL: true } },
      }),
      { Put: { TableName: "others", Item: key("elsewhere") } },
    ]);
    expect(await get("fresh")).toEqual({ ...key("fresh"), v: N(1) });
    expect(await get("count")).toEqual({ ...key("count"), n: N(2) });
    expect(await get("gone")).toBeUndefined();
    expect(await get("guard")).toEqual({ ...key("guard"), open: { BOOL: true } });
    expect(await get("elsewhere", "others")).toEqual(key("elsewhere"));
  });

  it("does nothing when one condition fails, and says which, in order", async () => {
    await seed("stays", { v: N(1) });
    const error = await cancelled([
      put("never"),
      put("stays", {}, { ConditionExpression: "attribute_not_exists(pk)" }),
      add("stays-too", "n"),
      remove("absent", { ConditionExpression: "attribute_exists(pk)" }),
      check("stays-not", "attribute_exists(pk)"),
    ]);
    expect(error.message).toBe(
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None, ConditionalCheckFailed, ConditionalCheckFailed]",
    );
    const failed = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
    expect(error.CancellationReasons).toEqual([
      { Code: "None" },
      failed,
      { Code: "None" },
      failed,
      failed,
    ]);
    expect(await get("stays")).toEqual({ ...key("stays"), v: N(1) });
    for (const pk of ["never", "stays-too"]) expect(await get(pk)).toBeUndefined();
  });

  it("shows the item that failed a condition when asked", async () => {
    await seed("shown", { v: N(7), bytes: { B: new Uint8Array([1]) } });
    const showing = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
    const error = await cancelled([
      put("shown", {}, { ConditionExpression: "attribute_not_exists(pk)", ...showing }),
      add("unshown", "n", { ConditionExpression: "attribute_exists(pk)", ...showing }),
    ]);
    expect(error.CancellationReasons?.[0]?.Item).toEqual({
      ...key("shown"),
      v: N(7),
      bytes: { B: new Uint8Array([1]) },
    });
    expect(error.CancellationReasons?.[1]).toEqual({
      Code: "ConditionalCheckFailed",
      Message: "The conditional request failed",
    });
  });

  it("takes what an item makes impossible as a reason, not as an invalid request", async () => {
    await seed("text", { n: { S: "text" } });
    const error = await cancelled([add("text", "n"), put("fine"), put("typed", { group: N(1) })]);
    expect(error.CancellationReasons?.map(({ Code }) => Code)).toEqual([
      "ValidationError",
      "None",
      "ValidationError",
    ]);
    expect(error.CancellationReasons?.[0]?.Message).toBe(
      "An operand in the update expression has an incorrect data type",
    );
    expect(error.CancellationReasons?.[2]?.Message).toContain("Type mismatch for Index Key group");
    expect(await get("fine")).toBeUndefined();
  });

  it("refuses empty keys before it begins", async () => {
    const empty = "One or more parameter values are not valid.";
    const set = {
      UpdateExpression: "SET #n = :one",
      ExpressionAttributeValues: { ":one": { S: "" } },
    };
    for (const item of [
      put(""),
      remove(""),
      put("a", { group: { S: "" } }),
      add("a", "group", set),
    ])
      expect(await refusal(write([put("first"), item]))).toContain(`ValidationException: ${empty}`);
    expect(await get("first")).toBeUndefined();
  });

  it("takes 100 items and no more", async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, at) => put(`many-${at}`, { group: { S: "many" } }));
    await write(items(100));
    const { Count } = await db.client.send(new ScanCommand({ TableName, IndexName: "byGroup" }));
    expect(Count).toBe(100);
    expect(await refusal(write(items(101)))).toBe(
      "ValidationException: 1 validation error detected: Value '[101 items]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
    );
    expect(await refusal(write([]))).toContain(
      "Member must have length greater than or equal to 1",
    );
  });

  it("takes 4 MB and no more", async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        put(`big-${at}`, { text: { S: "x".repeat(400_000) } }),
      );
    await write(items(10));
    expect(await refusal(write(items(11)))).toContain("ValidationException: ");
    expect(await get("big-10")).toBeUndefined();
  });

  it.each<[string, TransactWriteItem[], string]>([
    [
      "one item twice",
      [put("twice"), remove("twice")],
      "ValidationException: Transaction request cannot include multiple operations on one item",
    ],
    [
      "two actions in one entry",
      [{ ...put("a"), ...remove("b") }],
      "ValidationException: TransactItems can only contain one of Check, Put, Update or Delete",
    ],
    [
      "an entry without an action",
      [{}],
      "ValidationException: TransactItems can only contain one of Check, Put, Update or Delete",
    ],
    [
      "a bad expression",
      [put("a"), put("b", {}, { ConditionExpression: "a = :v" })],
      "ValidationException: Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v",
    ],
    [
      "a table that is not there",
      [{ Put: { TableName: "nowhere", Item: key("a") } }],
      "ResourceNotFoundException: Requested resource not found",
    ],
    [
      "a check without a condition",
      [{ ConditionCheck: { TableName, Key: key("a"), ConditionExpression: undefined } }],
      "ValidationException: 1 validation error detected: Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
    ],
    [
      "an item over 400 KB",
      [put("a", { text: { S: "x".repeat(410_000) } })],
      "ValidationException: Item size has exceeded the maximum allowed size",
    ],
  ])("is refused for %s", async (_, items, message) => {
    expect(await refusal(write(items))).toBe(message);
  });

  it("costs twice as much as its writes", async () => {
    const answer = await write([put("cost-1"), put("cost-2", { text: { S: "x".repeat(1500) } })], {
      ReturnConsumedCapacity: "TOTAL",
    });
    expect(answer.ConsumedCapacity).toEqual([
      { TableName, CapacityUnits: 6, WriteCapacityUnits: 6 },
    ]);
  });
});

describe("a client token", () => {
  it("makes a repetition harmless for ten minutes", async () => {
    await seed("once", { n: N(0) });
    const ClientRequestToken = "token-1";
    for (const _ of ["first", "second"]) await write([add("once", "n")], { ClientRequestToken });
    expect((await get("once"))?.n).toEqual(N(1));
    const other = write([add("once", "m")], { ClientRequestToken });
    await expect(other).rejects.toBeInstanceOf(IdempotentParameterMismatchException);
    new Float64Array(db.running.world.clock.ahead)[0]! += 10 * 60_000;
    await write([add("once", "n")], { ClientRequestToken });
    expect((await get("once"))?.n).toEqual(N(2));
  });

  it("does not remember a transaction that was cancelled", async () => {
    const ClientRequestToken = "token-2";
    const items = [add("later", "n", { ConditionExpression: "attribute_exists(pk)" })];
    await expect(write(items, { ClientRequestToken })).rejects.toBeInstanceOf(
      TransactionCanceledException,
    );
    await seed("later");
    await write(items, { ClientRequestToken });
    expect((await get("later"))?.n).toEqual(N(1));
  });
});

describe("a transaction that reads", () => {
  const read = (items: object[], more: object = {}) =>
    db.client.send(
      new TransactGetItemsCommand({
        TransactItems: items.map((Get) => ({ Get: { TableName, ...Get } as never })),
        ...more,
      }),
    );

  it("answers in order, with nothing for what is not there", async () => {
    await seed("r1", { v: N(1) });
    await seed("r2", { v: N(2), w: N(3) });
    const answer = await read(
      [{ Key: key("r2"), ProjectionExpression: "w" }, { Key: key("absent") }, { Key: key("r1") }],
      { ReturnConsumedCapacity: "TOTAL" },
    );
    expect(answer.Responses).toEqual([
      { Item: { w: N(3) } },
      {},
      { Item: { ...key("r1"), v: N(1) } },
    ]);
    expect(answer.ConsumedCapacity?.[0]?.CapacityUnits).toBe(6);
  });

  it("gives a reason for a key that cannot be", async () => {
    const error = await read([{ Key: key("r1") }, { Key: { pk: { S: "r1" } } }]).catch(
      (caught) => caught,
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error.CancellationReasons).toEqual([
      { Code: "None" },
      { Code: "ValidationError", Message: "The provided key element does not match the schema" },
    ]);
  });
});

it("runs side by side without losing a write", async () => {
  await seed("shared", { n: N(0) });
  await Promise.all(
    Array.from({ length: 40 }, (_, at) => write([add("shared", "n"), put(`side-${at}`)])),
  );
  expect((await get("shared"))?.n).toEqual(N(40));
});
