// The member's side of joining: one account is entered once, and all its Regions accept side by side. What
// does not work yet is pending and tried again; what never will has a named outcome.
import type { AccountId } from "@rollcall/core/account";
import { decide, type Membership, type Observation } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Outcome, Reason } from "@rollcall/core/run";
import { enabledRegions } from "../account.ts";
import { actingAs } from "../clients.ts";
import { isDenied, nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { membershipsAt } from "../table/memberships.ts";
import { record } from "../table/record.ts";
import { writeOutcomes } from "../table/runs.ts";
import { type Ending, joinRegion, type Unjoined } from "./join-region.ts";

/** How often a role may refuse us: by then one that was just made has spread (assumed: within a minute). */
const ROLE_ATTEMPTS = 3;

interface Asked {
  run: string;
  accountId: AccountId;
  regions: Region[];
  attempt: number;
}

/** Joins what the account's memberships still need. Throws only what concerns the table. */
export async function joinAccount(asked: Asked): Promise<"settled" | "pending" | "failed"> {
  const { run, accountId, regions, attempt } = asked;
  const by = { run, cause: "join" };
  const before = await membershipsAt(regions.map((region) => ({ accountId, region })));
  const wanted = before.filter(
    (one) => decide("member", one.state, "invitation") === "AcceptInvitation",
  );
  if (wanted.length === 0) return "settled";

  const endings = await enter(asked, wanted);
  const unjoined = endings.filter((one): one is Unjoined => "reason" in one);
  await record(
    endings.flatMap((one): Observation[] =>
      "state" in one ? [{ accountId, source: "member", ...one }] : [],
    ),
    by,
  );
  await record(await inviteAgain(unjoined, wanted), by);

  const last = attempt >= settings().pace.joinAttempts;
  const ended = unjoined.filter((one) => one.final || last);
  await writeOutcomes(run, outcomesOf(accountId, ended, ended.length === wanted.length));
  if (unjoined.length > ended.length) return "pending";
  return ended.length > 0 ? "failed" : "settled";
}

/**
 * A member that left has its old invitation still, and accepts that. Where it declined, there may be none
 * (assumed): the hub sends another, and the next attempt finds it.
 */
async function inviteAgain(unjoined: Unjoined[], before: Membership[]): Promise<Observation[]> {
  const missing = new Set(
    unjoined
      .filter(({ reason }) => reason === "InvitationMissing" || reason === "ForeignInvitation")
      .map((one) => one.region),
  );
  const left = before.filter((one) => one.state === "Resigned" && missing.has(one.region));
  const invited = left.map(async ({ accountId, region }): Promise<Observation[]> => {
    const observedAt = new Date().toISOString();
    try {
      const refused = await SecurityHub.inviteMembers(region, [accountId]);
      if (refused.length > 0) return [];
      return [{ accountId, region, state: "Invited", source: "answer", observedAt }];
    } catch (error) {
      log.warn({ accountId, region, error: textOf(error) }, "not invited again; it stays pending");
      return [];
    }
  });
  return (await Promise.all(invited)).flat();
}

/** One outcome for the account where all its Regions ended alike, otherwise one for each. */
function outcomesOf(account: AccountId, ended: Unjoined[], all: boolean): Outcome[] {
  const [first] = ended;
  const told = ({ reason, detail }: Unjoined) => ({
    account,
    reason,
    ...(detail && { detail }),
  });
  if (first && all && ended.every((one) => one.reason === "RoleRefused")) return [told(first)];
  return ended.map((one) => ({ ...told(one), region: one.region }));
}

async function enter({ run, accountId, attempt }: Asked, wanted: Membership[]): Promise<Ending[]> {
  const alike = (reason: Reason, error: unknown, final: boolean): Ending[] =>
    wanted.map(({ region }) => ({ region, reason, detail: textOf(error), final }));
  try {
    const credentials = await assumeRole(
      { account: accountId, ...settings().memberRole },
      `rollcall-${run}`,
    );
    return await actingAs(credentials, async () => {
      const observedAt = new Date().toISOString();
      const enabled = await enabledRegions();
      return Promise.all(
        wanted.map(
          async ({ region, state }): Promise<Ending> =>
            enabled.has(region)
              ? joinRegion(region, state === "Resigned")
              : { region, state: "RegionDisabled", observedAt },
        ),
      );
    });
  } catch (error) {
    // A role that was made a moment ago is refused as well, but not for long.
    if (isDenied(error)) return alike("RoleRefused", error, attempt >= ROLE_ATTEMPTS);
    if (nameOf(error) === "RetryableError") return alike("Throttled", error, false);
    return alike("Unexpected", error, false);
  }
}
