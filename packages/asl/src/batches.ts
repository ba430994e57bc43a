// ItemBatcher: several items for each child execution.
import { type Json, text } from "./json.ts";
import type { Visit } from "./visit.ts";

/** The input of one child, and how many items are in it. */
export interface Batch {
  input: Json;
  items: number;
}

/** MaxInputBytesPerBatch is at most 256 KiB (documentation). */
const MOST_BYTES = 262_144;

/** One batch for each item, or what ItemBatcher makes of them: it closes at the first limit reached. */
export async function inBatches(visit: Visit, items: Json[]): Promise<Batch[]> {
  const { fields, state } = visit;
  const { ItemBatcher } = state;
  if (!ItemBatcher) return items.map((input) => ({ input, items: 1 }));
  const { MaxItemsPerBatch, MaxInputBytesPerBatch, BatchInput } = ItemBatcher;
  const at = "ItemBatcher";
  const most = await fields.number(MaxItemsPerBatch, `${at}/MaxItemsPerBatch`);
  const bytes = await fields.number(MaxInputBytesPerBatch, `${at}/MaxInputBytesPerBatch`);
  const common =
    BatchInput === undefined
      ? {}
      : { BatchInput: await fields.template(BatchInput, `${at}/BatchInput`) };
  const limit = { items: most || Number.POSITIVE_INFINITY, bytes: bytes || MOST_BYTES };
  return group(items, limit, sizeOf({ ...common, Items: [] })).map((batch) => ({
    input: { ...common, Items: batch },
    items: batch.length,
  }));
}

/** assumed: the whole input of the child counts, and an item that is too large alone stays alone. */
function group(items: Json[], most: { items: number; bytes: number }, frame: number): Json[][] {
  const batches: Json[][] = [];
  let size = 0;
  for (const item of items) {
    const added = sizeOf(item) + 1; // with its comma
    const batch = batches.at(-1);
    if (!batch || batch.length >= most.items || size + added > most.bytes) {
      batches.push([item]);
      size = frame + added;
    } else {
      batch.push(item);
      size += added;
    }
  }
  return batches;
}

function sizeOf(value: Json): number {
  return Buffer.byteLength(text(value));
}
