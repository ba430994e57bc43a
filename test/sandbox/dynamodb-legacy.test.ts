// The parameters from before expressions, which older programs and suites still send.
import {
  type AttributeValue,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Database,
  definition,
  N,
  refusal,
  S,
  sorts,
  startDatabase,
} from "./dynamodb-world.ts";

let db: Database;
const TableName = "things";
const key = (sk: string) => ({ pk: S("p"), sk: S(sk) });

beforeAll(async () => {
  db = await startDatabase();
  db.database.createTable(definition(TableName));
  for (const at of [1, 2, 3])
    await put({ ...key(`s${at}`), n: N(at), text: S("a b"), set: { SS: ["x", "y"] } });
});
afterAll(() => db.stop());

const put = (Item: Record<string, AttributeValue>, more: object = {}) =>
  db.client.send(new PutItemCommand({ TableName, Item, ...more }));
const update = async (sk: string, AttributeUpdates: object) =>
  (
    await db.client.send(
      new UpdateItemCommand({
        TableName,
        Key: key(sk),
        AttributeUpdates: AttributeUpdates as never,
        ReturnValues: "ALL_NEW",
      }),
    )
  ).Attributes;
const query = (more: object) => db.client.send(new QueryCommand({ TableName, ...more }));
const scan = (more: object) => db.client.send(new ScanCommand({ TableName, ...more }));
const is = (operator: string, ...AttributeValueList: AttributeValue[]) => ({
  ComparisonOperator: operator,
  ...(AttributeValueList.length > 0 && { AttributeValueList }),
});
const INVALID = "ValidationException: One or more parameter values were invalid: ";

describe("filters of scans", () => {
  it.each([
    ["EQ", { n: is("EQ", N("2.0")) }, ["s2"]],
    ["NE", { n: is("NE", N(2)) }, ["s1", "s3"]],
    ["BETWEEN", { n: is("BETWEEN", N(2), N(3)) }, ["s2", "s3"]],
    ["IN", { n: is("IN", N(1), N(3)) }, ["s1", "s3"]],
    ["CONTAINS of a set", { set: is("CONTAINS", S("x")) }, ["s1", "s2", "s3"]],
    ["NOT_CONTAINS of text", { text: is("NOT_CONTAINS", S("b")) }, []],
    ["NULL and GE", { gone: is("NULL"), n: is("GE", N(3)) }, ["s3"]],
  ])("%s", async (_, ScanFilter, expected) => {
    expect(sorts((await scan({ ScanFilter })).Items)).toEqual(expected);
  });

  it("one of several is enough with OR", async () => {
    const ScanFilter = { n: is("LT", N(2)), sk: is("BEGINS_WITH", S("s3")) };
    const answer = await scan({ ScanFilter, ConditionalOperator: "OR", AttributesToGet: ["n"] });
    expect(answer.Items).toEqual([{ n: N(1) }, { n: N(3) }]);
  });
});

it("key conditions and a filter of a query", async () => {
  const KeyConditions = { pk: is("EQ", S("p")), sk: is("GT", S("s1")) };
  const answer = await query({ KeyConditions, QueryFilter: { n: is("NE", N(2)) } });
  expect([sorts(answer.Items), answer.Count, answer.ScannedCount]).toEqual([["s3"], 1, 2]);
});

it("updates", async () => {
  await put({ ...key("up"), n: N(1), list: { L: [N(1)] }, set: { SS: ["a", "b"] }, old: S("x") });
  const changed = await update("up", {
    n: { Action: "ADD", Value: N("0.5") },
    fresh: { Action: "ADD", Value: N(7) },
    list: { Action: "ADD", Value: { L: [N(2)] } },
    set: { Action: "DELETE", Value: { SS: ["a"] } },
    old: { Action: "DELETE" },
    text: { Value: S("put") },
  });
  expect(changed).toEqual({
    ...key("up"),
    n: N("1.5"),
    fresh: N(7),
    list: { L: [N(1), N(2)] },
    set: { SS: ["b"] },
    text: S("put"),
  });
  expect(await refusal(update("up", { text: { Action: "ADD", Value: N(1) } }))).toBe(
    "ValidationException: Type mismatch for attribute to update",
  );
});

it("expectations of a write", async () => {
  const failed = "ConditionalCheckFailedException: The conditional request failed";
  const expecting = (Expected: object) => refusal(put({ ...key("ex"), n: N(1) }, { Expected }));
  expect(await expecting({ pk: { Exists: false } })).toBe("it was accepted");
  expect(await expecting({ pk: { Exists: false } })).toBe(failed);
  expect(await expecting({ n: { Value: N(2) } })).toBe(failed);
  expect(await expecting({ n: { Exists: true, Value: N("1.0") } })).toBe("it was accepted");
});

it("AttributesToGet", async () => {
  const one = new GetItemCommand({ TableName, Key: key("s1"), AttributesToGet: ["n", "gone"] });
  expect((await db.client.send(one)).Item).toEqual({ n: N(1) });
});

it.each([
  [
    "an update without a value",
    () => update("s1", { n: { Action: "ADD" } }),
    `${INVALID}Only DELETE action is allowed when no attribute value is specified`,
  ],
  [
    "an addition to text",
    () => update("s1", { n: { Action: "ADD", Value: S("") } }),
    `${INVALID}ADD action is not supported for the type S`,
  ],
  [
    "an update of the key",
    () => update("s1", { pk: { Value: S("x") } }),
    `${INVALID}Cannot update attribute pk. This attribute is part of the key`,
  ],
  [
    "an expectation of nothing",
    () => put(key("s1"), { Expected: { n: {} } }),
    `${INVALID}Value must be provided when Exists is null for Attribute: n`,
  ],
  [
    "a filter with too few values",
    () => scan({ ScanFilter: { n: is("EQ") } }),
    `${INVALID}Invalid number of argument(s) for the EQ ComparisonOperator`,
  ],
  [
    "a filter of a key",
    () => query({ KeyConditions: { pk: is("EQ", S("p")) }, QueryFilter: { sk: is("EQ", S("x")) } }),
    "ValidationException: QueryFilter can only contain non-primary key attributes: Primary key attribute: sk",
  ],
  [
    "a key condition that is none",
    () => query({ KeyConditions: { pk: is("NE", S("p")) } }),
    "ValidationException: Attempted conditional constraint is not an indexable operation",
  ],
  [
    "an attribute asked for twice",
    () => scan({ AttributesToGet: ["n", "n"] }),
    `${INVALID}Duplicate value in attribute name: n`,
  ],
  [
    "attributes and a count",
    () => scan({ AttributesToGet: ["n"], Select: "COUNT" }),
    "ValidationException: Cannot specify the AttributesToGet when choosing to get only the Count",
  ],
] as const)("%s is refused", async (_, act, message) => {
  expect(await refusal(act())).toBe(message);
});
