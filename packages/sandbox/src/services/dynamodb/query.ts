// Query: one partition, in the order of its range key.
import type { Context, Handlers } from "../../wire/service.ts";
import { checkRequest } from "./checks.ts";
import { type Parsed, readExpressions } from "./expressions.ts";
import { allows, readKeys, span } from "./key-condition.ts";
import { answer, between, checkAllPaths, checkSelect, fill, readStart, rowsOf } from "./page.ts";
import { positionIn, type View } from "./schema.ts";
import type { Tables } from "./tables.ts";
import { invalid, sortKey } from "./value.ts";
import type { Request } from "./write.ts";

function checkFilter(request: Request, view: View, parsed: Parsed): void {
  const key = [view.hash, view.range].find((name) => name && parsed._filter?.pathHeads[name]);
  if (!key) return;
  throw invalid(
    `${request.QueryFilter ? "QueryFilter" : "Filter Expression"} can only contain non-primary key attributes: Primary key attribute: ${key}`,
  );
}

function query(tables: Tables, request: Request, context: Context) {
  checkRequest("Query", request);
  if (request.KeyConditionExpression === undefined && !request.KeyConditions) {
    throw invalid(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
  }
  const parsed = readExpressions(
    request,
    ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"],
    ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"],
  );
  const table = tables.find(context, request.TableName);
  const rows = rowsOf(request, table, tables.world.clock.now());
  const { view } = rows;
  checkSelect(request, view);
  const { hash, range } = readKeys(table, view, parsed);
  const start = readStart(request, table, view);
  checkFilter(request, view, parsed);
  checkAllPaths(table, parsed);
  const forward = request.ScanIndexForward !== false;
  const partition = rows.partition(sortKey(hash));
  if (start) {
    if (sortKey(start[view.hash]!) !== sortKey(hash)) {
      throw invalid(
        "The provided starting key is outside query boundaries based on provided conditions",
      );
    }
    if (range && !allows(range, start[view.range!]!)) {
      throw invalid("The provided starting key does not match the range key predicate");
    }
  }
  if (!partition) return answer(request, table, view, fill([], request, view, parsed));
  let [from, to] = span(partition, range);
  if (start) {
    const { sort } = positionIn(view, start)!;
    const id = table.idOf(start);
    const at = partition.from(sort, id);
    if (!forward) to = Math.min(to, at);
    else from = Math.max(from, at + (partition.get(sort, id) ? 1 : 0));
  }
  return answer(
    request,
    table,
    view,
    fill(between(partition, from, to, forward), request, view, parsed),
  );
}

/** The operation Query. */
export function queries(tables: Tables): Handlers {
  return { Query: (request, context) => query(tables, request, context) };
}
