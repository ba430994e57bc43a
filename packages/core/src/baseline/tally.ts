// The baseline in numbers: of each part, how many pairs of account and Region stand how.
import * as z from "zod";
import type { PartState } from "../baseline.ts";
import { Part } from "./part.ts";

const Count = z.object({
  wanted: z.int(),
  ready: z.int(),
  kept: z.int(),
  pending: z.int(),
  failed: z.int(),
});

/** Parts that nobody wants are not there. `pending` has those too that wait, or were never looked at. */
export const Counts = z.partialRecord(Part, Count);
export type Counts = z.infer<typeof Counts>;

const columns: Record<PartState, "ready" | "kept" | "pending" | "failed"> = {
  ready: "ready",
  kept: "kept",
  pending: "pending",
  waits: "pending",
  failed: "failed",
};

/** Counts the wanted parts; one without a state has not been looked at. */
export function tally(
  standings: Iterable<{ part: Part; state: PartState | undefined }>,
): Counts | undefined {
  const counts: Counts = {};
  for (const { part, state } of standings) {
    const count = counts[part] ?? { wanted: 0, ready: 0, kept: 0, pending: 0, failed: 0 };
    counts[part] = count;
    count.wanted += 1;
    count[columns[state ?? "pending"]] += 1;
  }
  return Object.keys(counts).length > 0 ? counts : undefined;
}
