// A page of a query or a scan: where it starts, what it holds, how it is answered.
import * as capacity from "./capacity.ts";
import { checkValues } from "./checks.ts";
import { satisfies } from "./condition.ts";
import type { Parsed } from "./expressions.ts";
import type { Ordered } from "./ordered.ts";
import { project } from "./path.ts";
import { checkKey, checkPaths, projected, type View } from "./schema.ts";
import type { Row, Rows, Table } from "./table.ts";
import { type Item, invalid, readItem, sizeOf, writeItem } from "./value.ts";
import type { Request } from "./write.ts";

/** A page ends once this much was read. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
const PAGE_BYTES = 1024 * 1024;

const invalidStart = () => invalid("The provided starting key is invalid");

/** The start key's item-like form, checked to be a position in the view. */
export function readStart(request: Request, table: Table, view: View): Item | undefined {
  if (!request.ExclusiveStartKey) return undefined;
  const key = checkValues(readItem(request.ExclusiveStartKey));
  if (Object.keys(key).length !== view.keys.length) throw invalidStart();
  const types = new Map(
    table.record.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]),
  );
  for (const name of view.keys)
    if (key[name]?.[types.get(name)!] === undefined) throw invalidStart();
  const own = Object.fromEntries(
    table.record.KeySchema.map(({ AttributeName: name }) => [name, key[name]!]),
  );
  checkKey(table.record, own);
  return key;
}

/** Checks that Select, the projection and the index go together. */
export function checkSelect(request: Request, view: View): void {
  const { Select, ProjectionExpression, AttributesToGet, IndexName } = request;
  const narrowed = ProjectionExpression !== undefined || AttributesToGet !== undefined;
  if (narrowed && Select && Select !== "SPECIFIC_ATTRIBUTES") {
    const what = Select === "COUNT" ? "only the Count" : Select;
    throw invalid(
      `Cannot specify the ${AttributesToGet ? "AttributesToGet" : "ProjectionExpression"} when choosing to get ${what}`,
    );
  }
  if (Select === "SPECIFIC_ATTRIBUTES" && !narrowed) {
    throw invalid(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
  }
  if (Select === "ALL_PROJECTED_ATTRIBUTES" && !IndexName) {
    throw invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  if (Select === "ALL_ATTRIBUTES" && view.attributes && !view.local) {
    throw invalid(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${IndexName} because its projection type is not ALL`,
    );
  }
}

/** The rows that a request reads: of the table, or of the index it names. */
export function rowsOf(request: Request, table: Table, now: number): Rows {
  if (!request.IndexName) return table.rows;
  table.settle(now);
  const rows = table.index(request.IndexName);
  if (!rows) throw invalid(`The table does not have the specified index: ${request.IndexName}`);
  if (request.ConsistentRead && !rows.view.local) {
    throw invalid("Consistent reads are not supported on global secondary indexes");
  }
  return rows;
}

/** Checks that no path of the request leads into a key. */
export function checkAllPaths(table: Table, parsed: Parsed): void {
  checkPaths(table.record, parsed._filter?.nestedPaths);
  checkPaths(table.record, parsed._projection?.nestedPaths);
}

/** The rows of a partition from one position up to another, in either direction. */
export function* between(
  rows: Ordered<Row>,
  from: number,
  to: number,
  forward: boolean,
): Iterable<Row> {
  if (forward) for (let at = from; at < to; at++) yield rows.entries[at]!;
  else for (let at = to - 1; at >= from; at--) yield rows.entries[at]!;
}

/** What was read. */
export interface Page {
  items: Item[];
  count: number;
  scanned: number;
  bytes: number;
  last?: Item;
}

/** Items of a table are replaced and never changed, so each is measured once, however often it is read. */
const measured = new WeakMap<Item, number>();

function storedSize(item: Item): number {
  const known = measured.get(item);
  if (known !== undefined) return known;
  const size = sizeOf(item);
  measured.set(item, size);
  return size;
}

/** Reads rows until the page is full. */
export function fill(rows: Iterable<Row>, request: Request, view: View, parsed: Parsed): Page {
  const page: Page = { items: [], count: 0, scanned: 0, bytes: 0 };
  const whole = request.Select === "ALL_ATTRIBUTES" && view.local;
  for (const { item } of rows) {
    const seen = projected(view, item);
    page.scanned++;
    page.bytes += seen === item ? storedSize(item) : sizeOf(seen);
    if (satisfies(parsed._filter, seen, parsed.values)) {
      page.count++;
      const shown = whole ? item : seen;
      if (request.Select !== "COUNT")
        page.items.push(parsed._projection ? project(shown, parsed._projection.paths) : shown);
    }
    if (page.scanned >= request.Limit || page.bytes >= PAGE_BYTES) {
      page.last = Object.fromEntries(view.keys.map((name) => [name, item[name]!]));
      break;
    }
  }
  return page;
}

/** The answer that a page becomes. */
export function answer(request: Request, table: Table, view: View, page: Page) {
  const units = capacity.none();
  const cost = capacity.readUnits(page.bytes, request.ConsistentRead === true);
  if (view.name === undefined) units.table = cost;
  else (view.local ? units.local : units.global)[view.name] = cost;
  return {
    ...(request.Select !== "COUNT" && { Items: page.items.map(writeItem) }),
    Count: page.count,
    ScannedCount: page.scanned,
    LastEvaluatedKey: page.last && writeItem(page.last),
    ConsumedCapacity: capacity.consumed(request.ReturnConsumedCapacity, table, units),
  };
}
