// From rows to the bus: each inserted transition and event row is told once or more often, never not at all.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { parse } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import { Transition, Transitioned } from "@rollcall/core/membership";
import * as z from "zod";
import { type Outgoing, putEvents } from "../event-bridge.ts";

const StreamRecord = z.object({
  dynamodb: z.object({
    SequenceNumber: z.string(),
    NewImage: z.record(z.string(), z.custom<AttributeValue>()),
  }),
});

/** A batch of the table's stream; its filter lets inserts of transitions and events through. */
export const StreamBatch = z.object({ Records: z.array(StreamRecord) });

const Row = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("transition"), ...Transition.shape }),
  z.object({
    kind: z.literal("event"),
    event: z.looseObject({ id: z.string(), type: z.string() }),
  }),
]);

/** Publishes rows and returns the stream's records that the bus did not take, for Lambda to repeat. */
export async function publishRows(
  records: z.infer<typeof StreamRecord>[],
): Promise<{ itemIdentifier: string }[]> {
  const outgoing = records.map(({ dynamodb }): Outgoing => {
    const row = parse(Row, unmarshall(dynamodb.NewImage));
    const detail = row.kind === "event" ? row.event : eventOf(row);
    return { id: dynamodb.SequenceNumber, type: detail.type, detail };
  });
  const failed = await putEvents(outgoing);
  // A stream goes on from the first failure, in order; what follows it is repeated, with the same ids.
  return failed.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier }));
}

const eventOf = ({ kind: _, ...transition }: z.infer<typeof Transition> & { kind: string }) =>
  create(Transitioned, { id: transition.id, at: transition.at, run: transition.run }, transition);
