// Pages of queries and scans.
import {
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rows } from "../../packages/sandbox/src/services/dynamodb/table.ts";
import {
  type Database,
  definition,
  fill,
  type Item,
  refusal,
  S,
  sorts,
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
  db.database.createTable(definition("things"));
  const members = MEMBERS.map((region) => ({ pk: S("a"), sk: S(`MEMBER#${region}`) }));
  await fill(db, "things", [{ pk: S("a"), sk: S("ACCOUNT") }, ...members]);
});
afterAll(() => db.stop());

describe("pages", () => {
  const big = "x".repeat(100_000);
  beforeAll(() =>
    fill(
      db,
      "things",
      Array.from({ length: 25 }, (_, at) => ({
        pk: S("big"),
        sk: S(String(at).padStart(3, "0")),
        big: S(big),
      })),
    ),
  );

  it("end at 1 MB", async () => {
    const first = await query({
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": S("big") },
    });
    expect(first.Count).toBe(11);
    expect(first.LastEvaluatedKey).toEqual({ pk: S("big"), sk: S("010") });
    const all: Item[] = [];
    const pages = paginateQuery(
      { client: db.client },
      {
        TableName: "things",
        KeyConditionExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": S("big") },
      },
    );
    for await (const page of pages) all.push(...(page.Items ?? []));
    expect(all).toHaveLength(25);
  });

  it("count what was read, not what the filter let through", async () => {
    const page = await query({
      KeyConditionExpression: "pk = :p",
      FilterExpression: "attribute_not_exists(big)",
      ExpressionAttributeValues: { ":p": S("big") },
      ReturnConsumedCapacity: "TOTAL",
    });
    expect([page.Count, page.ScannedCount]).toEqual([0, 11]);
    expect(page.LastEvaluatedKey).toBeDefined();
    expect(page.ConsumedCapacity?.CapacityUnits).toBe(134.5);
  });

  it("end at the limit, even when it was the last item", async () => {
    const input = {
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": S("a") },
    };
    const page = await query({ ...input, Limit: 6 });
    expect(page.LastEvaluatedKey).toEqual({ pk: S("a"), sk: S("MEMBER#us-west-2") });
    const next = await query({ ...input, ExclusiveStartKey: page.LastEvaluatedKey });
    expect([next.Count, next.LastEvaluatedKey]).toEqual([0, undefined]);
  });

  it("go on from a key that is gone", async () => {
    const input = {
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": S("a") },
    };
    const from = { pk: S("a"), sk: S("MEMBER#b") };
    expect(sorts((await query({ ...input, ExclusiveStartKey: from, Limit: 1 })).Items)).toEqual([
      "MEMBER#eu-west-1",
    ]);
    const back = await query({
      ...input,
      ExclusiveStartKey: from,
      Limit: 1,
      ScanIndexForward: false,
    });
    expect(sorts(back.Items)).toEqual(["MEMBER#ap-northeast-1"]);
  });
});

describe("a scan", () => {
  const identify = ({ pk, sk }: Item) => `${pk?.S} ${sk?.S}`;
  beforeAll(() =>
    fill(
      db,
      "things",
      Array.from({ length: 60 }, (_, at) => ({ pk: S(`scan-${at % 20}`), sk: S(`${at}`) })),
    ),
  );

  it("meets every item once, page by page", async () => {
    const seen: string[] = [];
    for await (const page of paginateScan(
      { client: db.client, pageSize: 7 },
      { TableName: "things" },
    )) {
      expect(page.ScannedCount).toBeLessThanOrEqual(7);
      seen.push(...(page.Items ?? []).map(identify));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((one) => one.startsWith("scan-"))).toHaveLength(60);
  });

  it("is divided into segments", async () => {
    const segments = await Promise.all(
      [0, 1, 2].map(async (Segment) => {
        const found: string[] = [];
        const pages = paginateScan(
          { client: db.client, pageSize: 5 },
          { TableName: "things", Segment, TotalSegments: 3 },
        );
        for await (const page of pages) found.push(...(page.Items ?? []).map(identify));
        return found.filter((one) => one.startsWith("scan-"));
      }),
    );
    expect(segments.flat()).toHaveLength(60);
    expect(new Set(segments.flat()).size).toBe(60);
    expect(segments.filter((one) => one.length > 0).length).toBeGreaterThan(1);
  });

  it("filters and projects", async () => {
    const found: Item[] = [];
    const pages = paginateScan(
      { client: db.client },
      {
        TableName: "things",
        FilterExpression: "begins_with(pk, :p) AND sk IN (:a, :b)",
        ProjectionExpression: "sk",
        ExpressionAttributeValues: { ":p": S("scan-"), ":a": S("7"), ":b": S("59") },
      },
    );
    for await (const page of pages) found.push(...(page.Items ?? []));
    expect(sorts(found)?.sort()).toEqual(["59", "7"]);
    expect(Object.keys(found[0] ?? {})).toEqual(["sk"]);
  });

  it("refuses segments that do not add up", async () => {
    expect(await refusal(scan({ Segment: 3, TotalSegments: 3 }))).toContain(
      "is not less than TotalSegments: 3",
    );
    expect(await refusal(scan({ Segment: 0 }))).toContain(
      "The TotalSegments parameter is required",
    );
    expect(await refusal(scan({ TotalSegments: 2 }))).toContain(
      "The Segment parameter is required",
    );
  });

  it("meets more partitions than a call takes arguments", () => {
    const rows = new Rows({ local: false, hash: "pk", keys: ["pk"] });
    for (let at = 0; at < 200_000; at++) rows.put({ hash: `a${at}`, sort: "" }, `${at}`, {});
    expect(rows.places().entries).toHaveLength(200_000);
  });
});
