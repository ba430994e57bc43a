// Query: ranges of keys, and what is said of queries that cannot be.
import { QueryCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Database,
  definition,
  fill,
  type Item,
  N,
  refusal,
  S,
  sorts,
  startDatabase,
} from "./dynamodb-world.ts";

let db: Database;
const query = (input: Omit<QueryCommandInput, "TableName">, TableName = "things") =>
  db.client.send(new QueryCommand({ TableName, ...input }));
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

describe("a range", () => {
  const P = { ":p": S("a") };
  it.each<[string, Item, string[]]>([
    ["pk = :p", {}, ["ACCOUNT", ...MEMBERS.map((region) => `MEMBER#${region}`)]],
    ["pk = :p AND sk = :s", { ":s": S("ACCOUNT") }, ["ACCOUNT"]],
    ["sk = :s AND pk = :p", { ":s": S("MEMBER#us-west-2") }, ["MEMBER#us-west-2"]],
    [
      "pk = :p AND begins_with(sk, :s)",
      { ":s": S("MEMBER#us-") },
      ["MEMBER#us-east-1", "MEMBER#us-west-2"],
    ],
    ["pk = :p AND sk < :s", { ":s": S("MEMBER#ap-northeast-1") }, ["ACCOUNT", "MEMBER#ap-east-1"]],
    ["pk = :p AND sk <= :s", { ":s": S("MEMBER#ap-east-1") }, ["ACCOUNT", "MEMBER#ap-east-1"]],
    ["pk = :p AND sk > :s", { ":s": S("MEMBER#us-east-1") }, ["MEMBER#us-west-2"]],
    [
      "pk = :p AND :s <= sk",
      { ":s": S("MEMBER#us-east-1") },
      ["MEMBER#us-east-1", "MEMBER#us-west-2"],
    ],
    [
      "pk = :p AND sk BETWEEN :s AND :t",
      { ":s": S("MEMBER#ap-f"), ":t": S("MEMBER#eu-west-1") },
      ["MEMBER#ap-northeast-1", "MEMBER#eu-west-1"],
    ],
    ["(pk = :p) AND (sk = :s)", { ":s": S("nothing") }, []],
  ])("%s", async (KeyConditionExpression, values, expected) => {
    for (const _ of ["parsed", "kept"]) {
      const input = { KeyConditionExpression, ExpressionAttributeValues: { ...P, ...values } };
      const forward = await query(input);
      expect(sorts(forward.Items)).toEqual(expected);
      expect([forward.Count, forward.ScannedCount]).toEqual([expected.length, expected.length]);
      expect(forward.LastEvaluatedKey).toBeUndefined();
      const backward = await query({ ...input, ScanIndexForward: false });
      expect(sorts(backward.Items)).toEqual(expected.toReversed());
    }
  });

  it("orders numbers by value", async () => {
    const numbers = [
      "-1e20",
      "-10.5",
      "-10",
      "-1",
      "-0.001",
      "0",
      "0.001",
      "1",
      "1.5",
      "2",
      "10",
      "1e20",
    ];
    await fill(
      db,
      "numbers",
      numbers.toReversed().map((sk) => ({ pk: S("x"), sk: N(sk) })),
    );
    const all = await query(
      { KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": S("x") } },
      "numbers",
    );
    expect(all.Items?.map(({ sk }) => Number(sk?.N))).toEqual(numbers.map(Number));
    const some = await query(
      {
        KeyConditionExpression: "pk = :p AND sk BETWEEN :a AND :b",
        ExpressionAttributeValues: { ":p": S("x"), ":a": N("-1.0"), ":b": N(2) },
      },
      "numbers",
    );
    expect(sorts(some.Items)).toEqual(["-1", "-0.001", "0", "0.001", "1", "1.5", "2"]);
  });

  it("orders binary by unsigned bytes, and text by UTF-8", async () => {
    const bytes = [[0], [0, 1], [1], [127, 255], [128], [255]];
    await fill(
      db,
      "bytes",
      bytes.toReversed().map((sk) => ({ pk: S("x"), sk: { B: new Uint8Array(sk) } })),
    );
    const found = await query(
      { KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": S("x") } },
      "bytes",
    );
    expect(found.Items?.map(({ sk }) => [...sk!.B!])).toEqual(bytes);
    const words = ["A", "a", "é", "語", "\uFF5E", "\u{1F38C}"];
    await fill(
      db,
      "things",
      words.toReversed().map((sk) => ({ pk: S("words"), sk: S(sk) })),
    );
    const text = await query({
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": S("words") },
    });
    expect(sorts(text.Items)).toEqual(words);
  });

  it("finds what a filter over everything finds", async () => {
    const word = fc.stringMatching(/^[ab\u3042\u{1F38C}]{1,4}$/u);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(word, { maxLength: 24 }),
        word,
        word,
        async (words, from, to) => {
          const pk = S(`property-${round++}`);
          await fill(
            db,
            "things",
            words.map((sk) => ({ pk, sk: S(sk) })),
          );
          const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
          const expected: Record<string, (one: string) => boolean> = {
            "sk > :s": (one) => compare(one, from) > 0,
            "sk <= :s": (one) => compare(one, from) <= 0,
            "begins_with(sk, :s)": (one) => one.startsWith(from),
          };
          for (const [condition, holds] of Object.entries(expected)) {
            const { Items } = await query({
              KeyConditionExpression: `pk = :p AND ${condition}`,
              ExpressionAttributeValues: { ":p": pk, ":s": S(from) },
            });
            expect(sorts(Items)).toEqual(words.filter(holds).sort(compare));
          }
          const [low, high] = [from, to].sort(compare) as [string, string];
          const { Items } = await query({
            KeyConditionExpression: "pk = :p AND sk BETWEEN :s AND :t",
            ExpressionAttributeValues: { ":p": pk, ":s": S(low), ":t": S(high) },
          });
          expect(sorts(Items)).toEqual(
            words.filter((one) => compare(one, low) >= 0 && compare(one, high) <= 0).sort(compare),
          );
        },
      ),
      { numRuns: 30, seed: 7 },
    );
  });
});

