// Operations on single items and batches of them.
import type { Context, Handlers } from "../../wire/service.ts";
import { AwsError } from "../../wire/service.ts";
import * as capacity from "./capacity.ts";
import { checkRequest, checkValues } from "./checks.ts";
import { readExpressions } from "./expressions.ts";
import { project } from "./path.ts";
import { checkKey, checkPaths, indexViews } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Tables } from "./tables.ts";
import { type Item, invalid, readItem, sizeOf, writeItem } from "./value.ts";
import { decide, type Intent, type Kind, type Request, readWrite } from "./write.ts";

/** Bounds of batches. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MOST_KEYS = 100;
const MOST_WRITES = 25;
const MOST_BATCH_BYTES = 16 * 1024 * 1024;

/** The old or new item, or its updated parts, as ReturnValues asks. */
function returned(
  request: Request,
  { parsed }: Intent,
  old?: Item,
  item?: Item,
): object | undefined {
  const wanted: string = request.ReturnValues ?? "NONE";
  const whole = wanted.endsWith("OLD") ? old : item;
  if (wanted === "NONE" || !whole) return undefined;
  if (wanted.startsWith("ALL")) return writeItem(whole) as object;
  const parts = parsed._updates ? project(whole, parsed._updates.paths) : {};
  return Object.keys(parts).length === 0 ? undefined : (writeItem(parts) as object);
}

function write(tables: Tables, kind: Kind, request: Request, context: Context) {
  const intent = readWrite(kind, request);
  const table = tables.find(context, intent.tableName);
  const { change, allowed } = decide(intent, table);
  if (!allowed) {
    throw new AwsError("ConditionalCheckFailedException", "The conditional request failed", {
      fields: intent.showOnFailure && change.old ? { Item: writeItem(change.old) } : {},
    });
  }
  tables.commit([change]);
  const wanted = request.ReturnConsumedCapacity;
  return {
    Attributes: returned(request, intent, change.old, change.new),
    ConsumedCapacity:
      wanted &&
      capacity.consumed(
        wanted,
        table,
        capacity.addWrite(capacity.none(), change, indexViews(table.record)),
      ),
  };
}

/** Reads one key of a request and answers the item, cut down as asked. */
export function readOne(
  table: Table,
  wireKey: Request,
  parsed: ReturnType<typeof readExpressions>,
) {
  const key = checkValues(readItem(wireKey ?? {}));
  checkKey(table.record, key);
  checkPaths(table.record, parsed._projection?.nestedPaths);
  const item = table.get(table.idOf(key));
  const answer = item && (parsed._projection ? project(item, parsed._projection.paths) : item);
  return { id: table.idOf(key), item, answer: answer && writeItem(answer) };
}

function get(tables: Tables, request: Request, context: Context) {
  checkRequest("GetItem", request);
  const parsed = readExpressions(request, ["ProjectionExpression"], ["AttributesToGet"]);
  checkValues(readItem(request.Key ?? {}));
  const table = tables.find(context, request.TableName);
  const { item, answer } = readOne(table, request.Key, parsed);
  const units = capacity.none();
  units.table = capacity.readUnits(capacity.bytesOf(item), request.ConsistentRead === true);
  return {
    Item: answer,
    ConsumedCapacity: capacity.consumed(request.ReturnConsumedCapacity, table, units),
  };
}

const some = (list: (object | undefined)[]) => {
  const there = list.filter((one) => one !== undefined);
  return there.length === 0 ? undefined : there;
};

/** A part of a batch may be left for another call, which says so in a 200. */
const isLeftOut = ({ world: { faults } }: Tables, { connection }: Context, part: object): boolean =>
  connection !== undefined && faults.failsEntry("dynamodb:batch", part);

