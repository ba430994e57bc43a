// One letter for each state, so that a matrix of 34 Regions fits a terminal. Plain ASCII: nothing here has
// another width in another terminal, and colour never says anything that the letter does not.
import type { State } from "@rollcall/core/membership";
import { isUnasked, type Standing } from "@rollcall/core/standing";
import type { Colours } from "../colours.ts";

const letters: Record<State, string> = {
  Enabled: ".",
  Absent: "-",
  Created: "C",
  Invited: "I",
  Removed: "M",
  Resigned: "R",
  Deleted: "D",
  AccountSuspended: "S",
  RegionDisabled: "X",
  Unknown: "?",
};

/** A member that nobody asks for. */
export const UNASKED = "+";

/** The letter of a state. */
export const letterOf = (state: State): string => letters[state];

/** The mark of an account in a Region; a blank where nothing is wanted and nothing is there. */
export function markOf(standing: Standing | undefined): string {
  if (!standing) return " ";
  if (isUnasked(standing)) return UNASKED;
  const letter = letters[standing.state];
  if (standing.wanted) return letter;
  return standing.state === "Absent" ? " " : letter.toLowerCase();
}

const lost = new Set<State>(["Removed", "Resigned", "Deleted", "AccountSuspended", "Unknown"]);

/** Red: somebody has gone. Yellow: on the way, or not wanted. */
export function paintOf(standing: Standing | undefined, colours: Colours) {
  if (!standing) return undefined;
  if (standing.wanted && standing.state === "Enabled") return colours.dim;
  return standing.wanted && lost.has(standing.state) ? colours.red : colours.yellow;
}

const short: Record<string, string> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  southeast: "se",
};

/** A Region in at most six letters, as AWS's bills shorten it: ap-northeast-1 is apne1. */
export const shortRegion = (region: string): string =>
  region
    .split("-")
    .map((part) => short[part] ?? part)
    .join("");