describe("complaints about queries", () => {
  const complaint = (KeyConditionExpression: string | undefined, values: Item, more: object = {}) =>
    refusal(query({ KeyConditionExpression, ExpressionAttributeValues: values, ...more }));

  it.each<[string, Item, object, string]>([
    ["sk = :p", { ":p": S("a") }, {}, "Query condition missed key schema element: pk"],
    [
      "pk = :p AND note = :s",
      { ":p": S("a"), ":s": S("b") },
      {},
      "Query condition missed key schema element: sk",
    ],
    ["pk > :p", { ":p": S("a") }, {}, "Query key condition not supported"],
    [
      "pk = :p OR sk = :p",
      { ":p": S("a") },
      {},
      "Invalid operator used in KeyConditionExpression: OR",
    ],
    [
      "pk = :p AND sk <> :p",
      { ":p": S("a") },
      {},
      "Invalid operator used in KeyConditionExpression: <>",
    ],
    [
      "pk = :p AND contains(sk, :p)",
      { ":p": S("a") },
      {},
      "Invalid operator used in KeyConditionExpression: contains",
    ],
    [
      "pk = :p AND sk > :p AND sk < :p",
      { ":p": S("a") },
      {},
      "KeyConditionExpressions must only contain one condition per key",
    ],
    [
      "pk = :p",
      { ":p": N(1) },
      {},
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    ],
    [
      "pk = :p",
      { ":p": S("") },
      {},
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    ],
    [
      "pk = :p",
      { ":p": S("a") },
      { IndexName: "unknown" },
      "The table does not have the specified index: unknown",
    ],
    [
      "run = :p",
      { ":p": S("a") },
      { IndexName: "byRun", ConsistentRead: true },
      "Consistent reads are not supported on global secondary indexes",
    ],
    [
      "run = :p",
      { ":p": S("a") },
      { IndexName: "byRun", Select: "ALL_ATTRIBUTES" },
      "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index byRun because its projection type is not ALL",
    ],
    [
      "run = :p AND sk = :p",
      { ":p": S("a") },
      { IndexName: "byRun" },
      "Query key condition not supported",
    ],
    [
      "pk = :p",
      { ":p": S("a") },
      { FilterExpression: "sk = :p" },
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    ],
    [
      "pk = :p",
      { ":p": S("a") },
      { ExclusiveStartKey: { pk: S("a") } },
      "The provided starting key is invalid",
    ],
    [
      "pk = :p",
      { ":p": S("a") },
      { ExclusiveStartKey: { pk: S("b"), sk: S("x") } },
      "The provided starting key is outside query boundaries based on provided conditions",
    ],
    [
      "pk = :p AND sk > :p",
      { ":p": S("a") },
      { ExclusiveStartKey: { pk: S("a"), sk: S("A") } },
      "The provided starting key does not match the range key predicate",
    ],
    [
      "pk = :p",
      { ":p": S("a") },
      { Select: "SPECIFIC_ATTRIBUTES" },
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    ],
    [
      "pk = :p",
      { ":p": S("a") },
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ])("%s", async (expression, values, more, message) => {
    expect(await complaint(expression, values, more)).toBe(`ValidationException: ${message}`);
  });

  it("name the condition that is missing", async () => {
    expect(await refusal(query({}))).toBe(
      "ValidationException: Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  });
});
