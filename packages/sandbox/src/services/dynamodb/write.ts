// One write: PutItem, UpdateItem, DeleteItem, and the same as parts of a transaction. First the request
// is read, then it is decided against the item; the caller commits.
import { checkSize, checkValues } from "./checks.ts";
import { satisfies } from "./condition.ts";
import { type Parsed, readExpressions } from "./expressions.ts";
import { checkItem, checkKey, checkPaths, checkUpdates } from "./schema.ts";
import type { Change, Table } from "./table.ts";
import { update } from "./update.ts";
import { equalItems, type Item, invalid, readItem } from "./value.ts";

/** What a write does; `check` only looks. */
export type Kind = "put" | "update" | "delete" | "check";

/** The input of an operation. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is known to the schema, not to TypeScript
export type Request = any;

/** A write as its request states it. */
export interface Intent {
  kind: Kind;
  tableName: string;
  /** The whole item of a put, the key of the others. */
  item: Item;
  parsed: Parsed;
  /** True when a failed condition answers with the item that failed it. */
  showOnFailure: boolean;
}

const LEGACY = {
  put: ["Expected"],
  update: ["AttributeUpdates", "Expected"],
  delete: ["Expected"],
  check: [],
};

const RETURNS: Record<Kind, string[]> = {
  put: ["NONE", "ALL_OLD"],
  update: ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"],
  delete: ["NONE", "ALL_OLD"],
  check: [],
};

/** Reads a write; everything that can be said without the table is said here. */
export function readWrite(kind: Kind, request: Request): Intent {
  const item = checkValues(readItem((kind === "put" ? request.Item : request.Key) ?? {}));
  if (request.ReturnValues && !RETURNS[kind].includes(request.ReturnValues)) {
    throw invalid("ReturnValues can only be ALL_OLD or NONE");
  }
  if (kind === "put") checkSize(item);
  const parameters =
    kind === "update"
      ? (["UpdateExpression", "ConditionExpression"] as const)
      : (["ConditionExpression"] as const);
  const parsed = readExpressions(request, [...parameters], LEGACY[kind]);
  const showOnFailure = request.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
  return { kind, tableName: request.TableName, item, parsed, showOnFailure };
}

/** What a write comes to: the change, or the condition that forbids it. */
export interface Decision {
  change: Change;
  allowed: boolean;
}

function result(
  { kind, item, parsed }: Intent,
  table: Table,
  old: Item | undefined,
): Item | undefined {
  if (kind === "put") return item;
  if (kind === "delete") return undefined;
  if (kind === "check") return old;
  const updated = parsed._updates
    ? update(old ?? item, parsed._updates, parsed.values)
    : (old ?? item);
  checkSize(updated, true);
  checkItem(table.record, updated, true);
  return updated;
}

/** Decides a write against the table as it is now; changes nothing. */
export function decide(intent: Intent, table: Table): Decision {
  const { kind, item, parsed } = intent;
  const { record } = table;
  if (kind === "put") checkItem(record, item);
  else checkKey(record, item);
  if (parsed._updates) checkUpdates(record, parsed._updates);
  checkPaths(record, parsed._condition?.nestedPaths);
  const id = table.idOf(item);
  const old = table.get(id);
  if (!satisfies(parsed._condition, old ?? {}, parsed.values)) {
    return { change: { table, id, old, new: old }, allowed: false };
  }
  return { change: { table, id, old, new: result(intent, table, old) }, allowed: true };
}

/** True when a write leaves its item as it was; then there is nothing to store or to stream. */
export function idle({ old, new: item }: Change): boolean {
  return old === item || (old !== undefined && item !== undefined && equalItems(old, item));
}
