// What conditions mean, and what is said of those that mean nothing.
import { type AttributeValue, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, definition, refusal, startDatabase } from "./dynamodb-world.ts";

let db: Database;
const TableName = "things";
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });

const ITEM: Record<string, AttributeValue> = {
  ...key("item"),
  n: { N: "10" },
  m: { N: "9" },
  s: { S: "beta" },
  e: { S: "" },
  jp: { S: "日本語" },
  b: { B: new Uint8Array([1, 2, 3]) },
  t: { BOOL: true },
  nil: { NULL: true },
  ss: { SS: ["x", "y"] },
  ns: { NS: ["1", "2.5"] },
  bs: { BS: [new Uint8Array([9])] },
  l: { L: [{ S: "a" }, { N: "1" }, { M: { k: { S: "v" } } }, { BOOL: false }] },
  doc: { M: { a: { M: { b: { L: [{ N: "5" }] } } }, x: { S: "x" } } },
  twin: { M: { x: { S: "x" }, a: { M: { b: { L: [{ N: "5.0" }] } } } } },
};

const VALUES: Record<string, AttributeValue> = {
  ":ten": { N: "10.00" },
  ":nine": { N: "9" },
  ":eleven": { N: "11" },
  ":beta": { S: "beta" },
  ":be": { S: "be" },
  ":a": { S: "a" },
  ":empty": { S: "" },
  ":zero": { N: "0" },
  ":two": { N: "2" },
  ":three": { N: "3" },
  ":four": { N: "4" },
  ":bytes": { B: new Uint8Array([1, 2]) },
  ":last": { B: new Uint8Array([2, 3]) },
  ":nine9": { B: new Uint8Array([9]) },
  ":true": { BOOL: true },
  ":false": { BOOL: false },
  ":null": { NULL: true },
  ":yx": { SS: ["y", "x"] },
  ":x": { S: "x" },
  ":n25": { N: "2.50" },
  ":map": { M: { k: { S: "v" } } },
  ":SS": { S: "SS" },
  ":N": { S: "N" },
  ":NULL": { S: "NULL" },
  ":five": { N: "5" },
  ":high": { S: "\u{1F38C}" },
  ":low": { S: "\uFF5E" },
};

const only = (expression: string) =>
  Object.fromEntries(
    Object.entries(VALUES).filter(([name]) => new RegExp(`${name}\\b`).test(expression)),
  );

beforeAll(async () => {
  db = await startDatabase();
  db.database.createTable(definition(TableName));
});
afterAll(() => db.stop());

describe("conditions", () => {
  const holds = async (ConditionExpression: string) => {
    const values = only(ConditionExpression);
    const answer = await refusal(
      db.client.send(
        new PutItemCommand({
          TableName,
          Item: ITEM,
          ConditionExpression,
          ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        }),
      ),
    );
    if (answer === "it was accepted") return true;
    expect(answer).toBe("ConditionalCheckFailedException: The conditional request failed");
    return false;
  };
  beforeAll(() => db.client.send(new PutItemCommand({ TableName, Item: ITEM })));

  it.each([
    "n = :ten",
    "n > m",
    "n >= :ten AND n <= :ten",
    ":nine < n",
    "n <> :nine",
    "n <> :beta", // another type is unequal
    "absent <> :beta",
    "n BETWEEN :nine AND :eleven",
    "n IN (:nine, :ten)",
    "s BETWEEN :a AND :beta",
    "attribute_exists(doc.a.b[0])",
    "attribute_not_exists(doc.a.b[1])",
    "attribute_not_exists(absent.b.c)",
    "attribute_exists(nil)",
    "attribute_type(ss, :SS)",
    "attribute_type(doc.a.b[0], :N)",
    "attribute_type(nil, :NULL)",
    "begins_with(s, :be)",
    "begins_with(s, :empty)",
    "begins_with(b, :bytes)",
    "contains(s, :be)",
    "contains(ss, :x)",
    "contains(ns, :n25)",
    "contains(bs, :nine9)",
    "contains(b, :last)",
    "contains(l, :a)",
    "contains(l, :map)",
    "contains(l, :false)",
    "ss = :yx",
    "doc = twin",
    "t = :true",
    "nil = :null",
    "size(s) = :four",
    "size(e) = :zero",
    "size(jp) = :nine", // UTF-8
    "size(b) = :three",
    "size(ss) = :two",
    "size(l) > size(doc)",
    "doc.a.b[0] = :five",
    "NOT n = :nine",
    "NOT (n = :nine OR n = :eleven)",
    "n = :nine OR n = :ten AND t = :true",
    "(n = :nine OR n = :ten) AND t = :true",
    "NOT contains(s, :x) AND not begins_with(s, :x)",
    "n=:ten and(t=:true)",
    ":low < :high", // by code point: a surrogate pair sorts after U+FF5E
  ])("%s holds", async (expression) => {
    expect(await holds(expression)).toBe(true);
  });

  it.each([
    "n = :beta",
    "n > :beta",
    "absent = :beta",
    "absent = gone",
    "absent < :ten",
    "NOT absent <> :ten",
    "n BETWEEN s AND :eleven",
    "absent BETWEEN :nine AND :eleven",
    "n IN (:nine, :beta)",
    "attribute_type(n, :SS)",
    "begins_with(n, :be)",
    "begins_with(s, :x)",
    "contains(n, :ten)",
    "contains(ss, :be)",
    "contains(l, :nine)",
    "size(n) > :zero",
    "size(absent) >= :zero",
    "t > :false",
    "doc = l",
    "l[9] = :a",
    "s.x = :x",
    "n = :ten AND n = :nine",
  ])("%s does not", async (expression) => {
    expect(await holds(expression)).toBe(false);
  });
});

