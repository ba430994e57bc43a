// TransactWriteItems and TransactGetItems: all or nothing, in one turn of the event loop.
import { createHash } from "node:crypto";
import { AwsError, type Context, type Handlers } from "../../wire/service.ts";
import * as capacity from "./capacity.ts";
import { readExpressions } from "./expressions.ts";
import { readOne } from "./items.ts";
import { EmptyKeyError, indexViews } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Tables } from "./tables.ts";
import { type Item, invalid, sizeOf, writeItem } from "./value.ts";
import { type Decision, decide, type Intent, type Kind, type Request, readWrite } from "./write.ts";

/** Bounds of a transaction. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MOST_ITEMS = 100;
const MOST_BYTES = 4 * 1024 * 1024;
const TOKEN_LIFE = 10 * 60_000;

const KINDS: Record<string, Kind> = {
  ConditionCheck: "check",
  Put: "put",
  Delete: "delete",
  Update: "update",
};

interface Reason {
  Code: string;
  Message?: string;
  Item?: unknown;
}

const lowerFirst = (name: string) => name[0]!.toLowerCase() + name.slice(1);

function checkCount(items: unknown[] | undefined): unknown[] {
  const broken = (value: string, rule: string) =>
    invalid(
      `1 validation error detected: Value ${value} at 'transactItems' failed to satisfy constraint: Member must ${rule}`,
    );
  if (!items) throw broken("null", "not be null");
  if (items.length === 0) throw broken("'[]'", "have length greater than or equal to 1");
  if (items.length > MOST_ITEMS) {
    throw broken(`'[${items.length} items]'`, `have length less than or equal to ${MOST_ITEMS}`);
  }
  return items;
}

const missing = (at: number, name: string, member: string) =>
  invalid(
    `1 validation error detected: Value null at 'transactItems.${at + 1}.member.${name}.${member}' failed to satisfy constraint: Member must not be null`,
  );

function readIntent(entry: Request, at: number): Intent {
  const given = Object.keys(entry).filter((name) => entry[name] !== undefined);
  const kind = given.length === 1 ? KINDS[given[0]!] : undefined;
  if (!kind) throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  const request = entry[given[0]!];
  const needed = ["TableName", kind === "put" ? "Item" : "Key"];
  if (kind === "check") needed.push("ConditionExpression");
  if (kind === "update") needed.push("UpdateExpression");
  const absent = needed.find((member) => request[member] === undefined);
  if (absent) throw missing(at, lowerFirst(given[0]!), lowerFirst(absent));
  return readWrite(kind, request);
}

function cancelled(reasons: Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { fields: { CancellationReasons: reasons } },
  );
}

/** Decides one entry; what is wrong with it becomes its reason, not the end of the request. */
function attempt(intent: Intent, table: Table): { decision?: Decision; reason: Reason } {
  try {
    const decision = decide(intent, table);
    if (decision.allowed) return { decision, reason: { Code: "None" } };
    const { old } = decision.change;
    const reason = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
    return {
      decision,
      reason: intent.showOnFailure && old ? { ...reason, Item: writeItem(old) } : reason,
    };
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof EmptyKeyError) throw error;
    return { reason: { Code: "ValidationError", Message: error.message } };
  }
}

interface Token {
  digest: string;
  at: number;
}

/** True when this token has done its work already. Throws when it did other work. */
function repeated(tables: Tables, key: string, digest: string): boolean {
  const tokens = tables.world.store.collection<Token>("dynamodb/tokens");
  const now = tables.world.clock.now();
  for (const [old, { at }] of tokens.entries()) {
    if (at + TOKEN_LIFE > now) break; // oldest first
    tokens.delete(old);
  }
  const done = tokens.get(key);
  if (done && done.digest !== digest) {
    throw new AwsError(
      "IdempotentParameterMismatchException",
      "The request uses the same client token as a previous, but non-identical request.",
    );
  }
  return done !== undefined;
}

