// What the picture says about each state: one status for all its visits, in a word and with counts.
import type { StateNode } from "./definition.ts";
import type { Status, Visit } from "./visits.ts";

/** How a state stands over all its visits. */
export interface Standing {
  /** `children`: its work is done by child executions, which have pictures of their own. */
  status: Status | "not reached" | "children";
  /** Such as `succeeded · 12×`. */
  words: string;
  visits: Visit[];
}

/** The one that a reader must see first comes first. */
const WORST: Status[] = ["running", "failed", "caught", "aborted", "succeeded"];

/** Orders visits by how much they need to be seen. */
export const byUrgency = (a: Visit, b: Visit): number =>
  WORST.indexOf(a.status) - WORST.indexOf(b.status);

/** Sums up the visits of a state. */
export function standing(node: StateNode, visits: Visit[], inChildren: boolean): Standing {
  if (visits.length === 0)
    return inChildren
      ? { status: "children", words: "in children", visits }
      : { status: "not reached", words: "not reached", visits };
  const by = Map.groupBy(visits, ({ status }) => status);
  const status = WORST.find((one) => by.has(one))!;
  const count = by.get(status)!.length;
  const tally =
    count < visits.length ? ` ${count} of ${visits.length}` : visits.length > 1 ? ` ${count}×` : "";
  const retries = visits.reduce((sum, visit) => sum + visit.retries, 0);
  const again =
    retries > 0 && node.levels.length === 0
      ? ` · ${retries} ${retries === 1 ? "retry" : "retries"}`
      : "";
  return { status, words: `${status}${tally}${again}`, visits };
}
