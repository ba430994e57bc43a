// Has the hub itself listed the accounts of a wave as members? Its answer to us is not the proof.
import { decide } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Outcome } from "@rollcall/core/run";
import { settings } from "../settings.ts";
import { outcomesOf, writeOutcomes } from "../table/runs.ts";
import { listRegion } from "./list-region.ts";
import { waveRegion } from "./wave-files.ts";

/**
 * Looks at a Region again. `pending` while accounts that should be members are not listed as such, until the
 * attempts are used up: then each has an outcome, and the Region is `settled`.
 */
export async function verifyWave(asked: {
  run: string;
  region: Region;
  wave: number;
  attempt: number;
}): Promise<"settled" | "pending"> {
  const seen = await listRegion(
    asked.region,
    { run: asked.run, cause: "verify" },
    ({ accountId, state }) => [accountId, state] as const,
  );
  const states = new Map(seen.memberships);
  const behind = new Set(seen.early);
  const wanted = await waveRegion(asked);
  const unconfirmed = wanted.filter(
    ({ accountId, way }) =>
      behind.has(accountId) ||
      // CreateMembers enables an account of the organization at once: what it would still be called for is not done.
      (way === "organization" &&
        decide("member", states.get(accountId) ?? "Absent", way) === "CreateMember"),
  );
  if (unconfirmed.length === 0) return "settled";
  // Whoever was refused has an outcome: waiting does not help, and its reason must stay.
  const told = new Set(
    (await outcomesOf(asked.run)).flatMap((one) =>
      one.region === asked.region ? [one.account] : [],
    ),
  );
  const open = unconfirmed.filter((one) => !told.has(one.accountId));
  if (open.length === 0) return "settled";
  if (asked.attempt < settings().pace.verifyAttempts) return "pending";
  await writeOutcomes(
    asked.run,
    open.map(({ accountId }): Outcome => {
      const state = states.get(accountId) ?? "Absent";
      const reason = state === "AccountSuspended" ? state : "NotConfirmed";
      return { account: accountId, region: asked.region, reason, state };
    }),
  );
  return "settled";
}
