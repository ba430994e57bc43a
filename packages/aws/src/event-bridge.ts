// EventBridge: putting events on rollcall's own bus.
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { Resource } from "sst";
import { ownClientOf } from "./clients.ts";
import { translate } from "./errors.ts";

/** An event for the bus: its detail-type and its detail. `id` says which one failed. */
export interface Outgoing {
  id: string;
  type: string;
  detail: unknown;
}

/** Puts events on the bus and returns the ids of those that the bus did not take: a 200 can carry failures. */
export async function putEvents(events: Outgoing[]): Promise<string[]> {
  const failed: string[] = [];
  // PutEvents takes 10 entries a call (API reference).
  for (let at = 0; at < events.length; at += 10) {
    const batch = events.slice(at, at + 10);
    const answer = await ownClientOf(EventBridgeClient, "events")
      .send(
        new PutEventsCommand({
          Entries: batch.map(({ type, detail }) => ({
            EventBusName: Resource.Bus.name,
            Source: "rollcall",
            DetailType: type,
            Detail: JSON.stringify(detail),
          })),
        }),
      )
      .catch(translate);
    for (const [place, entry] of (answer.Entries ?? []).entries())
      if (entry.ErrorCode) failed.push(batch[place]!.id);
  }
  return failed;
}