function writes(tables: Tables, request: Request, context: Context) {
  const intents = (checkCount(request.TransactItems) as Request[]).map(readIntent);
  const found = intents.map((intent) => tables.find(context, intent.tableName));
  const token = request.ClientRequestToken as string | undefined;
  const digest =
    token && createHash("sha1").update(JSON.stringify(request.TransactItems)).digest("base64");
  const key = `${context.account}/${context.region}/${token}`;
  if (digest && repeated(tables, key, digest)) return {};
  const attempts = intents.map((intent, at) => attempt(intent, found[at]!));
  const decisions = attempts.flatMap(({ decision }) => (decision ? [decision] : []));
  const ids = new Set(
    decisions.map(({ change }) => `${change.table.record.TableArn} ${change.id}`),
  );
  if (ids.size < decisions.length) {
    throw invalid("Transaction request cannot include multiple operations on one item");
  }
  const bytes = decisions.reduce(
    (sum, { change }) => sum + (change.new ? sizeOf(change.new) : 0),
    0,
  );
  // assumed, text only; the bound itself is documented.
  if (bytes > MOST_BYTES) {
    throw invalid("The aggregate size of the items in the transaction cannot exceed 4 MB");
  }
  const reasons = attempts.map(({ reason }) => reason);
  if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
  const changes = decisions.map(({ change }) => change);
  tables.commit(changes);
  if (digest) {
    const tokens = tables.world.store.collection<Token>("dynamodb/tokens");
    tokens.set(key, { digest, at: tables.world.clock.now() });
  }
  if (!request.ReturnConsumedCapacity) return {};
  const costs = new Map<Table, capacity.Units>();
  for (const change of changes) {
    const units = costs.get(change.table) ?? capacity.none();
    costs.set(change.table, capacity.addWrite(units, change, indexViews(change.table.record), 2));
  }
  return {
    ConsumedCapacity: [...costs].map(([table, units]) =>
      capacity.consumed(request.ReturnConsumedCapacity, table, units, "WriteCapacityUnits"),
    ),
  };
}

function reads(tables: Tables, request: Request, context: Context) {
  const gets = (checkCount(request.TransactItems) as Request[]).map(({ Get }, at) => {
    const absent = ["Key", "TableName"].find((member) => Get?.[member] === undefined);
    if (absent) throw missing(at, "get", lowerFirst(absent));
    return Get;
  });
  const parsed = gets.map((get) => readExpressions(get, ["ProjectionExpression"], []));
  const found = gets.map((get) => tables.find(context, get.TableName));
  const reasons: Reason[] = [];
  const costs = new Map<Table, capacity.Units>();
  const seen = new Set<string>();
  let bytes = 0;
  const Responses = gets.map((get, at) => {
    const table = found[at]!;
    try {
      const { id, item, answer } = readOne(table, get.Key, parsed[at]!);
      const units = costs.get(table) ?? capacity.none();
      // A transactional read costs two units for each 4 KB.
      units.table += 2 * capacity.readUnits(capacity.bytesOf(item), true);
      costs.set(table, units);
      bytes += capacity.bytesOf(item);
      seen.add(`${table.record.TableArn} ${id}`);
      reasons.push({ Code: "None" });
      return answer ? { Item: answer as Item } : {};
    } catch (error) {
      if (!(error instanceof AwsError) || error instanceof EmptyKeyError) throw error;
      reasons.push({ Code: "ValidationError", Message: error.message });
      return {};
    }
  });
  if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
  if (seen.size < gets.length) {
    throw invalid("Transaction request cannot include multiple operations on one item");
  }
  if (bytes > MOST_BYTES) {
    throw invalid("The aggregate size of the items in the transaction cannot exceed 4 MB");
  }
  const ConsumedCapacity = [...costs]
    .map(([table, units]) =>
      capacity.consumed(request.ReturnConsumedCapacity, table, units, "ReadCapacityUnits"),
    )
    .filter((one) => one !== undefined);
  return { Responses, ...(ConsumedCapacity.length > 0 && { ConsumedCapacity }) };
}

/** TransactWriteItems and TransactGetItems. */
export function transactions(tables: Tables): Handlers {
  return {
    TransactWriteItems: (request, context) => writes(tables, request, context),
    TransactGetItems: (request, context) => reads(tables, request, context),
  };
}