function batchGet(tables: Tables, request: Request, context: Context) {
  checkRequest("BatchGetItem", request);
  const asked = Object.entries(request.RequestItems as Record<string, Request>);
  const parsed = asked.map(([, one]) =>
    readExpressions(one, ["ProjectionExpression"], ["AttributesToGet"]),
  );
  if (asked.reduce((count, [, { Keys }]) => count + Keys.length, 0) > MOST_KEYS) {
    throw invalid("Too many items requested for the BatchGetItem call");
  }
  const Responses: Record<string, unknown[]> = {};
  const UnprocessedKeys: Record<string, Request> = {};
  const costs: (object | undefined)[] = [];
  let bytes = 0;
  for (const [at, [name, one]] of asked.entries()) {
    const table = tables.find(context, name);
    const units = capacity.none();
    const seen = new Set<string>();
    const found: unknown[] = [];
    const left: Request[] = [];
    for (const key of one.Keys) {
      const { id, item, answer } = readOne(table, key, parsed[at]!);
      if (seen.has(id)) throw invalid("Provided list of item keys contains duplicates");
      seen.add(id);
      if (bytes > MOST_BATCH_BYTES || isLeftOut(tables, context, { name, key })) {
        left.push(key);
        continue;
      }
      bytes += item ? sizeOf(item) : 0;
      units.table += capacity.readUnits(capacity.bytesOf(item), one.ConsistentRead === true);
      if (answer) found.push(answer);
    }
    Responses[name] = found;
    if (left.length > 0) UnprocessedKeys[name] = { ...one, Keys: left };
    costs.push(capacity.consumed(request.ReturnConsumedCapacity, table, units));
  }
  return { Responses, UnprocessedKeys, ConsumedCapacity: some(costs) };
}

function batchWrite(tables: Tables, request: Request, context: Context) {
  checkRequest("BatchWriteItem", request);
  const asked = Object.entries(request.RequestItems as Record<string, Request[]>);
  if (asked.reduce((count, [, writes]) => count + writes.length, 0) > MOST_WRITES) {
    throw invalid("Too many items requested for the BatchWriteItem call");
  }
  const UnprocessedItems: Record<string, Request[]> = {};
  const intents = asked.map(([name, writes]) =>
    writes.map((write) => {
      const { PutRequest, DeleteRequest } = write;
      if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
        throw invalid(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
        );
      }
      const intent = PutRequest ? readWrite("put", PutRequest) : readWrite("delete", DeleteRequest);
      return { ...intent, tableName: name, write };
    }),
  );
  const decided = intents.map((some) => {
    const name = some[0]!.tableName;
    const table = tables.find(context, name);
    const changes = some.map((intent) => ({
      change: decide(intent, table).change,
      write: intent.write,
    }));
    if (new Set(changes.map(({ change }) => change.id)).size < changes.length) {
      throw invalid("Provided list of item keys contains duplicates");
    }
    const left = changes.filter(({ change: { id } }) => isLeftOut(tables, context, { name, id }));
    if (left.length > 0) UnprocessedItems[name] = left.map(({ write }) => write);
    return {
      table,
      changes: changes.filter((one) => !left.includes(one)).map(({ change }) => change),
    };
  });
  tables.commit(decided.flatMap(({ changes }) => changes));
  const costs = decided.map(({ table, changes }) => {
    const units = capacity.none();
    if (!request.ReturnConsumedCapacity) return undefined;
    for (const change of changes) capacity.addWrite(units, change, indexViews(table.record));
    return capacity.consumed(request.ReturnConsumedCapacity, table, units);
  });
  return { UnprocessedItems, ConsumedCapacity: some(costs) };
}

/** GetItem, PutItem, UpdateItem, DeleteItem and the two batches. */
export function items(tables: Tables): Handlers {
  const checked =
    (operation: "PutItem" | "UpdateItem" | "DeleteItem", kind: Kind) =>
    (request: Request, context: Context) => {
      checkRequest(operation, request);
      return write(tables, kind, request, context);
    };
  return {
    GetItem: (request, context) => get(tables, request, context),
    PutItem: checked("PutItem", "put"),
    UpdateItem: checked("UpdateItem", "update"),
    DeleteItem: checked("DeleteItem", "delete"),
    BatchGetItem: (request, context) => batchGet(tables, request, context),
    BatchWriteItem: (request, context) => batchWrite(tables, request, context),
  };
}
