// Every event has a row of its own, written together with the state that it reports. The table's stream
// carries it to the bus; nobody publishes in passing.
import type { Envelope } from "@rollcall/core/event";
import { type Item, isNew, putTogether, type Write } from "../dynamodb.ts";

/** The row of an event. `subject` is what it is about, such as `run/<run>`. */
export const itemOfEvent = (subject: string, event: Envelope<string, unknown>): Item => ({
  pk: `EVENT#${subject}`,
  sk: `${event.at}#${event.id}`,
  kind: "event",
  event,
});

/** Writes state and the event that reports it, together. Throws ConflictError when the condition does not hold. */
export const writeWithEvent = (
  state: Write,
  subject: string,
  event: Envelope<string, unknown>,
): Promise<void> => putTogether([state, { item: itemOfEvent(subject, event), condition: isNew }]);
