// Scan: every partition, in the order of hashes, whole or in segments.
import type { Context, Handlers } from "../../wire/service.ts";
import { checkRequest } from "./checks.ts";
import { readExpressions } from "./expressions.ts";
import { answer, between, checkAllPaths, checkSelect, fill, readStart, rowsOf } from "./page.ts";
import { positionIn } from "./schema.ts";
import { prefix, type Rows } from "./table.ts";
import type { Tables } from "./tables.ts";
import { invalid } from "./value.ts";
import type { Request } from "./write.ts";

/** Size of the space that `prefix` divides: six hex digits. */
const PREFIXES = 0x1000000;

function* scanRows(
  rows: Rows,
  start: { hash: string; sort: string; id: string } | undefined,
  request: Request,
) {
  const places = rows.places();
  const { Segment: segment = 0, TotalSegments: segments = 1 } = request;
  let at = start ? places.from(prefix(start.hash), start.hash) : 0;
  for (; at < places.entries.length; at++) {
    const place = places.entries[at]!;
    if (Math.floor((Number.parseInt(place.sort, 16) * segments) / PREFIXES) !== segment) continue;
    const partition = rows.partition(place.id)!;
    let from = 0;
    if (start?.hash === place.id) {
      from = partition.from(start.sort, start.id);
      if (partition.get(start.sort, start.id)) from++;
    }
    yield* between(partition, from, partition.entries.length, true);
  }
}

function checkSegments({ Segment, TotalSegments }: Request): void {
  const required = (what: string, other: string) =>
    invalid(
      `The ${what} parameter is required but was not present in the request when ${other} is present`,
    );
  if (Segment !== undefined && TotalSegments === undefined) {
    throw required("TotalSegments", "Segment parameter");
  }
  if (TotalSegments === undefined) return;
  if (Segment === undefined) throw required("Segment", "parameter TotalSegments");
  if (Segment < TotalSegments) return;
  throw invalid(
    `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
  );
}

function scan(tables: Tables, request: Request, context: Context) {
  checkRequest("Scan", request);
  const parsed = readExpressions(
    request,
    ["ProjectionExpression", "FilterExpression"],
    ["AttributesToGet", "ScanFilter", "ConditionalOperator"],
  );
  checkSegments(request);
  const table = tables.find(context, request.TableName);
  const rows = rowsOf(request, table, tables.world.clock.now());
  checkSelect(request, rows.view);
  const key = readStart(request, table, rows.view);
  checkAllPaths(table, parsed);
  const start = key && { ...positionIn(rows.view, key)!, id: table.idOf(key) };
  const page = fill(scanRows(rows, start, request), request, rows.view, parsed);
  return answer(request, table, rows.view, page);
}

/** The operation Scan. */
export function scans(tables: Tables): Handlers {
  return { Scan: (request, context) => scan(tables, request, context) };
}
