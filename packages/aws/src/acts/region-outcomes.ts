// What becomes of the accounts that the hub did not take in a Region: a reason for each, from what AWS said.
import type { Membership } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Reason } from "@rollcall/core/run";
import type { Refusal } from "../security-hub.ts";
import { membershipsAt } from "../table/memberships.ts";
import { outcomesOf, writeOutcomes } from "../table/runs.ts";
import type { WaveMember } from "./wave-files.ts";

/** A wave's accounts in one Region. */
interface There {
  run: string;
  region: Region;
  members: WaveMember[];
}

/** The memberships of these accounts as they are recorded now. */
export const recordedOf = ({ region, members }: There): Promise<Membership[]> =>
  membershipsAt(members.map(({ accountId }) => ({ accountId, region })));

/** The same words for each of these accounts. */
export const refusals = (members: WaveMember[], reason: string): Refusal[] =>
  members.map(({ accountId }) => ({ accountId, reason }));

/** Writes an outcome for each refusal. Of `Refused`, AWS's words may tell more. */
export const note = (there: There, refused: Refusal[], reason: Reason): Promise<void> =>
  writeOutcomes(
    there.run,
    refused.map(({ accountId, reason: text }) => ({
      account: accountId,
      region: there.region,
      reason: reason === "Refused" ? whyRefused(there, accountId, text) : reason,
      detail: text,
    })),
  );

/** Whoever is neither invited nor a member, and has no outcome yet, has this one. */
export async function noteLeft(there: There, reason: Reason, text: string): Promise<void> {
  const done = new Set(
    (await recordedOf(there))
      .filter((one) => one.state === "Invited" || one.state === "Enabled")
      .map((one) => one.accountId),
  );
  for (const { account, region } of await outcomesOf(there.run))
    if (region === there.region) done.add(account);
  const left = there.members.filter((one) => !done.has(one.accountId));
  await note(there, refusals(left, text), reason);
}

/** AWS's texts are no API: they are read only for what helps a person. */
function whyRefused({ members }: There, accountId: string, text: string): Reason {
  if (members.some((one) => one.accountId === accountId && one.management))
    return "ManagementAccount";
  return /administrator|master|another account/i.test(text) ? "OtherAdministrator" : "Refused";
}