describe("complaints about conditions", () => {
  const complaint = (ConditionExpression: string, more: object = {}) =>
    refusal(
      db.client.send(
        new PutItemCommand({ TableName, Item: key("x"), ConditionExpression, ...more }),
      ),
    );
  const values = (...names: string[]) => ({
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [name, VALUES[name]!])),
  });

  it.each<[string, object, string]>([
    ["", {}, "Invalid ConditionExpression: The expression can not be empty;"],
    [
      "a = :v",
      {},
      "Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v",
    ],
    [
      "#a = a",
      {},
      "Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: #a",
    ],
    [
      "status = pk",
      {},
      "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status",
    ],
    [
      "attribute_exist(a)",
      {},
      "Invalid ConditionExpression: Invalid function name; function: attribute_exist",
    ],
    [
      "attribute_exists(a, b)",
      {},
      "Invalid ConditionExpression: Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2",
    ],
    [
      "begins_with(a, :ten)",
      values(":ten"),
      "Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
    ],
    [
      "attribute_type(a, :x)",
      values(":x"),
      "Invalid ConditionExpression: Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
    ],
    [
      "((a = :x))",
      values(":x"),
      "Invalid ConditionExpression: The expression has redundant parentheses;",
    ],
    [
      "a = a",
      {},
      "Invalid ConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]",
    ],
    [
      "a BETWEEN :eleven AND :nine",
      values(":eleven", ":nine"),
      "Invalid ConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:11}, upper bound operand: AttributeValue: {N:9}",
    ],
    [
      "size(a)",
      {},
      "Invalid ConditionExpression: The function is not allowed to be used this way in an expression; function: size",
    ],
    [
      "a = :x",
      values(":x", ":a"),
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}",
    ],
    [
      "attribute_exists(a)",
      { ExpressionAttributeNames: { "#b": "b" } },
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}",
    ],
    [
      "attribute_exists(a)",
      { ExpressionAttributeValues: {} },
      "ExpressionAttributeValues must not be empty",
    ],
    [
      "a = x",
      { ExpressionAttributeValues: { x: { S: "x" } } },
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "x"',
    ],
    [
      "a = :x",
      { ExpressionAttributeValues: { ":x": { N: "x" } } },
      "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :x",
    ],
    [
      "a = :x AND",
      values(":x"),
      'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "AND"',
    ],
    [
      "a == :x",
      values(":x"),
      'Invalid ConditionExpression: Syntax error; token: "=", near: "== :x"',
    ],
  ])("%s", async (expression, more, message) => {
    expect(await complaint(expression, more)).toBe(`ValidationException: ${message}`);
    // Again, now that the expression might have been kept.
    expect(await complaint(expression, more)).toBe(`ValidationException: ${message}`);
  });

  it("look at the values of this request, though the expression was right before", async () => {
    const between = (low: string, high: string) =>
      complaint("absent BETWEEN :a AND :b", {
        ExpressionAttributeValues: { ":a": { N: low }, ":b": { N: high } },
      });
    expect(await between("1", "2")).toContain("The conditional request failed");
    expect(await between("2", "1")).toContain("requires upper bound to be greater");
    const typed = (type: string) =>
      complaint("attribute_type(absent, :t)", { ExpressionAttributeValues: { ":t": { S: type } } });
    expect(await typed("S")).toContain("The conditional request failed");
    expect(await typed("string")).toContain("Invalid attribute type name found; type: string");
  });

  it("come only with an expression", async () => {
    const put = (more: object) =>
      refusal(db.client.send(new PutItemCommand({ TableName, Item: key("x"), ...more })));
    expect(await put({ ExpressionAttributeNames: { "#a": "a" } })).toBe(
      "ValidationException: ExpressionAttributeNames can only be specified when using expressions",
    );
    expect(await put(values(":x"))).toContain(
      "ExpressionAttributeValues can only be specified when using expressions",
    );
  });

  it("name an expression that is too long", async () => {
    const long = Array.from({ length: 400 }, (_, at) => `a${at} = :x`).join(" OR ");
    expect(await complaint(long, values(":x"))).toBe(
      `ValidationException: Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: ${long.length}`,
    );
  });
});
