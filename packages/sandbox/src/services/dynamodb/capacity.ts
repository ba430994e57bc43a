// ConsumedCapacity: what an operation would cost on AWS.
import { positionIn, projected, type View } from "./schema.ts";
import type { Change, Table } from "./table.ts";
import { equalItems, type Item, sizeOf } from "./value.ts";

/** The value of ReturnConsumedCapacity. */
export type Wanted = "INDEXES" | "TOTAL" | "NONE" | undefined;

/** Units of one table in one request, kept apart for its indexes. */
export interface Units {
  table: number;
  global: Record<string, number>;
  local: Record<string, number>;
}

/** Nothing consumed yet. */
export function none(): Units {
  return { table: 0, global: {}, local: {} };
}

const writeUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));

/** Units for reading so many bytes: a half for each 4 KB, eventually consistent. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

function indexUnits(view: View, { old, new: item }: Change): number {
  const before = old && positionIn(view, old) ? projected(view, old) : undefined;
  const after = item && positionIn(view, item) ? projected(view, item) : undefined;
  if (!before && !after) return 0;
  if (!before || !after) return writeUnits(sizeOf((before ?? after)!));
  const [from, to] = [positionIn(view, before)!, positionIn(view, after)!];
  // A changed key of the index is one entry removed and one added.
  if (from.hash !== to.hash || from.sort !== to.sort) {
    return writeUnits(sizeOf(before)) + writeUnits(sizeOf(after));
  }
  return equalItems(before, after) ? 0 : writeUnits(Math.max(sizeOf(before), sizeOf(after)));
}

/** Adds what one write costs; a transaction costs twice as much. */
export function addWrite(units: Units, change: Change, views: View[], factor = 1): Units {
  const size = Math.max(change.old ? sizeOf(change.old) : 0, change.new ? sizeOf(change.new) : 0);
  units.table += writeUnits(size) * factor;
  for (const view of views) {
    const some = indexUnits(view, change) * factor;
    if (some === 0) continue;
    const at = view.local ? units.local : units.global;
    at[view.name!] = (at[view.name!] ?? 0) + some;
  }
  return units;
}

const total = (parts: Record<string, number>) =>
  Object.values(parts).reduce((sum, units) => sum + units, 0);

const wrapped = (parts: Record<string, number>) =>
  Object.keys(parts).length === 0
    ? undefined
    : Object.fromEntries(
        Object.entries(parts).map(([name, units]) => [name, { CapacityUnits: units }]),
      );

/** The member of an answer, or undefined when it was not asked for. */
export function consumed(
  wanted: Wanted,
  table: Table,
  units: Units,
  kind?: "ReadCapacityUnits" | "WriteCapacityUnits",
): object | undefined {
  if (wanted !== "INDEXES" && wanted !== "TOTAL") return undefined;
  const CapacityUnits = units.table + total(units.global) + total(units.local);
  return {
    TableName: table.record.TableName,
    CapacityUnits,
    ...(kind && { [kind]: CapacityUnits }),
    ...(wanted === "INDEXES" && {
      Table: { CapacityUnits: units.table, ...(kind && { [kind]: units.table }) },
      GlobalSecondaryIndexes: wrapped(units.global),
      LocalSecondaryIndexes: wrapped(units.local),
    }),
  };
}

/** Bytes of an item for a read; one that is not there still costs a unit. */
export function bytesOf(item: Item | undefined): number {
  return item ? sizeOf(item) : 0;
}
