// A plan as a run has stored it, with its waves, which lie in a file of their own.
import type { Joiner, Outline, Plan } from "@rollcall/core/plan";
import type { World } from "./world.ts";

/** The stored plan of a run, or the one that a person was asked about; undefined when it has not come that far. */
export async function storedPlan(
  world: World,
  run: string,
  kind: "plan" | "plan-asked" = "plan",
): Promise<Plan | undefined> {
  const outline = await world.file<Outline>(run, `${kind}.json`);
  if (!outline) return undefined;
  const file = await world.file<{ joiners: (Joiner & { wave: number })[] }>(
    run,
    `${kind}-joiners.json`,
  );
  const waves = [...Map.groupBy(file!.joiners, (one) => one.wave)].map(([number, accounts]) => ({
    number,
    accounts: accounts.map(({ wave: _, ...joiner }) => joiner),
  }));
  return { ...outline, waves };
}
