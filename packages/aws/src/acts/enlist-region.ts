// GuardDuty's hub side in one Region: accounts are added as members and invited, 50 a call, before they accept. It is a
// relation of its own: that the hub has them in Security Hub means nothing here.
import type { AccountId } from "@rollcall/core/account";
import { type Relation, relationOf, type Standing, wantedText } from "@rollcall/core/baseline";
import type { Region } from "@rollcall/core/region";
import { isDenied, nameOf, textOf } from "../errors.ts";
import * as GuardDuty from "../guard-duty.ts";
import { log } from "../log.ts";
import { batches, type Refusal } from "../security-hub.ts";
import { settings } from "../settings.ts";
import { writeStandings } from "../table/baselines.ts";
import { membershipsAt } from "../table/memberships.ts";
import { type Guarded, guardedRegion } from "./wave-files.ts";

/** How often AWS may slow us down, ten seconds apart. */
const ATTEMPTS = 6;

interface Asked {
  run: string;
  wave: number;
  region: Region;
  attempt: number;
}

type Found = Omit<Standing, "wanted">;

/** Adds and invites what the wave still needs here, and records how each stands. `pending`: AWS slows us down. */
export async function enlistRegion(asked: Asked): Promise<"settled" | "pending" | "failed"> {
  const { run, region, attempt } = asked;
  const members = await enabledOf(region, await guardedRegion(asked));
  const wanted = wantedText(settings().baseline, region).guardDuty;
  const tell = (accounts: readonly AccountId[], found: Found) =>
    Promise.all(
      accounts.map((accountId) =>
        writeStandings({ accountId, region }, { guardDuty: { ...found, wanted } }, run),
      ),
    );
  const ids = members.map((one) => one.accountId);
  try {
    const detector = await GuardDuty.detectorOf(region);
    if (!detector) {
      await tell(ids, { state: "failed", reason: "GuardDutyOff" });
      return "failed";
    }
    for (const batch of batches(members)) {
      const standings = await enlist(region, detector, batch);
      await Promise.all([...standings].map(([accountId, found]) => tell([accountId], found)));
    }
    return "settled";
  } catch (error) {
    if (nameOf(error) === "ConflictError") throw error;
    if (nameOf(error) === "RetryableError" && attempt < ATTEMPTS) return "pending";
    log.error({ run, region, error: textOf(error) }, "GuardDuty members not added");
    const reason = isDenied(error) ? "GuardDutyOff" : "GuardDutyRefused";
    await tell(ids, { state: "failed", reason, detail: textOf(error) });
    return "failed";
  }
}

/** Those that have joined Security Hub: the baseline is theirs only. */
async function enabledOf(region: Region, members: Guarded[]): Promise<Guarded[]> {
  const known = await membershipsAt(members.map(({ accountId }) => ({ accountId, region })));
  const enabled = new Set(
    known.filter(({ state }) => state === "Enabled").map(({ accountId }) => accountId),
  );
  return members.filter(({ accountId }) => enabled.has(accountId));
}

/**
 * A batch: what the hub does not have is added, and what is not a member then is invited. A delegated administrator's
 * members are Enabled by being added.
 */
async function enlist(
  region: Region,
  detector: string,
  batch: Guarded[],
): Promise<Map<AccountId, Found>> {
  const ids = batch.map((one) => one.accountId);
  let statuses = await GuardDuty.relationsOf(region, detector, ids);
  const on = (relation: Relation) =>
    batch.filter(({ accountId }) => relationOf(statuses.get(accountId)) === relation);
  // Its e-mail is compared with the account's own (EmailVerificationFailed), so without one there is nothing to send.
  const adding = on("create").flatMap(({ accountId, email }) =>
    email ? [{ accountId, email }] : [],
  );
  const refused: Refusal[] =
    adding.length > 0 ? await GuardDuty.createMembers(region, detector, adding) : [];
  if (adding.length > 0) statuses = await GuardDuty.relationsOf(region, detector, ids);
  const texts = new Map(refused.map((one) => [one.accountId, one.reason]));
  // One that was removed stays so until it is invited, where it is not the organization's.
  const inviting = [...on("invite"), ...on("create")].filter(
    ({ accountId }) => statuses.has(accountId) && !texts.has(accountId),
  );
  if (inviting.length > 0) {
    const left = await GuardDuty.inviteMembers(
      region,
      detector,
      inviting.map((one) => one.accountId),
    );
    for (const { accountId, reason } of left) texts.set(accountId, reason);
    // Only now does AWS compare the e-mails.
    statuses = await GuardDuty.relationsOf(region, detector, ids);
  }
  return new Map(
    batch.map(({ accountId, email }) => {
      const relation = relationOf(statuses.get(accountId));
      const detail =
        texts.get(accountId) ??
        (relation === "create" && !email ? "the ledger has no e-mail for it" : undefined);
      return [accountId, standing(relation, statuses.get(accountId), detail)];
    }),
  );
}

/** `pending` also for one that the hub has already: the member's side proves it, and looks at its detector. */
function standing(relation: Relation, status: string | undefined, detail?: string): Found {
  if (typeof relation === "object")
    return { state: "failed", reason: relation.reason, detail: detail ?? status };
  return detail === undefined
    ? { state: "pending" }
    : { state: "failed", reason: "GuardDutyRefused", detail };
}
