// Map: inline iterations in this execution, or a Map Run of child executions.
import { runInline } from "./inline-map.ts";
import { type Json, type JsonObject, text } from "./json.ts";
import { runDistributed } from "./map-run.ts";
import type { Step, Visit } from "./visit.ts";

/** Runs one attempt of a Map. */
export async function runMap(visit: Visit): Promise<Step> {
  const { state } = visit;
  const concurrency = await bounded(visit, "MaxConcurrency", Number.MAX_SAFE_INTEGER);
  const items = state.ItemReader ? undefined : await itemsOf(visit);
  // Recorded: the length is 0 with an ItemReader.
  visit.emit("MapStateStarted", { mapStateStartedEventDetails: { length: items?.length ?? 0 } });
  return visit.processor.ProcessorConfig?.Mode === "DISTRIBUTED"
    ? runDistributed(visit, items, concurrency ?? 0)
    : runInline(visit, items!, concurrency ?? 0);
}

type NumberField = "MaxConcurrency" | "ToleratedFailureCount" | "ToleratedFailurePercentage";

/** A number field of a Map, from 0 to `most`. */
export async function bounded(
  visit: Visit,
  field: NumberField,
  most: number,
): Promise<number | undefined> {
  const value = await visit.fields.number(visit.state[field], field);
  if (value === undefined || (value >= 0 && value <= most)) return value;
  // assumed: error and text.
  throw visit.fields.evaluation(`The ${field} field is out of range: ${value}`, field);
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
