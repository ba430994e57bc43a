// A batch that AWS refuses as a whole is halved until the account that spoils it stands alone.
import { nameOf, textOf } from "../errors.ts";
import type { Refusal } from "../security-hub.ts";
import type { WaveMember } from "./wave-files.ts";

/** Errors that one account of a batch can cause; any other would meet every half of it again. */
const spoiling = new Set([
  "InvalidInputException",
  "ResourceNotFoundException",
  "ResourceConflictException",
]);

/** Sends a batch and returns every refusal in it. Throws what is not the fault of single accounts. */
export async function halving(
  batch: WaveMember[],
  send: (part: WaveMember[]) => Promise<Refusal[]>,
): Promise<Refusal[]> {
  try {
    const refused = await send(batch);
    // "Maximum number of results exceeded" (observed): the batch was too large.
    const tooMany =
      refused.length > 0 && refused.every((one) => /maximum number/i.test(one.reason));
    if (!tooMany || batch.length === 1) return refused;
  } catch (error) {
    if (!spoiling.has(nameOf(error))) throw error;
    if (batch.length === 1) return [{ accountId: batch[0]!.accountId, reason: textOf(error) }];
  }
  const half = Math.ceil(batch.length / 2);
  return [
    ...(await halving(batch.slice(0, half), send)),
    ...(await halving(batch.slice(half), send)),
  ];
}
