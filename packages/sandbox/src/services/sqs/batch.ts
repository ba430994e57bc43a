// The batch operations: up to ten entries, each with its own outcome in a 200.
import { AwsError } from "../../wire/service.ts";
import { type SendInput, sizeOf, storedAttributes } from "./message.ts";

/** Bytes of all messages of a batch (quota). */
const LARGEST = 1_048_576;

/** Refuses a batch whose messages are too large together. */
export function checkBatchSize(entries: SendInput[] = []): void {
  const sizes = entries.map(({ MessageBody = "", MessageAttributes }) =>
    sizeOf(MessageBody, storedAttributes(MessageAttributes)),
  );
  const size = sizes.reduce((sum, one) => sum + one, 0);
  if (size > LARGEST)
    throw new AwsError(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${LARGEST} bytes. You have sent ${size} bytes.`,
    );
}

interface Entry {
  Id: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is known to the schema, not to TypeScript
type BatchEntry = any;

/** Runs `act` for each entry; refusals become `Failed` entries, the others are `Successful`. */
export function batch(
  entries: BatchEntry[] = [],
  act: (entry: BatchEntry) => object | undefined,
  kind: "SendMessage" | "DeleteMessage" | "ChangeMessageVisibility",
  fails: (entry: BatchEntry) => boolean = () => false,
) {
  if (entries.length === 0)
    throw new AwsError(
      "EmptyBatchRequest",
      `There should be at least one ${kind}BatchRequestEntry in the request.`,
    );
  if (entries.length > 10)
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  const ids = new Set<string>();
  for (const { Id } of entries as Entry[]) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id))
      throw new AwsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    if (ids.has(Id)) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
    ids.add(Id);
  }
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    const { Id } = entry as Entry;
    if (fails(entry)) {
      Failed.push({ Id, SenderFault: false, Code: "InternalError", Message: "Internal error." });
      continue;
    }
    try {
      Successful.push({ Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
