// DynamoDB and its streams (Service Authorization Reference, "Amazon DynamoDB"). A transaction needs what it consists of
// (DynamoDB guide, "Using IAM with transactions"); a batch has an action of its own.
import { anything, each, type Need, type Place, type Row, type Rows } from "../need.ts";

const tableArn = (name: unknown, { account, region }: Place): string =>
  String(name).startsWith("arn:")
    ? String(name)
    : `arn:aws:dynamodb:${region}:${account}:table/${name}`;

const nameOf = (table: unknown): string => String(table).split("/").at(-1)!;

type Attributes = Record<string, Record<string, unknown>>;

/** Partition keys of items or keys, for `dynamodb:LeadingKeys`. */
function leading(items: (Attributes | undefined)[], table: unknown, at: Place): string[] {
  const hash = at.facts.hashKey(at, nameOf(table));
  return items.flatMap((item) => textOf(hash === undefined ? undefined : item?.[hash]) ?? []);
}

const textOf = (value: Record<string, unknown> | undefined): string | undefined => {
  const [inner] = Object.values(value ?? {});
  return inner instanceof Uint8Array
    ? Buffer.from(inner).toString("base64")
    : inner === undefined
      ? undefined
      : String(inner);
};

const need = (
  action: string,
  table: unknown,
  at: Place,
  items?: () => (Attributes | undefined)[],
): Need => ({
  action: `dynamodb:${action}`,
  resource: tableArn(table, at),
  ...(items && { keys: () => ({ "dynamodb:leadingkeys": leading(items(), table, at) }) }),
});

const ofItem =
  (action: string, member: "Key" | "Item"): Row =>
  (input, at) =>
    need(action, input.TableName, at, () => [input[member]]);

interface QueryInput {
  TableName: string;
  IndexName?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Attributes;
  KeyConditions?: Record<string, { AttributeValueList?: Record<string, unknown>[] }>;
}

/** The partition key that a query names: `#pk = :pk` in its condition. */
function queried(input: QueryInput, at: Place): string[] {
  const hash = at.facts.hashKey(at, nameOf(input.TableName), input.IndexName);
  const old = hash === undefined ? undefined : input.KeyConditions?.[hash]?.AttributeValueList?.[0];
  if (old) return [textOf(old)!];
  const pairs = (input.KeyConditionExpression ?? "").matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g);
  for (const [, name = "", value = ""] of pairs)
    if ((input.ExpressionAttributeNames?.[name] ?? name) === hash)
      return [textOf(input.ExpressionAttributeValues?.[value]) ?? ""];
  return [];
}

const onIndex =
  (action: string, keys?: (input: QueryInput, at: Place) => string[]): Row =>
  (input: QueryInput, at) => {
    const table = tableArn(input.TableName, at);
    return {
      action: `dynamodb:${action}`,
      resource: input.IndexName ? `${table}/index/${input.IndexName}` : table,
      ...(keys && { keys: () => ({ "dynamodb:leadingkeys": keys(input, at) }) }),
    };
  };

interface Entry {
  TableName: string;
  Key?: Attributes;
  Item?: Attributes;
}

/** Entries of a transaction by table, so that a long one asks once for each table and action. */
function grouped(entries: [action: string, entry: Entry][], at: Place): Need[] {
  const groups = new Map<string, { action: string; table: string; items: Entry[] }>();
  for (const [action, entry] of entries) {
    const name = `${action} ${entry.TableName}`;
    const group = groups.get(name) ?? { action, table: entry.TableName, items: [] };
    group.items.push(entry);
    groups.set(name, group);
  }
  return [...groups.values()].map(({ action, table, items }) =>
    need(action, table, at, () => items.map(({ Key, Item }) => Key ?? Item)),
  );
}

const WRITES = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
} as const;

export const dynamodb: Rows = {
  GetItem: ofItem("GetItem", "Key"),
  PutItem: ofItem("PutItem", "Item"),
  UpdateItem: ofItem("UpdateItem", "Key"),
  DeleteItem: ofItem("DeleteItem", "Key"),
  Query: onIndex("Query", queried),
  Scan: onIndex("Scan"),
  BatchGetItem: ({ RequestItems = {} }, at) =>
    Object.entries(RequestItems as Record<string, { Keys?: Attributes[] }>).map(
      ([table, { Keys = [] }]) => need("BatchGetItem", table, at, () => Keys),
    ),
  BatchWriteItem: ({ RequestItems = {} }, at) =>
    Object.entries(
      RequestItems as Record<string, { PutRequest?: Entry; DeleteRequest?: Entry }[]>,
    ).map(([table, requests]) =>
      need("BatchWriteItem", table, at, () =>
        requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key),
      ),
    ),
  TransactGetItems: ({ TransactItems = [] }: { TransactItems?: { Get?: Entry }[] }, at) =>
    grouped(
      TransactItems.flatMap(({ Get }): [string, Entry][] => (Get ? [["GetItem", Get]] : [])),
      at,
    ),
  TransactWriteItems: (
    { TransactItems = [] }: { TransactItems?: Partial<Record<keyof typeof WRITES, Entry>>[] },
    at,
  ) =>
    grouped(
      TransactItems.flatMap((one) =>
        Object.entries(WRITES).flatMap(([member, action]): [string, Entry][] => {
          const entry = one[member as keyof typeof WRITES];
          return entry ? [[action, entry]] : [];
        }),
      ),
      at,
    ),
  ...each(
    "dynamodb",
    [
      "CreateTable",
      "DeleteTable",
      "DescribeContinuousBackups",
      "DescribeTable",
      "DescribeTimeToLive",
      "UpdateContinuousBackups",
      "UpdateTable",
      "UpdateTimeToLive",
    ],
    ({ TableName }, at) => tableArn(TableName, at),
  ),
  ...each(
    "dynamodb",
    ["ListTagsOfResource", "TagResource", "UntagResource"],
    ({ ResourceArn }) => ResourceArn,
  ),
  ...each("dynamodb", ["ListTables", "DescribeLimits"], anything),
};

/** A shard iterator is opaque to clients; the sandbox's says its stream first (services/streams). */
const ofIterator = ({ ShardIterator }: { ShardIterator?: string }): string =>
  String(ShardIterator).split("|")[0]!;

export const streams: Rows = {
  ...each("dynamodb", ["DescribeStream", "GetShardIterator"], ({ StreamArn }) => String(StreamArn)),
  ...each("dynamodb", ["GetRecords"], ofIterator),
  // DynamoDB guide, "Using IAM with DynamoDB Streams".
  ...each(
    "dynamodb",
    ["ListStreams"],
    ({ TableName }, at) => `${tableArn(TableName ?? "*", at)}/stream/*`,
  ),
};
