// A plan as a run has stored it, with its waves, which lie in a file of their own.
import type { Joiner, Outline, Plan } from "@rollcall/core/plan";
import type { World } from "./world.ts";

/** The stored plan of a run; undefined when it has not come that far. */
export async function storedPlan(world: World, run: string): Promise<Plan | undefined> {
  const outline = await world.file<Outline>(run, "plan.json");
  if (!outline) return undefined;
  const file = await world.file<{ joiners: (Joiner & { wave: number })[] }>(
    run,
    "plan-joiners.json",
  );
  const waves = [...Map.groupBy(file!.joiners, (one) => one.wave)].map(([number, accounts]) => ({
    number,
    accounts: accounts.map(({ wave: _, ...joiner }) => joiner),
  }));
  return { ...outline, waves };
}
