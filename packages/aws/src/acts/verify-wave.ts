// Does the hub itself know the accounts of a wave as members? Its answer to us, or a member's, is not the proof.
import { decide, type State } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Outcome } from "@rollcall/core/run";
import { settings } from "../settings.ts";
import { type By, recordChanges } from "../table/record.ts";
import { outcomesOf, writeOutcomes } from "../table/runs.ts";
import { askHub } from "./ask-hub.ts";
import { waveRegion } from "./wave-files.ts";

/**
 * Asks the hub in a Region about the accounts of a wave, and nobody else: a listing would grow with all members.
 * `pending` while accounts that should be members are not known as such, until the attempts are used up: then each has
 * an outcome, and the Region is `settled`.
 */
export async function verifyWave(asked: {
  run: string;
  region: Region;
  wave: number;
  attempt: number;
}): Promise<"settled" | "pending"> {
  const wanted = await waveRegion(asked);
  const { states, behind } = await askAbout(
    asked.region,
    wanted.map((one) => one.accountId),
    { run: asked.run, cause: "verify" },
  );
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

/** Records what the hub says of these accounts. `behind`: it says nothing of them, or nothing that is newer than an answer. */
async function askAbout(region: Region, accounts: string[], by: By) {
  const { believed, known } = await askHub(region, accounts);
  const told = new Set(believed.map((one) => one.accountId));
  const behind = new Set(accounts.filter((id) => !told.has(id)));
  const states = new Map<string, State>();
  for (const { accountId, state } of known.values()) states.set(accountId, state);
  for (const { membership } of await recordChanges(believed, by, known))
    states.set(membership.accountId, membership.state);
  return { states, behind };
}
