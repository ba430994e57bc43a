// Every event has a row of its own, written together with the state that it reports. The table's stream
// carries it to the bus; nobody publishes in passing.
import type { Envelope } from "@rollcall/core/event";
import { type Item, isNew, putTogether } from "../dynamodb.ts";

/** The row of an event. `subject` is what it is about, such as `run/<run>`. */
export const itemOfEvent = (subject: string, event: Envelope<string, unknown>): Item => ({
  pk: `EVENT#${subject}`,
  sk: `${event.at}#${event.id}`,
  kind: "event",
  event,
});

/**
 * Writes state and the event that reports it, together. An event that is there already is not told twice:
 * ConflictError, and the state is not written either.
 */
export const writeWithEvent = (
  items: Item[],
  subject: string,
  event: Envelope<string, unknown>,
): Promise<void> =>
  putTogether([
    ...items.map((item) => ({ item })),
    { item: itemOfEvent(subject, event), condition: isNew },
  ]);

/** The console page of an execution; its address as seen in public code. */
export function linkTo(execution: string): string {
  const region = execution.split(":")[3];
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${execution}`;
}
