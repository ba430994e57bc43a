// Steps are shared: in a large estate most are alike, and 170,000 of them would be most of what a plan holds.
import type { Step } from "./types.ts";

/** Gives one and the same record for steps that are alike. */
export function steps(): (step: Step) => Step {
  const known = new Map<string, Step>();
  return (step) => {
    const key = `${step.region} ${step.state} ${step.command} ${step.way}`;
    const shared = known.get(key) ?? step;
    known.set(key, shared);
    return shared;
  };
}
