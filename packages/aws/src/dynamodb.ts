// The one table: reading, writing and transactions over plain items. Key layouts live beside each kind of item.
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { ConflictError, RetryableError } from "@rollcall/core/error";
import { Resource } from "sst";
import { ownClientOf } from "./clients.ts";
import { nameOf, textOf, translate } from "./errors.ts";

const client = () => ownClientOf(DynamoDBClient, "dynamodb");
const TableName = () => Resource.Table.name;

export interface Key {
  pk: string;
  sk: string;
}

/** An item: its key, its `kind`, and whatever that kind holds. */
export type Item = Key & { kind: string } & Record<string, unknown>;

/** A condition, or an update, with the names and values that it mentions. */
export interface Expression {
  text: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

const toWire = (value: object): Record<string, AttributeValue> =>
  marshall(value, { removeUndefinedValues: true });
const fromWire = <Content>(value: Record<string, AttributeValue>): Content =>
  unmarshall(value) as Content;

const conditionOf = (condition?: Expression) =>
  condition && {
    ConditionExpression: condition.text,
    ...(condition.names && { ExpressionAttributeNames: condition.names }),
    ...(condition.values && { ExpressionAttributeValues: toWire(condition.values) }),
  };

/** Milliseconds before what a batch left out is sent again; AWS asks for growing pauses. */
const PAUSE = 50;

const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE * 2 ** Math.min(attempt, 6)));

/** Only where there is no such item yet. */
export const isNew: Expression = { text: "attribute_not_exists(pk)" };

/** Only where the item's `version` is still the one that was seen; undefined: there was no item. */
export const isStill = (version: number | undefined): Expression =>
  version === undefined
    ? isNew
    : {
        text: "#version = :seen",
        names: { "#version": "version" },
        values: { ":seen": version },
      };

/** One item, read consistently. */
export async function get<Content>(key: Key): Promise<Content | undefined> {
  const { Item } = await client()
    .send(new GetItemCommand({ TableName: TableName(), Key: toWire(key), ConsistentRead: true }))
    .catch(translate);
  return Item && fromWire<Content>(Item);
}

/** Items by key, read consistently, in no particular order; those that are not there are left out. */
export async function getMany<Content>(keys: Key[]): Promise<Content[]> {
  const found: Content[] = [];
  // BatchGetItem takes 100 keys a call (API reference).
  for (let at = 0; at < keys.length; at += 100) {
    let Keys = keys.slice(at, at + 100).map(toWire);
    for (let attempt = 0; Keys.length > 0; attempt++) {
      if (attempt > 0) await pause(attempt);
      const answer = await client()
        .send(
          new BatchGetItemCommand({
            RequestItems: { [TableName()]: { Keys, ConsistentRead: true } },
          }),
        )
        .catch(translate);
      for (const item of answer.Responses?.[TableName()] ?? []) found.push(fromWire<Content>(item));
      Keys = answer.UnprocessedKeys?.[TableName()]?.Keys ?? [];
    }
  }
  return found;
}

/** Writes an item. Throws ConflictError when the condition does not hold. */
export async function put(item: Item, condition?: Expression): Promise<void> {
  await client()
    .send(
      new PutItemCommand({ TableName: TableName(), Item: toWire(item), ...conditionOf(condition) }),
    )
    .catch(translate);
}

/** Changes an item and returns all of it. Throws ConflictError when the condition does not hold. */
export async function update<Content>(
  key: Key,
  change: Expression,
  condition?: string,
): Promise<Content> {
  const { Attributes } = await client()
    .send(
      new UpdateItemCommand({
        TableName: TableName(),
        Key: toWire(key),
        UpdateExpression: change.text,
        ...(condition && { ConditionExpression: condition }),
        ...(change.names && { ExpressionAttributeNames: change.names }),
        ...(change.values && { ExpressionAttributeValues: toWire(change.values) }),
        ReturnValues: "ALL_NEW",
      }),
    )
    .catch(translate);
  return fromWire<Content>(Attributes!);
}

/** Writes any number of items, 25 a call (API reference), each by itself. */
export async function putMany(items: Item[]): Promise<void> {
  for (let at = 0; at < items.length; at += 25) {
    let requests = items.slice(at, at + 25).map((item) => ({ PutRequest: { Item: toWire(item) } }));
    for (let attempt = 0; requests.length > 0; attempt++) {
      if (attempt > 0) await pause(attempt);
      const answer = await client()
        .send(new BatchWriteItemCommand({ RequestItems: { [TableName()]: requests } }))
        .catch(translate);
      requests = (answer.UnprocessedItems?.[TableName()] ?? []) as typeof requests;
    }
  }
}

/** One item to write, and when it may be. */
export interface Write {
  item: Item;
  condition?: Expression | undefined;
}

/**
 * Writes up to 100 items together or not at all. Throws ConflictError when a condition does not hold or
 * somebody else writes one of the items at this moment, RetryableError when the table is too busy.
 */
export async function putTogether(writes: Write[]): Promise<void> {
  try {
    await client().send(
      new TransactWriteItemsCommand({
        TransactItems: writes.map(({ item, condition }) => ({
          Put: { TableName: TableName(), Item: toWire(item), ...conditionOf(condition) },
        })),
      }),
    );
  } catch (error) {
    throw canceled(error) ?? translate(error);
  }
}

/** What a cancelled transaction means; its reasons are codes such as `None` and `TransactionConflict`. */
function canceled(error: unknown): Error | undefined {
  if (nameOf(error) !== "TransactionCanceledException") return undefined;
  const { CancellationReasons = [] } = error as { CancellationReasons?: { Code?: string }[] };
  const codes = CancellationReasons.map((one) => one.Code ?? "None");
  if (codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict"))
    return new ConflictError(textOf(error), { cause: error });
  if (codes.some((code) => /Throttling|ThroughputExceeded/.test(code)))
    return new RetryableError(textOf(error), { cause: error });
  return undefined;
}

const queryInput = (on: {
  index?: string;
  key: Expression;
  filter?: string;
}): QueryCommandInput => ({
  TableName: TableName(),
  KeyConditionExpression: on.key.text,
  ...(on.index ? { IndexName: on.index } : { ConsistentRead: true }),
  ...(on.filter && { FilterExpression: on.filter }),
  ...(on.key.names && { ExpressionAttributeNames: on.key.names }),
  ...(on.key.values && { ExpressionAttributeValues: toWire(on.key.values) }),
});

/** What a query finds, page after page, of so many items at most. */
export async function* pagesOf<Content>(on: {
  index?: string;
  key: Expression;
  filter?: string;
  most?: number;
}): AsyncGenerator<Content[]> {
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client()
      .send(new QueryCommand({ ...queryInput(on), Limit: on.most, ExclusiveStartKey }))
      .catch(translate);
    yield (page.Items ?? []).map((item) => fromWire<Content>(item));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** All items that a query finds; with `most`, about so many of them at most. */
export async function query<Content>(on: {
  index?: string;
  key: Expression;
  filter?: string;
  most?: number;
}): Promise<Content[]> {
  const found: Content[] = [];
  for await (const page of pagesOf<Content>(on)) {
    for (const item of page) found.push(item);
    if (found.length >= (on.most ?? Number.POSITIVE_INFINITY)) break;
  }
  return found;
}

/** How many items a query finds. */
export async function count(on: { index?: string; key: Expression }): Promise<number> {
  let found = 0;
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client()
      .send(new QueryCommand({ ...queryInput(on), Select: "COUNT", ExclusiveStartKey }))
      .catch(translate);
    found += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}
