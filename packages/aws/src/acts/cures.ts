// What is being done about losses: as they were weighed last, and as the heals that they had since have gone.
import type { Treatment } from "@rollcall/core/healing";
import type { Membership } from "@rollcall/core/membership";
import type { Cure } from "@rollcall/core/message";
import type { Loss } from "@rollcall/core/roll-call";
import { healsAt, lastWeighed } from "../table/heals.ts";
import { findRun } from "../table/runs.ts";
import { decisionOf } from "./heal-file.ts";

const keyOf = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;

/** The version of the membership that a loss has led to: the last part of its transition's id. */
const versionOf = ({ id }: Loss): number => Number(id.split("/").at(-1));

const asWeighed = (one: Treatment): Cure =>
  one.kind === "under way" ? { kind: "under way", run: one.run } : one;

/** Cures of the losses that are still open, by `account/Region`. `now`: their memberships. */
export async function curesOf(
  losses: readonly Loss[],
  now: ReadonlyMap<string, Membership>,
): Promise<Map<string, Cure>> {
  const open = losses.filter((one) => !one.flap && now.get(keyOf(one))?.state !== "Enabled");
  if (open.length === 0) return new Map();
  const [weighed, heals] = await Promise.all([lastWeighed(), healsAt(open)]);
  const decision = weighed && (await decisionOf(weighed.rollCall));
  const names = [...new Set(heals.map((one) => one.run))];
  const runs = new Map(
    await Promise.all(names.map(async (run) => [run, await findRun(run)] as const)),
  );
  const healed = new Map(heals.map((one) => [keyOf(one), one]));
  const treated = new Map((decision?.treatments ?? []).map((one) => [keyOf(one), one]));
  return new Map(
    open.flatMap((loss): [string, Cure][] => {
      const key = keyOf(loss);
      const heal = healed.get(key);
      const run = heal && runs.get(heal.run);
      const treatment = treated.get(key);
      // A heal of an earlier loss says nothing about this one.
      if (!heal || heal.lost < versionOf(loss) || run?.status === "superseded")
        return treatment ? [[key, asWeighed(treatment)]] : [];
      if (!run?.closedAt) return [[key, { kind: "under way", run: heal.run }]];
      return [[key, treatment?.kind === "held" ? treatment : { kind: "tried", run: heal.run }]];
    }),
  );
}
