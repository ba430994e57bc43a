// Those who join, in numbers: messages and forecasts say no more of them, however many they are.
import type { Part } from "../baseline.ts";
import type { Count, Joiner, Joining, Step } from "./types.ts";

/** Which kind of step it is. Left or removed members come back; the others are new. */
function kindOf({ state, way }: Step): "heals" | "joins" | "invites" {
  if (state === "Resigned" || state === "Removed" || state === "Deleted") return "heals";
  return way === "organization" ? "joins" : "invites";
}

/** Counts who joins. */
export function joining(joiners: readonly Joiner[], waves: number): Joining {
  const none = (): Count => ({ memberships: 0, accounts: 0 });
  const counts = { invites: none(), joins: none(), heals: none() };
  const raises: Partial<Record<Part, Count>> = {};
  let [entered, raised] = [0, 0];
  for (const { join, regions, baseline = [] } of joiners) {
    countInto((kind) => counts[kind], regions.map(kindOf));
    countInto(
      (part) => (raises[part] ??= none()),
      baseline.flatMap(({ parts }) => parts),
    );
    if (join !== "self-service" && regions.some(({ way }) => way === "invitation")) entered += 1;
    if (baseline.length > 0) raised += 1;
  }
  return {
    ...counts,
    entered,
    ...(raised > 0 && { raises }),
    raised,
    waves,
  };
}

/** Counts one account's memberships of each kind, and the account once. */
function countInto<Kind>(countOf: (kind: Kind) => Count, kinds: readonly Kind[]): void {
  for (const kind of kinds) countOf(kind).memberships += 1;
  for (const kind of new Set(kinds)) countOf(kind).accounts += 1;
}
