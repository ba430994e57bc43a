// Map: inline iterations in this execution, or a Map Run of child executions.
import { runInline } from "./inline-map.ts";
import { type Json, type JsonObject, text } from "./json.ts";
import { runDistributed } from "./map-run.ts";
import type { Step, Visit } from "./visit.ts";

/** Runs one attempt of a Map. */
export async function runMap(visit: Visit): Promise<Step> {
  const { state } = visit;
  const concurrency = await bounded(visit, "MaxConcurrency");
  const items = state.ItemReader ? undefined : await itemsOf(visit);
  // Recorded: the length is 0 with an ItemReader.
  visit.emit("MapStateStarted", { mapStateStartedEventDetails: { length: items?.length ?? 0 } });
  return visit.processor.ProcessorConfig?.Mode === "DISTRIBUTED"
    ? runDistributed(visit, items, concurrency ?? 0)
    : runInline(visit, items!, concurrency ?? 0);
}

/** The number fields of a Map: the most each may be, and what AWS says beyond (observed for JSONPath). */
const BOUNDS = {
  MaxConcurrency: [
    Number.MAX_SAFE_INTEGER,
    (value: number) => `Expected non-negative integer for MaxConcurrency, got '${value}' instead.`,
  ],
  ToleratedFailureCount: [
    Number.MAX_SAFE_INTEGER,
    () => "ToleratedFailureCount cannot be negative.",
  ],
  ToleratedFailurePercentage: [100, () => "ToleratedFailurePercentage must be between 0 and 100."],
} as const;

/** A number field of a Map, within its bounds. */
export async function bounded(
  visit: Visit,
  field: keyof typeof BOUNDS,
): Promise<number | undefined> {
  const [most, complaint] = BOUNDS[field];
  const value = await visit.fields.number(visit.state[field], field);
  if (value === undefined || (value >= 0 && value <= most)) return value;
  throw visit.fields.runtime(complaint(value));
}

/** The part of the context that tells an iteration what it works on. */
export function itemContext(index: number, value: Json): JsonObject {
  return { Map: { Item: { Index: index, Value: value } } };
}

/** Each item through ItemSelector. */
export async function select(visit: Visit, items: Json[]): Promise<Json[]> {
  const { fields } = visit;
  const { ItemSelector } = visit.state;
  if (ItemSelector === undefined) return items;
  const outside = fields.context;
  const selected: Json[] = [];
  try {
    for (const [index, value] of items.entries()) {
      fields.context = { ...outside, ...itemContext(index, value) };
      selected.push(await fields.template(ItemSelector, "ItemSelector"));
    }
  } finally {
    fields.context = outside;
  }
  return selected;
}

async function itemsOf(visit: Visit): Promise<Json[]> {
  const { Items } = visit.state;
  if (typeof Items === "string") return visit.fields.typed<Json[]>(Items, "Items", "array");
  const items = Items === undefined ? visit.input : await visit.fields.template(Items, "Items");
  if (Array.isArray(items)) return items;
  throw visit.fields.evaluation(`Map state input must be an array but was: ${text(items)}`);
}
