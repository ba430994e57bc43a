// What updates do to an item, and which are refused.
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
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });

beforeAll(async () => {
  db = await startDatabase();
  db.database.createTable(definition(TableName));
});
afterAll(() => db.stop());

describe("updates", () => {
  const BEFORE: Record<string, AttributeValue> = {
    n: { N: "10" },
    s: { S: "s" },
    l: { L: [{ N: "0" }, { N: "1" }, { N: "2" }, { N: "3" }] },
    tree: { M: { a: { N: "1" }, deep: { L: [{ M: { z: { S: "z" } } }] } } },
    ss: { SS: ["a", "b"] },
    ns: { NS: ["1", "2"] },
  };
  const run = async (
    UpdateExpression: string,
    ExpressionAttributeValues?: Record<string, AttributeValue>,
  ) => {
    await db.client.send(new PutItemCommand({ TableName, Item: { ...key("u"), ...BEFORE } }));
    await db.client.send(
      new UpdateItemCommand({
        TableName,
        Key: key("u"),
        UpdateExpression,
        ExpressionAttributeValues,
      }),
    );
    const { Item } = await db.client.send(new GetItemCommand({ TableName, Key: key("u") }));
    const { pk: _, sk: __, ...rest } = Item!;
    return rest;
  };
  const N = (value: string) => ({ N: value });
  const { l: _l, s: _s, ss: _ss, ...others } = BEFORE;

  it.each<[string, Record<string, AttributeValue> | undefined, Record<string, AttributeValue>]>([
    ["SET n = n + :v", { ":v": N("0.1") }, { ...BEFORE, n: N("10.1") }],
    ["SET n = :v - n", { ":v": N("-1e20") }, { ...BEFORE, n: N("-100000000000000000010") }],
    ["SET a = n, n = :v", { ":v": N("1") }, { ...BEFORE, a: N("10"), n: N("1") }],
    ["SET a = if_not_exists(a, :v)", { ":v": N("1") }, { ...BEFORE, a: N("1") }],
    ["SET n = if_not_exists(n, :v) + :v", { ":v": N("1") }, { ...BEFORE, n: N("11") }],
    ["SET q = if_not_exists(q, :z) + :v", { ":v": N("1"), ":z": N("0") }, { ...BEFORE, q: N("1") }],
    [
      "SET l = list_append(l, :l)",
      { ":l": { L: [N("4")] } },
      { ...BEFORE, l: { L: ["0", "1", "2", "3", "4"].map(N) } },
    ],
    [
      "SET l = list_append(:l, l)",
      { ":l": { L: [N("4")] } },
      { ...BEFORE, l: { L: ["4", "0", "1", "2", "3"].map(N) } },
    ],
    ["SET l[1] = :v", { ":v": N("9") }, { ...BEFORE, l: { L: ["0", "9", "2", "3"].map(N) } }],
    ["SET l[70] = :v", { ":v": N("9") }, { ...BEFORE, l: { L: ["0", "1", "2", "3", "9"].map(N) } }],
    ["REMOVE l[0], l[2], l[9]", undefined, { ...BEFORE, l: { L: ["1", "3"].map(N) } }],
    [
      "SET l[1] = :v REMOVE l[0]",
      { ":v": N("9") },
      { ...BEFORE, l: { L: ["9", "2", "3"].map(N) } },
    ],
    [
      "SET tree.b = :v, tree.deep[0].z = :v",
      { ":v": N("9") },
      { ...BEFORE, tree: { M: { a: N("1"), b: N("9"), deep: { L: [{ M: { z: N("9") } }] } } } },
    ],
    [
      "REMOVE tree.deep[0].z, absent, tree.absent",
      undefined,
      { ...BEFORE, tree: { M: { a: N("1"), deep: { L: [{ M: {} }] } } } },
    ],
    ["ADD n :v, fresh :v", { ":v": N("-12") }, { ...BEFORE, n: N("-2"), fresh: N("-12") }],
    ["ADD ss :v", { ":v": { SS: ["b", "c"] } }, { ...BEFORE, ss: { SS: ["a", "b", "c"] } }],
    ["DELETE ss :v", { ":v": { SS: ["b", "x"] } }, { ...BEFORE, ss: { SS: ["a"] } }],
    [
      "DELETE ss :v, nix :v",
      { ":v": { SS: ["a", "b"] } },
      { l: BEFORE.l!, s: BEFORE.s!, ...others },
    ],
    [
      "REMOVE s SET x = s ADD n :v DELETE ns :ns",
      { ":v": N("1"), ":ns": { NS: ["2.0"] } },
      { l: BEFORE.l!, ss: BEFORE.ss!, ...others, x: { S: "s" }, n: N("11"), ns: { NS: ["1"] } },
    ],
    ["set n = n - :v", { ":v": N("10") }, { ...BEFORE, n: N("0") }],
  ])("%s", async (expression, values, after) => {
    expect(await run(expression, values)).toEqual(after);
  });

  it.each<[string, Record<string, AttributeValue> | undefined, string]>([
    [
      "SET a = absent",
      undefined,
      "The provided expression refers to an attribute that does not exist in the item",
    ],
    [
      "SET a = absent + :v",
      { ":v": N("1") },
      "The provided expression refers to an attribute that does not exist in the item",
    ],
    [
      "SET absent.b = :v",
      { ":v": N("1") },
      "The document path provided in the update expression is invalid for update",
    ],
    [
      "SET s.b = :v",
      { ":v": N("1") },
      "The document path provided in the update expression is invalid for update",
    ],
    [
      "SET tree[0] = :v",
      { ":v": N("1") },
      "The document path provided in the update expression is invalid for update",
    ],
    [
      "SET s = s + :v",
      { ":v": N("1") },
      "An operand in the update expression has an incorrect data type",
    ],
    [
      "SET a = list_append(s, :l)",
      { ":l": { L: [] } },
      "An operand in the update expression has an incorrect data type",
    ],
    [
      "ADD s :v",
      { ":v": N("1") },
      "An operand in the update expression has an incorrect data type",
    ],
    [
      "DELETE l :v",
      { ":v": { SS: ["x"] } },
      "An operand in the update expression has an incorrect data type",
    ],
    [
      "SET n = n + :v",
      { ":v": N(`1e-37`) },
      "Attempting to store more than 38 significant digits in a Number",
    ],
    [
      "SET n = :v, n = :v",
      { ":v": N("1") },
      "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]",
    ],
    [
      "SET tree.a = :v REMOVE tree",
      { ":v": N("1") },
      "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [tree, a], path two: [tree]",
    ],
    [
      "SET tree.a = :v REMOVE tree[1]",
      { ":v": N("1") },
      "Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [tree, a], path two: [tree, [1]]",
    ],
    [
      "SET a = :v SET b = :v",
      { ":v": N("1") },
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    [
      "ADD a :v",
      { ":v": { S: "x" } },
      "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING",
    ],
    [
      "SET a = size(s)",
      undefined,
      "Invalid UpdateExpression: Invalid function name; function: size",
    ],
    [
      "INVALID SYNTAX",
      undefined,
      'Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"',
    ],
  ])("%s is refused", async (expression, values, message) => {
    expect(await refusal(run(expression, values))).toBe(`ValidationException: ${message}`);
    const { Item } = await db.client.send(new GetItemCommand({ TableName, Key: key("u") }));
    expect(Item).toEqual({ ...key("u"), ...BEFORE });
  });

  it("use the values of their own request, though the expression was seen before", async () => {
    for (const value of ["1", "2", "3"])
      expect((await run("SET n = :v", { ":v": N(value) })).n).toEqual(N(value));
    expect((await run("SET n = :v", { ":v": { S: "text" } })).n).toEqual({ S: "text" });
  });
});
