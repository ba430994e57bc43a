// The member's side of joining: one account is entered once, and all its Regions accept side by side. What
// does not work yet is pending and tried again; what never will has a named outcome.
import type { AccountId } from "@rollcall/core/account";
import { decide, type Membership, type Observation } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Outcome, Reason } from "@rollcall/core/run";
import { enabledRegions } from "../account.ts";
import { actingAs } from "../clients.ts";
import { isDenied, isRegionOff, nameOf, textOf } from "../errors.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { membershipsAt } from "../table/memberships.ts";
import { byName, record } from "../table/record.ts";
import { writeOutcomes } from "../table/runs.ts";

/** How often a role may refuse us: by then one that was just made has spread (assumed: within a minute). */
const ROLE_ATTEMPTS = 3;

interface Asked {
  run: string;
  accountId: AccountId;
  regions: Region[];
  attempt: number;
}

/** How one Region ended: with a state that AWS told, or with a reason why not. */
type Ending =
  | { region: Region; state: "Enabled" | "RegionDisabled"; observedAt: string }
  | { region: Region; reason: Reason; detail?: string; final: boolean };

/** Joins what the account's memberships still need. Throws only what concerns the table. */
export async function joinAccount(asked: Asked): Promise<"settled" | "pending" | "failed"> {
  const { run, accountId, regions, attempt } = asked;
  const before = byName(await membershipsAt(regions.map((region) => ({ accountId, region }))));
  const wanted = regions.filter(
    (region) =>
      decide("member", before.get(`${accountId}/${region}`)?.state ?? "Absent", "invitation") ===
      "AcceptInvitation",
  );
  if (wanted.length === 0) return "settled";

  const endings = await enter(asked, wanted);
  const observed = endings.flatMap((one): Observation[] =>
    "state" in one ? [{ accountId, source: "member", ...one }] : [],
  );
  await record(
    [...observed, ...(await inviteAgain(asked, endings, before))],
    { run, cause: "join" },
    before,
  );

  const last = attempt >= settings().pace.joinAttempts;
  const unfinished = endings.filter((one) => "reason" in one);
  const ended = unfinished.filter((one) => one.final || last);
  await writeOutcomes(run, outcomesOf(accountId, ended, ended.length === wanted.length));
  if (unfinished.length > ended.length) return "pending";
  return ended.length > 0 ? "failed" : "settled";
}

/**
 * A member that left has its old invitation still, and accepts that. Where it declined, there may be none
 * (assumed): the hub sends another, and the next attempt finds it.
 */
async function inviteAgain(
  { accountId }: Asked,
  endings: Ending[],
  before: Map<string, Membership>,
): Promise<Observation[]> {
  const invited: Observation[] = [];
  for (const one of endings) {
    const state = before.get(`${accountId}/${one.region}`)?.state;
    if (!("reason" in one) || one.reason !== "InvitationMissing" || state !== "Resigned") continue;
    const observedAt = new Date().toISOString();
    const refused = await SecurityHub.inviteMembers(one.region, [accountId]);
    if (refused.length === 0)
      invited.push({
        accountId,
        region: one.region,
        state: "Invited",
        source: "answer",
        observedAt,
      });
  }
  return invited;
}

/** One outcome for the account where all its Regions ended alike, otherwise one for each. */
function outcomesOf(
  account: AccountId,
  ended: Extract<Ending, { reason: Reason }>[],
  all: boolean,
): Outcome[] {
  const [first] = ended;
  const told = ({ reason, detail }: { reason: Reason; detail?: string }) => ({
    account,
    reason,
    ...(detail && { detail }),
  });
  if (first && all && ended.every((one) => one.reason === "RoleRefused")) return [told(first)];
  return ended.map((one) => ({ ...told(one), region: one.region }));
}

async function enter({ run, accountId, attempt }: Asked, wanted: Region[]): Promise<Ending[]> {
  const alike = (reason: Reason, error: unknown, final: boolean): Ending[] =>
    wanted.map((region) => ({ region, reason, detail: textOf(error), final }));
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
          async (region): Promise<Ending> =>
            enabled.has(region)
              ? joinRegion(region)
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

/** In the member, in one Region: switch on, find our invitation, accept. */
async function joinRegion(region: Region): Promise<Ending> {
  const hub = settings().hub.account;
  try {
    await SecurityHub.enable(region, settings().defaultStandards);
    const invitation = await SecurityHub.findInvitation(region, hub);
    if (!invitation) return await withoutInvitation(region, hub);
    const observedAt = new Date().toISOString();
    await SecurityHub.accept(region, hub, invitation);
    return { region, state: "Enabled", observedAt };
  } catch (error) {
    if (isRegionOff(error))
      return { region, state: "RegionDisabled", observedAt: new Date().toISOString() };
    if (nameOf(error) === "RetryableError")
      return { region, reason: "Throttled", detail: textOf(error), final: false };
    return refusedAcceptance(region, hub, error);
  }
}

/** No invitation from us: it has not arrived, the account has joined already, or somebody else has it. */
async function withoutInvitation(region: Region, hub: AccountId): Promise<Ending> {
  const observedAt = new Date().toISOString();
  const administrator = await SecurityHub.administratorOf(region);
  if (administrator === hub) return { region, state: "Enabled", observedAt };
  if (administrator)
    return { region, reason: "OtherAdministrator", detail: administrator, final: true };
  return { region, reason: "InvitationMissing", final: false };
}

/** Who has the account explains a refused acceptance better than AWS's text does. */
async function refusedAcceptance(region: Region, hub: AccountId, error: unknown): Promise<Ending> {
  const administrator = await SecurityHub.administratorOf(region).catch(() => undefined);
  if (administrator && administrator !== hub)
    return { region, reason: "OtherAdministrator", detail: administrator, final: true };
  const gone = nameOf(error) === "ResourceNotFoundException";
  return gone
    ? { region, reason: "InvitationMissing", final: false }
    : { region, reason: "Refused", detail: textOf(error), final: isDenied(error) };
}
