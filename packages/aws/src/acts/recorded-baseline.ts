// What a plan, and the sum of a run, need of baselines: what the settings want, and what is on record.
import { type AccountId, sameEmail } from "@rollcall/core/account";
import { partsOf } from "@rollcall/core/baseline";
import { Recorded } from "@rollcall/core/baseline/recorded";
import type { Row } from "@rollcall/core/ledger";
import type { PlanInput } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { settings } from "../settings.ts";
import { baselinesAt } from "../table/baselines.ts";
import { pairsOf } from "./pairs-of.ts";

/** What is recorded of these accounts' baselines; undefined where no row wants any, and then nothing is read. */
export async function recordedBaseline(
  rows: readonly Row[],
  accounts: readonly AccountId[],
  regions: readonly Region[],
) {
  const { baseline: wanted, management } = settings();
  const wants = rows.some((row) => {
    const { parts, unset } = partsOf(row, wanted);
    return row.desired === "member" && parts.length + unset.length > 0;
  });
  if (!wants) return undefined;
  const recorded = new Recorded();
  for (const keys of pairsOf(accounts, regions))
    for (const one of await baselinesAt(keys)) recorded.add(one);
  return { wanted, recorded, management: management?.account };
}

/** The part of a plan's input that is about baselines; rows without an id are found by their e-mail. */
export async function withBaseline(
  rows: readonly Row[],
  { organization, creations, regions }: Pick<PlanInput, "organization" | "creations" | "regions">,
): Promise<Pick<PlanInput, "baseline">> {
  const ids = new Map<string, AccountId>();
  for (const { id, email } of organization?.accounts ?? []) ids.set(sameEmail(email), id);
  for (const { accountId, email } of creations) if (accountId) ids.set(sameEmail(email), accountId);
  const accounts = rows.flatMap(
    (row) => row.accountId ?? (row.email ? (ids.get(sameEmail(row.email)) ?? []) : []),
  );
  const baseline = await recordedBaseline(
    rows,
    accounts,
    regions.map((one) => one.region),
  );
  return baseline ? { baseline } : {};
}
